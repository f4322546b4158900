"""What the README shows is what happens: the same file, the same words, the same proof."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [("README.md", "en"), ("README.ko.md", "ko")]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_the_wrong_lines_of_the_readme_are_told_as_it_shows(page, language, tmp_path):
    (tmp_path / "layers.py").write_text(blocks(page, "python")[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "yudo", "check", "layers.py", "--lang", language],
        cwd=tmp_path, capture_output=True, check=False, encoding="utf-8",
        env={"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    (shown,) = blocks(page, "text")
    assert done.stdout.startswith(shown), done.stdout + done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_the_layer_of_the_readme_is_proven(page, language):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(blocks(page, "python")[1], {"__name__": "readme"})
    assert said.getvalue().startswith("proven for all shapes")


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_the_readme_fits_on_two_screens(page, language):
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= 90
