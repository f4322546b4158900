"""A process per contender: with a fixed number of threads, asked by JSON lines, ended at a limit."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class TimeLimit(Exception):
    """The contender did not answer in time; its process has been ended."""


class Unavailable(Exception):
    """What the contender needs is not installed."""


class Stumbled(Exception):
    """The contender raised an error or crashed; the message says which."""


def cpus() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def environment(threads: int) -> dict[str, str]:
    """The environment of a contender: every library is held to the same number of threads."""
    return {
        **os.environ,
        **dict.fromkeys(_THREADS, str(threads)),
        "JAX_PLATFORMS": "cpu",
        "JAX_ENABLE_X64": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONWARNINGS": "ignore",
    }


class Worker:
    """A contender's process.

    Parameters
    ----------
    threads
        How many threads its libraries may use; on Linux it is also bound to as many processors, because
        XLA takes one thread for each processor it sees.
    """

    def __init__(self, threads: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(threads),
            cwd=ROOT,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which then ends its workers
        )
        assert self._process.stdout is not None
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._process.stdout, selectors.EVENT_READ)

    def ask(self, function: str, limit: float = 600.0, /, **arguments: Any) -> Any:
        """Call a function, ``"module:name"``, in the process and return what it returns.

        Parameters
        ----------
        function
            The module and the function in it; arguments and result are JSON.
        limit
            Seconds after which the process is ended.

        Raises
        ------
        TimeLimit, Unavailable, Stumbled
        """
        assert self._process.stdin is not None
        if self._process.stdin.closed:
            raise Stumbled(f"the process has ended with {self._process.wait()}")
        try:
            self._process.stdin.write(json.dumps({"function": function, "arguments": arguments}).encode())
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Stumbled(f"the process has ended with {self._process.wait()}") from None
        answer: Mapping[str, Any] = json.loads(self._line(limit))
        if "missing" in answer:
            raise Unavailable(answer["missing"])
        if "error" in answer:
            raise Stumbled(answer["error"])
        return answer["result"]

    def _line(self, limit: float) -> bytes:
        assert self._process.stdout is not None
        deadline, line = monotonic() + limit, b""
        while not line.endswith(b"\n"):
            if not self._selector.select(max(0.0, deadline - monotonic())):
                self.end()
                raise TimeLimit
            part = os.read(self._process.stdout.fileno(), 65536)
            if not part:
                raise Stumbled(f"the process has ended with {self._process.wait()}")
            line += part
        return line

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                stream.close()


@contextmanager
def worker(threads: int) -> Iterator[Worker]:
    """A worker that is ended with the block."""
    started = Worker(threads)
    try:
        yield started
    finally:
        started.end()
