"""The side of the caller: start the helper, send it jobs, read what came of them."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import site
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yudo.verification.sandbox import bubblewrap
from yudo.verification.sandbox.cleanup import remove
from yudo.verification.sandbox.frames import read_frame, write_frame
from yudo.verification.sandbox.job import Demand, Isolation, Job, JobOutcome
from yudo.verification.sandbox.limits import Limits
from yudo.verification.sandbox.messages import HELPER_DIED, outcome
from yudo.verification.sandbox.parcel import Parcel, pack, submission_root

PACKAGES = ("yudo", "yudo.derivations", "yudo.impl", "yudo.verification")
PRELOADED = ("numpy.random", "yudo.verification.checking.examine", "yudo.verification.checking.submission")

_START = 60.0
_GRACE = 15.0
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MPLBACKEND": "Agg",
    # Threads do not survive a fork, so there must be none.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class ForkServerUnavailable(RuntimeError):
    """The helper process could not be started."""


class ForkServer:
    """A helper process that carries out jobs one after the other, each in a child of its own.

    It is started with the first job and again when it has died. It can be used from any thread, by one at a
    time; it cannot be sent to another process, which makes its own.

    Parameters
    ----------
    limits
        Bounds for each job.
    preloaded
        Modules that the helper loads once, so that jobs need not.
    packages
        Top-level packages that jobs come from; under bubblewrap nothing else is there but what is installed.
    isolation
        "auto" takes bubblewrap where it works, else the kernel's filters where they hold, else "process";
        "strong" does without the last; the other three insist.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        preloaded: Sequence[str] = PRELOADED,
        packages: Sequence[str] = PACKAGES,
        isolation: Demand = "auto",
    ):
        self.limits = limits or Limits()
        self.isolation: Isolation | None = None
        self._demand = isolation
        self.weaker_because: str | None = None
        self._preloaded, self._packages = tuple(preloaded), tuple(packages)
        self._lock = threading.Lock()
        self._helper: _Helper | None = None

    def __enter__(self) -> ForkServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the helper if it is not running.

        Afterwards ``isolation`` says under what it runs, and ``weaker_because`` why not under bubblewrap.

        Raises
        ------
        Unavailable
            It could not be started, or this system has no ``fork``.
        """
        if self._helper is not None:
            return
        if not hasattr(os, "fork"):
            raise ForkServerUnavailable(
                "checking files in processes of their own needs fork(), which this system lacks; "
                "on Windows, run this under WSL"
            )
        wanted = self.isolation or self._demand  # once it is known, it stays
        if wanted in ("auto", "strong", "bubblewrap"):
            try:
                self._helper = self._started(boxed=True)
                self.isolation = "bubblewrap"
                return
            except ForkServerUnavailable as reason:
                if wanted == "bubblewrap":
                    raise
                self.weaker_because = str(reason)
        helper = self._started(boxed=False)
        if wanted in ("kernel", "strong") and not helper.filtered:
            helper.close()
            raise ForkServerUnavailable(
                "the kernel lacks Landlock or seccomp, its filters" + self._and_no_box()
            )
        self.isolation = "kernel" if helper.filtered and wanted != "process" else "process"
        self._helper = helper

    def _and_no_box(self) -> str:
        return f", and {self.weaker_because}" if self.weaker_because else ""

    def close(self) -> None:
        """End the helper, whatever it is doing, and all that descends from it."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.close()

    def rest(self) -> None:
        """End the helper unless it is at work; the next job starts it again."""
        if self._lock.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._lock.release()

    def run(self, job: Job) -> JobOutcome:
        """Carry out a job and say what came of it, whatever the job does.

        Raises
        ------
        Unavailable
            The helper could not be started.
        OSError, ValueError
            The job's file cannot be read or copied.
        """
        message: dict[str, Any] = {
            "target": job.target,
            "judge": job.judge,
            "arguments": dict(job.arguments),
            "limits": asdict(self.limits),
            "files": [],
            "path": None,
        }
        parcel = Parcel([], b"", 0)
        if job.file is not None:
            root = (job.root or submission_root(job.file)).resolve()
            parcel = pack(job.file, root, self.limits, whole=job.whole)
            message |= {"files": parcel.files, "path": parcel.files[0][0]}
        with self._lock:
            for _ in range(2):
                try:
                    self.start()
                    return self._attempt(message, parcel)
                except (EOFError, BrokenPipeError, TimeoutError):
                    self.close()
                except BaseException:
                    # Ctrl-C, say: the helper is in the middle of something, and no answer will be read.
                    self.close()
                    raise
        return JobOutcome("killed", self.isolation or "process", HELPER_DIED, left_out=parcel.left_out)

    def _attempt(self, message: dict[str, Any], parcel: Parcel) -> JobOutcome:
        assert self._helper is not None
        assert self.isolation is not None
        nonce = secrets.token_hex(16)
        reply, result = self._helper.ask(
            message | {"nonce": nonce}, parcel.content, self.limits.wall + _GRACE
        )
        return outcome(reply, result, self.limits, self.isolation, parcel.left_out)

    def _started(self, *, boxed: bool) -> _Helper:
        prefix: list[str] = []
        scratch = bubblewrap.SCRATCH
        if boxed:
            program = bubblewrap.executable()
            if program is None:
                raise ForkServerUnavailable("bubblewrap (bwrap) is not installed")
            prefix = bubblewrap.arguments(program, self._packages, self.limits.scratch)
        else:
            scratch = tempfile.mkdtemp(prefix="yudo-")
        return _Helper(prefix, self._packages, self._preloaded, scratch, temporary=not prefix)


class _Helper:
    """The running helper."""

    def __init__(
        self,
        prefix: Sequence[str],
        packages: Sequence[str],
        preloaded: Sequence[str],
        scratch: str,
        temporary: bool,
    ):
        command = [
            *prefix,
            sys.executable,
            "-m",
            "yudo.verification.sandbox.server",
            scratch,
            ",".join(packages),
            *preloaded,
        ]
        # The home directory is another one; what the user has installed there is still found.
        environment = _ENVIRONMENT | {
            "HOME": scratch,
            "TMPDIR": scratch,
            "PYTHONUSERBASE": site.getuserbase(),
        }
        path = bubblewrap.import_path(packages)
        if path:
            environment["PYTHONPATH"] = os.pathsep.join(path)
        # In a session of its own, so that Ctrl-C in the terminal reaches the caller alone.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=scratch,
            start_new_session=True,
            bufsize=0,
        )
        self._finalizer = weakref.finalize(self, _end, self._process, scratch if temporary else None)
        try:
            ready, _ = self._read(_START)
        except (EOFError, TimeoutError) as reason:
            self._process.kill()
            said = self._process.stderr.read() if self._process.stderr else b""
            self.close()
            words = said.decode(errors="replace").strip() or type(reason).__name__
            raise ForkServerUnavailable(f"{Path(command[0]).name} does not start: {words[-500:]}") from reason
        except BaseException:
            self.close()
            raise
        if not ready["ready"]:
            self.close()
            raise ForkServerUnavailable(f"what jobs need cannot be loaded: {ready['detail']}")
        self.filtered = {*ready["filters"]} == {"landlock", "seccomp"}

    def ask(self, message: dict[str, Any], blob: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdin is not None
        write_frame(self._process.stdin.fileno(), message, blob)
        return self._read(seconds)

    def _read(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        return read_frame(self._process.stdout.fileno(), time.monotonic() + seconds)

    def close(self) -> None:
        self._finalizer()


def _end(process: subprocess.Popen[bytes], temporary: str | None) -> None:
    """Ask the helper to end, by closing its input; where that does not help, kill it."""
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if temporary is not None:
        remove(Path(temporary))


_shared: dict[tuple[Limits, tuple[str, ...], Demand], ForkServer] = {}
_shared_lock = threading.Lock()


def fork_server_of_this_process(
    limits: Limits | None = None, preloaded: tuple[str, ...] = PRELOADED, isolation: Demand = "auto"
) -> ForkServer:
    """The fork server that this process shares among its jobs; it ends with the process.

    For workers of an executor: ``executor.submit(examine, …)`` with a function of module level that calls
    ``fork_server_of_this_process(limits).run(job)``. Threads of one process wait for one another.
    """
    limits = limits or Limits()
    with _shared_lock:
        key = (limits, preloaded, isolation)
        for other in _shared:
            if other != key:
                _shared[other].rest()
        return _shared.setdefault(key, ForkServer(limits, preloaded=preloaded, isolation=isolation))
