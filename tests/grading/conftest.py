from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

RELU = """
import numpy as np

def relu_forward(x):
    return np.maximum(0, x), x

def relu_backward(dout, cache):
    return dout * (cache > 0)  # {name}
"""
ROOT = Path(__file__).parents[2]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def class_of(tmp_path: Path) -> Callable[[int], Path]:
    """Make a folder with that many submissions, all of them different."""

    def make(count: int) -> Path:
        folder = tmp_path / "submissions"
        for number in range(count):
            name = f"student{number:02}"
            (folder / name).mkdir(parents=True)
            (folder / name / "layers.py").write_text(RELU.format(name=name), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a real ``yudo check``, in a temporary folder of its own for all that it makes."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    processes: list[subprocess.Popen[str]] = []

    def started(*arguments: object, **options: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "yudo", "check"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        process = subprocess.Popen(
            [*command, *map(str, arguments), "--lang", "en", "--out", str(tmp_path / "report")],
            cwd=tmp_path,
            env=environment,
            **given,  # type: ignore[call-overload]
        )
        processes.append(process)
        return process

    yield started
    for process in processes:  # of a test that failed: what it left would fail another
        with process:
            process.kill()
