"""What programs print is kept as long as what it depends on stays as it is."""

import pytest
from mkdocs.exceptions import BuildError

from docs.site_builder.printed import read_printed


@pytest.fixture
def read(tmp_path):
    """Read what `counting` prints, which is how often it was run; it depends on the folder `code`."""
    (tmp_path / "code").mkdir()
    (tmp_path / "counting.py").write_text(
        "from pathlib import Path\n"
        "Path('runs').touch()\n"
        "runs = Path('runs').read_text() + '.'\n"
        "Path('runs').write_text(runs)\n"
        "assert not Path('code/wrong.py').exists(), 'wrong code'\n"
        "print(len(runs))\n"
    )

    def read():
        return read_printed(
            "counting",
            tmp_path / "code",
            root=tmp_path,
            cache=tmp_path / "cache",
            error=BuildError,
            wrong="nothing is counted",
        )

    return read


def test_a_program_is_run_anew_when_what_it_depends_on_has_changed(read, tmp_path):
    assert [read(), read()] == [1, 1]
    (tmp_path / "code" / "more.py").touch()
    assert [read(), read()] == [2, 2]
    assert len([*(tmp_path / "cache").iterdir()]) == 1  # what is out of date is not kept


def test_a_program_that_fails_is_told_with_its_message_and_leaves_nothing(read, tmp_path):
    (tmp_path / "code" / "wrong.py").touch()
    with pytest.raises(BuildError, match=r"(?s)^nothing is counted:\n.*wrong code"):
        read()
    assert not (tmp_path / "cache").exists()
