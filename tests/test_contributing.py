"""The worked example in CONTRIBUTING.md: its files are a whole layer; one that is left out is named."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verification.parts import FOLDERS, missing_parts

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))


@pytest.fixture
def house(tmp_path):
    """A copy of the packages with the files of the example in it."""
    for package in ("derivations", "impl", "verification"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for path, code in FILES.items():
        assert not (tmp_path / path).exists()
        (tmp_path / path).write_text(code, encoding="utf-8")
    return tmp_path


def test_the_example_has_one_file_for_every_folder_of_a_layer():
    assert list(FILES) == [f"{folder}/tanh.py" for folder in (*FOLDERS, "verification/witnesses")]
    assert TEXT.count("<!-- file:") == len(FILES)
    assert all(code.strip() for code in FILES.values())


def test_the_files_of_the_example_make_a_layer_that_is_verified(house):
    written = house / "outcome.json"
    command = [sys.executable, "-m", "verification", "verify", "tanh"]
    done = subprocess.run(
        [*command, "--cases", "5", "--jobs", "1", "--json", str(written)],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads(written.read_text(encoding="utf-8"))["results"]
    assert {result["id"]: result["verdict"] for result in results} == {
        "tanh.out": "verified",
        "tanh.dx": "verified",
    }
    for result in results:
        assert result["checks"]["proof"]["verdict"] == "proven"
        assert all(result["checks"][witness]["cases"] >= 5 for witness in ("sympy", "jax"))


@pytest.mark.parametrize("left_out", list(FILES)[:2])
def test_a_file_of_the_example_that_is_left_out_is_named(house, left_out):
    assert missing_parts(house) == {}
    (house / left_out).unlink()
    assert missing_parts(house) == {"tanh": [left_out]}
