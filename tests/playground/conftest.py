"""The Python that answers in the browser, asked here, in a process of its own that has no NumPy either."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_ASK = """
import json, sys
sys.path.insert(0, "docs/playground")
from browser.answering import answer
print(json.dumps([json.loads(answer(json.dumps(question))) for question in json.load(sys.stdin)]))
"""


def ask(*questions):
    """The answers to some questions; fields that are not given are empty."""
    empty = {"act": "prove", "forward": "", "backward": "", "given": "", "language": "en"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _ASK],
        input=json.dumps([empty | question for question in questions]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(done.stderr)
    return json.loads(done.stdout)


def told(answer):
    """All that an answer says."""
    return "\n".join([answer["headline"], *(block["text"] for block in answer["blocks"])])
