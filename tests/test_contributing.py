"""The layers that CONTRIBUTING.md adds: two files each, and a definition in JAX; no other file is edited."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layer_files import FOLDERS, missing_parts

ROOT = Path(__file__).parents[1]
ADDED = ROOT / "docs" / "new_layers"
STEMS = sorted(file.stem for file in (ADDED / "derivations").glob("*.py"))
RESULTS = {
    "gaussian": {"out", "dx"},
    "unit_norm": {"out", "dx"},
}
PLANTED = {
    "gaussian": (" * (-2 * x * out)", " * out", "dx", "The derivative of the inner function is forgotten"),
    "unit_norm": (
        "(dout - out * (dout * out).sum(axis=1, keepdims=True))",
        "dout",
        "dx",
        "The length taken for a constant",
    ),
}
"""A piece of the code, what stands in its place, the result that it breaks, and the mistake in words."""


@pytest.fixture
def house(tmp_path):
    """A copy of the packages with the added layers in it."""
    packages = ("derivations", "impl", "verification", "yudo", "docs")
    for package in packages:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in sorted(ADDED.rglob("*.py")):
        place = tmp_path / file.relative_to(ADDED)
        assert not place.exists()
        shutil.copy(file, place)
    return tmp_path


def run(house, *command):
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_layer_is_two_files_and_a_definition_that_may_be_missing():
    assert {*RESULTS} == {*PLANTED} == {*STEMS}
    folders = (*FOLDERS, "verification/witnesses")
    expected = {f"{folder}/{stem}.py" for folder in folders for stem in STEMS}
    assert {str(file.relative_to(ADDED)) for file in ADDED.rglob("*.py")} == expected
    assert len(FOLDERS) == 2


def test_the_guide_is_short_and_tells_of_every_file():
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(guide.splitlines()) <= 100
    for file in ADDED.rglob("*.py"):
        assert f"({file.relative_to(ROOT).as_posix()})" in guide


@pytest.mark.parametrize("stem", STEMS)
def test_an_added_layer_is_verified(house, stem):
    written = house / "outcome.json"
    done = run(house, "yudo", "verify", stem, "--cases", "5", "--jobs", "1", "--json", str(written))
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads(written.read_text(encoding="utf-8"))["results"]
    assert {result["id"]: result["verdict"] for result in results} == {
        f"{stem}.{name}": "verified" for name in RESULTS[stem]
    }
    for result in results:
        assert result["checks"]["proof"]["scope"] == "all shapes"
        assert all(result["checks"][witness]["cases"] >= 5 for witness in ("sympy", "jax"))


@pytest.mark.parametrize("stem", STEMS)
def test_a_mistake_planted_in_an_added_layer_is_refuted_and_named(house, stem):
    code = house / "impl" / f"{stem}.py"
    right, wrong, result, words = PLANTED[stem]
    source = code.read_text(encoding="utf-8")
    assert source.count(right) == 1
    code.write_text(source.replace(right, wrong), encoding="utf-8")
    done = run(house, "yudo", "prove", stem)
    assert done.returncode == 1, done.stdout + done.stderr
    verdicts = dict(line.split(":")[:2] for line in done.stdout.splitlines() if line.startswith(f"{stem}."))
    assert {name for name, verdict in verdicts.items() if "proven" not in verdict} == {f"{stem}.{result}"}
    assert "refuted" in verdicts[f"{stem}.{result}"]
    assert f"mistake     {words}" in done.stdout


@pytest.mark.parametrize("stem", STEMS)
def test_a_mistake_of_a_student_in_an_added_layer_is_named(house, stem):
    right, wrong, result, words = PLANTED[stem]
    code = (house / "impl" / f"{stem}.py").read_text(encoding="utf-8").replace(right, wrong)
    lines = [line for line in code.splitlines() if "_arguments" not in line and "impl" not in line]
    (house / "student.py").write_text("\n".join(lines).replace("FloatArray", "object"), encoding="utf-8")
    done = run(house, "yudo", "check", "student.py", "--lang", "en")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{stem}_backward  wrong: {result}" in done.stdout
    assert f"→ {words}" in done.stdout


def test_a_layer_without_an_independent_definition_is_verified_and_says_so(house):
    (house / "verification" / "witnesses" / "gaussian.py").unlink()
    done = run(house, "yudo", "verify", "gaussian", "--cases", "2", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "none: there is no independent definition" in done.stdout


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("stem", STEMS)
def test_a_file_of_an_added_layer_that_is_left_out_is_named(house, stem, folder):
    assert missing_parts(house) == {}
    (house / folder / f"{stem}.py").unlink()
    assert missing_parts(house) == {stem: [f"{folder}/{stem}.py"]}


OF_ALL = ("docs.site_builder.records", "docs.site_builder.notation")
"""What reads all layers together: their order, and the letters that some layer must use."""
OF_EACH = ("docs.site_builder.side_by_side", "docs.site_builder.formula_codes", "docs.site_builder.living")


def is_read(house, reader):
    done = run(house, reader)
    assert done.returncode == 0, done.stderr[-2000:]
    assert all(stem in done.stdout for stem in STEMS)


@pytest.mark.parametrize("reader", OF_ALL)
def test_what_the_site_reads_is_read_of_added_layers_too(house, reader):
    pytest.importorskip("mkdocs", reason="needs mkdocs: pip install '.[test-site]'")
    is_read(house, reader)


@pytest.mark.parametrize("reader", OF_EACH)
def test_what_the_site_reads_of_each_layer_is_read_of_added_layers_too(house, reader):
    pytest.importorskip("mkdocs", reason="needs mkdocs: pip install '.[test-site]'")
    for notebook in (house / "derivations").glob("[a-z]*.py"):
        if notebook.stem not in STEMS:
            notebook.unlink()
    is_read(house, reader)
