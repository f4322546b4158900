"""CITATION.cff and the workflow follow the schemas of those who read them."""

import datetime
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("check_jsonschema", reason="needs pip install '.[test-formats]'")

import yaml

from yudo.verification.citing.citation import AUTHOR, WORK

ROOT = Path(__file__).parents[2]
CITATION = ROOT / "CITATION.cff"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def refused(schema, path):
    """What check-jsonschema, which brings the schemas along, has against a file; empty if nothing."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_citation_file_is_valid():
    assert refused("vendor.citation-file-format", CITATION) == ""


def test_an_invalid_citation_file_would_be_refused(tmp_path):
    broken = tmp_path / "CITATION.cff"
    broken.write_text(CITATION.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    assert "title" in refused("vendor.citation-file-format", broken)


def test_the_citation_file_names_the_version_the_day_and_the_authors_that_everything_else_names():
    content = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version, day = re.search(r"^## \[(\d[^\]]*)\] - (\S+)", changelog, flags=re.MULTILINE).groups()
    assert content["version"] == project["version"] == version
    assert content["date-released"] == datetime.date.fromisoformat(day)
    assert [author["name"] for author in content["authors"]] == [AUTHOR["en"]]
    assert content["title"].startswith(WORK)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid(path):
    assert refused("vendor.github-workflows", path) == ""
    assert refused("custom.github-workflows-require-timeout", path) == ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_a_job_may_write_only_where_it_says_so(path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["permissions"] == {"contents": "read"}
    for job in content["jobs"].values():
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/x@v1"))
            # What comes from outside reaches a shell only through the environment.
            assert "${{" not in step.get("run", "")


def test_there_is_a_workflow_that_runs_the_checks():
    assert any(".ci/run" in path.read_text(encoding="utf-8") for path in WORKFLOWS)
