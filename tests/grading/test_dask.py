"""A real scheduler and two workers on loopback: processes of their own, as on a cluster."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.conftest import ROOT, Start
from tests.grading.test_run import end_of, entries, table, until
from yudo.verification.commands.cli import main
from yudo.verification.grading.workers import NoCluster, _agree

pytest.importorskip("distributed", reason="needs pip install '.[dask]'")

Process = subprocess.Popen[bytes]


@contextmanager
def cluster(folder: Path, **configuration: str) -> Iterator[tuple[str, Process, list[Process]]]:
    """The address of a scheduler, the scheduler, and its two workers."""
    environment = {**os.environ, **configuration, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    told = folder / "scheduler.json"
    with ExitStack() as stack, open(folder / "cluster.log", "w", encoding="utf-8") as log:

        def dask(*arguments: str) -> Process:
            command = [
                sys.executable,
                "-m",
                "dask",
                *arguments,
                "--no-dashboard",
                "--scheduler-file",
                str(told),
            ]
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0")
        until(told.exists, scheduler)
        workers = [dask("worker", "--no-nanny", "--nthreads", "1", "--name", str(n)) for n in range(2)]
        yield json.loads(told.read_text(encoding="utf-8"))["address"], scheduler, workers


def test_a_run_on_a_cluster_survives_ctrl_c_and_the_death_of_a_worker(
    tmp_path: Path, class_of: Callable[[int], Path], start: Start
) -> None:
    folder = class_of(8)
    with cluster(tmp_path) as (address, _, workers):
        process = start(folder, "--dask", address)
        until(lambda: len(entries(tmp_path)) >= 1, process)
        process.send_signal(signal.SIGINT)
        _, errors = end_of(process)
        assert process.returncode == 130, errors
        assert "Traceback" not in errors
        before = entries(tmp_path)
        assert 1 <= len(before) < 8
        assert table(tmp_path) == dict.fromkeys(before, 2)

        process = start(folder, "--dask", address)
        until(lambda: len(entries(tmp_path)) > len(before), process)
        workers[0].send_signal(signal.SIGKILL)
        output, errors = end_of(process)
    assert process.returncode == 0, errors
    assert f"8 submissions ({len(before)} from an earlier run): correct 16" in output
    assert Counter(entries(tmp_path)) == {path.name: 1 for path in folder.iterdir()}
    assert table(tmp_path) == {path.name: 2 for path in folder.iterdir()}


def test_a_task_that_is_given_up_is_tried_alone_and_a_lost_scheduler_costs_nothing_that_is_finished(
    tmp_path: Path, class_of: Callable[[int], Path], start: Start
) -> None:
    folder = class_of(4)
    # The first death of a worker is the last one that this scheduler allows: a KilledWorker comes of it.
    configuration = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s",
    }
    with cluster(tmp_path, **configuration) as (address, scheduler, workers):
        process = start(folder, "--dask", address)
        until(lambda: len(entries(tmp_path)) >= 1, process)
        workers[1].send_signal(signal.SIGKILL)
        _, errors = end_of(process)
        assert process.returncode == 0, errors
        assert Counter(entries(tmp_path)) == {path.name: 1 for path in folder.iterdir()}

        # Asked for something else, all is open again.
        process = start(folder, "--dask", address, "--reg-scale", "half")
        until(lambda: len(entries(tmp_path)) >= 5, process)
        scheduler.kill()
        _, errors = end_of(process)
    assert process.returncode == 1, errors
    assert "another run goes on from there" in errors
    assert "Traceback" not in errors
    finished = entries(tmp_path)[4:]
    assert 1 <= len(finished) < 4
    assert table(tmp_path) == dict.fromkeys(finished, 2)


def test_an_address_where_nobody_answers_is_refused(
    tmp_path: Path, class_of: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        result = CliRunner().invoke(main, ["check", str(class_of(1)), "--dask", address])
    assert result.exit_code == 2
    assert f"no Dask scheduler answers at {address}" in result.output


def test_without_the_package_distributed_the_extra_is_named(
    tmp_path: Path, class_of: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = CliRunner().invoke(main, ["check", str(class_of(1)), "--dask", "tcp://127.0.0.1:1"])
    assert result.exit_code == 2
    assert "pip install 'yudo[dask]'" in result.output


@pytest.mark.parametrize(
    ("there", "said"),
    [(metadata.PackageNotFoundError("yudo"), "has no Yudo: install version"), ("0.0.1", "has Yudo 0.0.1")],
)
def test_a_worker_without_this_version_is_named(there: str | BaseException, said: str) -> None:
    with pytest.raises(NoCluster, match=f"tcp://b.* {said}"):
        _agree({"tcp://a": metadata.version("yudo"), "tcp://b": there})
