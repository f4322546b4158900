"""Real runs over small classes, interrupted and bereft of their workers in the middle."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.conftest import Start
from yudo.verification.commands.cli import main

PATIENCE = 120


def entries(tmp_path: Path) -> list[str]:
    path = tmp_path / "report" / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line)["submission"] for line in lines if line.endswith(b"\n")]


def until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            for child in map(int, task.read_text().split()):
                yield child, Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                yield from descendants(child)


def end_of(process: subprocess.Popen[str]) -> tuple[str, str]:
    return process.communicate(timeout=PATIENCE)


def gone(pids: list[int]) -> bool:
    def alive(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    end = time.monotonic() + 20
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(alive, pids))


def table(tmp_path: Path) -> Counter[str]:
    with open(tmp_path / "report" / "functions.csv", encoding="utf-8", newline="") as file:
        return Counter(row["submission"] for row in csv.DictReader(file) if row["verdict"] == "correct")


def test_an_interrupted_run_keeps_its_rows_and_is_resumed_though_a_worker_is_killed(
    tmp_path: Path, class_of: Callable[[int], Path], start: Start
) -> None:
    folder = class_of(7)
    process = start(folder, "--jobs", 2)
    until(lambda: len(entries(tmp_path)) >= 2, process)
    running = [pid for pid, _ in descendants(process.pid)]
    assert len(running) >= 4  # two workers, and what they run
    process.send_signal(signal.SIGINT)
    _, errors = end_of(process)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert gone(running)
    assert list((tmp_path / "tmp").iterdir()) == []
    before = entries(tmp_path)
    assert 2 <= len(before) < 7
    assert table(tmp_path) == dict.fromkeys(before, 2)

    process = start(folder, "--jobs", 2)
    until(lambda: len(entries(tmp_path)) > len(before), process)
    victim = next(pid for pid, command in descendants(process.pid) if "spawn_main" in command)
    os.kill(victim, signal.SIGKILL)
    output, errors = end_of(process)
    assert process.returncode == 0, errors
    assert f"7 submissions ({len(before)} from an earlier run): correct 14" in output
    assert errors == ""  # no progress bar in a pipe
    after = entries(tmp_path)
    assert after[: len(before)] == before
    assert sorted(after) == sorted(path.name for path in folder.iterdir())
    assert table(tmp_path) == dict.fromkeys(after, 2)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_workers_do_not_outlive_a_run_that_is_killed(
    tmp_path: Path, class_of: Callable[[int], Path], start: Start
) -> None:
    process = start(class_of(4), "--jobs", 2)
    until(lambda: len(entries(tmp_path)) >= 1, process)
    running = [pid for pid, _ in descendants(process.pid)]
    process.kill()
    end_of(process)
    assert gone(running)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert entries(tmp_path)


def test_a_terminal_sees_a_progress_bar(class_of: Callable[[int], Path], start: Start) -> None:
    ours, theirs = pty.openpty()
    process = start(class_of(1), "--jobs", 1, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    output, _ = end_of(process)
    assert process.returncode == 0
    assert b"0/1" in seen
    assert b"submissions" in seen
    assert "1 submissions (0 from an earlier run)" in output


def test_the_summary_speaks_the_language_that_was_asked_for(
    tmp_path: Path, class_of: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", str(class_of(1)), "--jobs", "1", "--lang", "ko"])
    assert done.exit_code == 0, done.output
    assert "제출물 1개(이미 끝나 있던 것 0개): 맞음 2" in done.output
    assert (tmp_path / "yudo-report" / "reports" / "student00.md").exists()
