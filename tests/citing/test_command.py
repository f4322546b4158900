"""`yudo cite`, as it is typed."""

import json
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from yudo.verification.citing.released import Explanation, Released, read_released
from yudo.verification.commands import cite as command
from yudo.verification.commands.cli import main

STATEMENT = read_released().statements()["affine.dw"]


@pytest.fixture
def cite(monkeypatch):
    monkeypatch.delenv("YUDO_SITE_URL", raising=False)

    def run(*arguments):
        return CliRunner().invoke(main, ["cite", *arguments])

    return run


@pytest.fixture
def evidence(tmp_path):
    """Writes a run of `yudo verify` that looked at affine.dw."""

    def write(**changes):
        last = list(STATEMENT)[-1]
        result = {"id": "affine.dw", "statement": last, "verdict": "verified", **changes}
        path = tmp_path / "verify.json"
        content = {"schema": "yudo.verify/1", "date": "2026-12-24T23:59:00+00:00", "results": [result]}
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def test_a_citation_names_the_id_the_statement_and_the_version(cite):
    done = cite("affine.dw")
    assert done.exit_code == 0
    for part in ("affine.dw", list(STATEMENT)[-1], "Version"):
        assert part in done.output


def test_several_ids_make_one_bibliography_and_none_stands_twice(cite):
    done = cite("affine.dw", "relu.dx", "affine.dw", "--format", "csl-json")
    assert [item["id"] for item in json.loads(done.output)] == ["yudo-affine.dw", "yudo-relu.dx"]


def test_the_language_is_chosen(cite):
    assert "가중치에 대한 그래디언트" in cite("affine.dw", "--lang", "ko").output


def test_the_address_of_the_site_comes_from_the_option_or_the_environment(cite, monkeypatch):
    assert "http" not in cite("affine.dw").output
    assert "https://a.example/r/affine.dw/" in cite("affine.dw", "--site", "https://a.example").output
    monkeypatch.setenv("YUDO_SITE_URL", "https://b.example/latest/")
    assert "https://b.example/latest/r/affine.dw/" in cite("affine.dw").output
    assert "https://b.example/latest/ko/r/affine.dw/" in cite("affine.dw", "--lang", "ko").output


@pytest.mark.parametrize(
    ("given", "meant"),
    [("affin.dw", "affine.dw"), ("affine.dW", "affine.dw"), ("affine", "affine.out"), ("relu.", "relu.dx"),
     ("softmax.dx", "softmax_cross_entropy.dx")],
)  # fmt: skip
def test_an_unknown_id_is_refused_with_near_matches(cite, given, meant):
    done = cite(given)
    assert done.exit_code == 2
    assert f"no result {given!r}" in done.output
    assert meant in done.output


def test_an_id_like_no_other_is_refused_with_the_way_to_the_list(cite):
    done = cite("qqqqqq")
    assert done.exit_code == 2
    assert "`yudo list`" in done.output


def test_one_unknown_id_among_known_ones_leaves_no_half_a_bibliography(cite):
    done = cite("affine.dw", "affine.nothing")
    assert done.exit_code == 2
    assert "The Yudo authors" not in done.output


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_withdrawn_id_tells_why_it_was_withdrawn(cite, monkeypatch, lang):
    why = {"en": "It forgot the bias.", "ko": "편향을 빠뜨렸다."}
    gone = Explanation("affine.dv", "0" * 8, "withdrawn", "0.2.0", why, ("affine.dw",))
    monkeypatch.setattr(command, "read_released", lambda: Released((), (gone,)))
    done = cite("affine.dv", "--lang", lang)
    assert done.exit_code == 2
    for part in ("withdrawn in version 0.2.0", why[lang], "affine.dw"):
        assert part in done.output


def test_evidence_of_ones_own_gives_the_day(cite, evidence):
    done = cite("affine.dw", "--evidence", evidence())
    assert date(2026, 12, 24).isoformat() in done.output


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "relu.dx"}, "did not look at affine.dw"),
        ({"statement": "00000000"}, "verified affine.dw as 00000000"),
        ({"verdict": "undecided"}, "affine.dw undecided"),
    ],
)
def test_evidence_that_does_not_speak_for_the_statement_is_refused(cite, evidence, changes, said):
    done = cite("affine.dw", "--evidence", evidence(**changes))
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize("content", ["not json", "[]", '{"schema": "other"}'])
def test_a_file_that_is_no_evidence_is_refused(cite, tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    done = cite("affine.dw", "--evidence", str(path))
    assert done.exit_code == 2
    assert "--evidence" in done.output


def test_citing_runs_the_derivation_of_one_layer_and_loads_neither_numpy_nor_jax():
    script = (
        "import sys\n"
        "from yudo.verification.commands.cli import main\n"
        "main(['cite', 'affine.dw'], standalone_mode=False)\n"
        "names = {'numpy', 'jax', 'yudo.impl', 'yudo.derivations.relu', 'yudo.derivations.two_layer_net'}\n"
        "assert 'yudo.derivations.affine' in sys.modules\n"
        "assert not names & set(sys.modules), names & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
