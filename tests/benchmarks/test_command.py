"""The command: its usage, and what Ctrl-C leaves behind."""

import os
import signal
import subprocess
import sys

import pytest

from benchmarks.processes import ROOT

COMMAND = [sys.executable, "-m", "benchmarks"]


@pytest.mark.parametrize("wrong", [["--only", "everything"], ["--threads", "0"], ["--seed", "-1"], ["extra"]])
def test_wrong_usage_ends_with_2_and_says_what_was_wrong(wrong):
    done = subprocess.run([*COMMAND, *wrong], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert wrong[-1] in done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals to a process are sent as on Unix")
def test_an_interrupt_writes_nothing_and_leaves_no_process_behind(tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, "--quick", "--only", "layers", "--threads", "1", "--out", str(out)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        said = process.stderr.readline()
        assert "layers:" in said  # all workers have been started by then
        workers = children(process.pid)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert not out.exists()
    assert workers
    assert not [pid for pid in workers if alive(pid)]


def children(pid):
    """The processes that a process has started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
