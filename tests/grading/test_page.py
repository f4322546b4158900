"""The examples of the page *Check a whole class* are run as they stand there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.grading.conftest import RELU, ROOT
from yudo.verification.grading.folder import COLUMNS
from yudo.verification.reports.rubric import read_rubric

PAGES = {
    language: (ROOT / "docs" / language / "grade.md").read_text(encoding="utf-8") for language in ("en", "ko")
}
BLOCK = re.compile(r"<!-- (?:file|cell): (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
EXAMPLES = dict(BLOCK.findall(PAGES["en"]))


def test_both_languages_have_the_same_examples() -> None:
    korean = dict(BLOCK.findall(PAGES["ko"]))
    korean["run_autograder"] = korean["run_autograder"].replace("--lang ko", "--lang en")
    assert korean == EXAMPLES
    assert len(EXAMPLES) == 6 == PAGES["en"].count("<!-- file:") + PAGES["en"].count("<!-- cell:")


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_the_columns_of_the_table(language: str) -> None:
    (row,) = re.findall(r"^\| `functions.csv` .*$", PAGES[language], re.MULTILINE)
    assert re.findall(r"`(\w+)`", row)[-len(COLUMNS) :] == list(COLUMNS)


def pytest_of(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_scale.py").write_text(source, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "test_scale.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_example_for_pytest_passes_and_fails_with_a_diagnosis_when_it_is_wrong(tmp_path: Path) -> None:
    """In a process and a folder of its own: pytest finds the plugin by itself."""
    right = EXAMPLES["test_scale.py"]
    wrong = right.replace("def test_", "def test_wrong_").replace("np.sum(", "np.mean(")
    both = right + wrong.replace("scale_", "mean_").replace("import numpy as np\n", "")
    done = pytest_of(tmp_path, both)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "1/N" in done.stdout
    assert "assertions.py" not in done.stdout  # the traceback ends in the reader's own test


def run_cells(cells: list[str]) -> None:
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        exec(compile(cell, f"<cell {number}>", "exec"), names)


def test_the_hidden_test_for_nbgrader_passes_the_solution() -> None:
    run_cells([EXAMPLES["solution"], EXAMPLES["tests"]])


@pytest.mark.parametrize(
    ("answer", "said"),
    [("dx = dout", "relu_backward"), ("raise NotImplementedError()", "relu_backward")],
    ids=["wrong", "as nbgrader hands it out"],
)
def test_the_hidden_test_for_nbgrader_fails_another_answer(answer: str, said: str) -> None:
    cell = re.sub(r"### BEGIN SOLUTION.*### END SOLUTION", answer, EXAMPLES["solution"], flags=re.DOTALL)
    with pytest.raises(AssertionError, match=said):
        run_cells([cell, EXAMPLES["tests"]])


@pytest.fixture
def autograder(tmp_path: Path) -> Path:
    """Gradescope's folders, with the scripts of the page in them."""
    folder = tmp_path / "autograder"
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    (folder / "source" / "rubric.toml").write_text(EXAMPLES["rubric.toml"], encoding="utf-8")
    program = tmp_path / "yudo"
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m yudo "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    script = EXAMPLES["run_autograder"].replace("/opt/yudo/bin/yudo", str(program))
    (folder / "run_autograder").write_text(script.replace("/autograder", str(folder)), encoding="utf-8")
    return folder


def autograded(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        ["bash", str(folder / "run_autograder")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads((folder / "results" / "results.json").read_text(encoding="utf-8"))
    return data


def test_the_autograder_of_the_page_gives_the_points_of_its_rubric(autograder: Path) -> None:
    (autograder / "submission" / "layers.py").write_text(RELU.format(name="kim"), encoding="utf-8")
    data = autograded(autograder)
    points = read_rubric(autograder / "source" / "rubric.toml").points
    assert {test["name"]: test["max_score"] for test in data["tests"]} == points
    assert {test["name"] for test in data["tests"] if test["score"]} == {"relu_backward"}
    assert data["score"] == points["relu_backward"]


def test_the_autograder_tells_who_handed_in_nothing_that_can_be_checked(autograder: Path) -> None:
    (autograder / "submission" / "layers.pdf").write_bytes(b"%PDF")
    data = autograded(autograder)
    assert data["score"] == 0
    assert "no Python file or notebook" in data["output"]
    assert len(data["tests"]) == 5
