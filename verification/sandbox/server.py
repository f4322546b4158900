"""The helper process: it has loaded what jobs need, and forks a child for each of them.

It is single-threaded, runs no strangers' code itself, and speaks in frames on its standard input and output.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from yudo.verification.sandbox import bubblewrap, kernel
from yudo.verification.sandbox.child import adopt_orphans, become, work
from yudo.verification.sandbox.cleanup import remove
from yudo.verification.sandbox.frames import FAULT, read_frame, write_frame

_GARBAGE = 1 << 20  # bytes that a result's pipe may carry besides the result
_BRIEFLY = 0.01
_PATIENCE = 5.0
_NOBODY = 1_497_711_711  # no system gives this number to anybody


def main(arguments: Sequence[str]) -> None:
    """Serve jobs until standard input ends.

    Parameters
    ----------
    arguments
        The scratch directory, the packages that jobs come from, and the names of modules to load beforehand.
    """
    scratch, packages, *preloaded = arguments
    control, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    try:
        for module in preloaded:
            import_module(module)
    except Exception:
        write_frame(replies, {"ready": False, "detail": traceback.format_exc()})
        return
    adopt_orphans()
    kernel.forbid_tracing()
    readable = bubblewrap.places(packages.split(","))
    user = _other_user(Path(scratch), readable)
    filters = _filters_that_hold(scratch, readable)
    # Children then share the pages of what is loaded: the collector does not touch them.
    gc.collect()
    gc.freeze()
    write_frame(replies, {"ready": True, "filters": filters})
    before = {*Path(scratch).iterdir()}
    try:
        while True:
            message, blob = read_frame(control)
            execution = _Execution(message, blob, Path(scratch), control, readable, user)
            reply, result = execution.outcome()
            for left in {*Path(scratch).iterdir()} - before:  # what the job put beside its own directory
                remove(left)
            write_frame(replies, reply, result)
    except (EOFError, BrokenPipeError):
        # The caller may have been killed; what is left of the scratch directory is this process's to remove.
        with suppress(OSError):
            os.rmdir(scratch)


def _filters_that_hold(scratch: str, readable: Sequence[str]) -> list[str]:
    """The filters of the kernel that a child gets here."""
    report = _told_by_a_child(lambda: " ".join(kernel.confine([scratch], readable)))
    return report.split()


def _other_user(scratch: Path, readable: Sequence[str]) -> int | None:
    """A user that owns nothing, for the children of root; None where it could not read what they need."""
    if os.geteuid() != 0:
        return None
    own = Path(tempfile.mkdtemp(prefix="job-", dir=scratch))

    def tried() -> str:
        os.chdir(own)
        become(_NOBODY)
        return "yes" if all(os.access(place, os.R_OK | os.X_OK) for place in [*readable, str(own)]) else ""

    try:
        scratch.chmod(0o711)
        os.chown(own, _NOBODY, _NOBODY)
    except OSError:  # under bubblewrap there is nobody else
        return None
    else:
        return _NOBODY if _told_by_a_child(tried) else None
    finally:
        own.rmdir()


def _told_by_a_child(tell: Callable[[], str]) -> str:
    """What a child says that tries something; nothing where it fails."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os.write(writer, tell().encode())
        os._exit(0)
    os.close(writer)
    said = os.read(reader, 4096).decode()
    os.close(reader)
    os.waitpid(child, 0)
    return said


class _Execution:
    """One job, from the fork to the end of the last descendant."""

    def __init__(
        self,
        message: dict[str, Any],
        blob: bytes,
        scratch: Path,
        control: int,
        readable: Sequence[str],
        user: int | None,
    ):
        self._readable, self._user = readable, user
        self._limits = message["limits"]
        self._nonce = bytes.fromhex(message["nonce"])
        self._control = control
        self._directory = Path(tempfile.mkdtemp(prefix="job-", dir=scratch))
        if user is not None:
            os.chown(self._directory, user, user)
        self._start, self._spent_before = time.monotonic(), _spent_by_children()
        ends = [os.pipe() for _ in range(3)]
        self._child = os.fork()
        if self._child == 0:
            self._work(message, blob, (ends[0][1], ends[1][1], ends[2][1]))
        self._readers = [reader for reader, _ in ends]
        for reader, writer in ends:
            os.close(writer)
            os.set_blocking(reader, False)
        out, err, result = self._readers
        self._received = {out: _Excerpt(self._limits["output"]), err: _Excerpt(self._limits["output"])}
        self._result_pipe, self._result = result, bytearray()

    def _work(self, message: dict[str, Any], blob: bytes, pipes: tuple[int, int, int]) -> None:
        try:
            work(message, blob, self._directory, pipes, self._readable, self._user)
        except BaseException:
            # Before strangers' code runs: the job itself is at fault, and says so on its standard error.
            with suppress(BaseException):
                os.write(2, traceback.format_exc().encode())
        os._exit(FAULT)

    def outcome(self) -> tuple[dict[str, Any], bytes]:
        """How the child ended, what it printed, and its result as it came."""
        try:
            ended, code = self._await()
            seconds = time.monotonic() - self._start
        finally:
            _end_descendants(self._child)
            remove(self._directory)
        for reader in self._readers:
            while self._drain(reader):
                pass
            os.close(reader)
        out, err = (self._received[reader].text() for reader in self._readers[:2])
        reply = {"ended": ended, "code": code, "seconds": seconds, "stdout": out, "stderr": err}
        reply["processor"] = _spent_by_children() - self._spent_before
        # What the job sends stands between nonces; what is outside of them is not the job's. JSON has no line
        # breaks of its own.
        return reply, b"\n".join(bytes(self._result).split(self._nonce)[1::2])

    def _await(self) -> tuple[str, int]:
        """Read what the child writes until it has ended or must be ended."""
        poll = select.poll()
        for reader in self._readers:
            poll.register(reader, select.POLLIN)
        poll.register(self._control, 0)
        watched = os.pidfd_open(self._child) if hasattr(os, "pidfd_open") else None
        if watched is not None:
            poll.register(watched, select.POLLIN)
        try:
            while True:
                spare = self._limits["seconds"] - _processor_seconds(self._child)
                wall = self._limits["seconds"] * self._limits["patience"]
                left = min(spare, self._start + wall - time.monotonic())
                if left <= 0:
                    return self._kill("timed out")
                wait = left if watched is not None else min(left, _BRIEFLY)
                for fd, event in poll.poll(wait * 1000 + 1):
                    if fd == self._control:
                        self._kill("abandoned")
                        raise EOFError
                    if fd in self._readers and not self._drain(fd) and event & select.POLLHUP:
                        poll.unregister(fd)
                if len(self._result) > self._limits["result"] + _GARBAGE:
                    return self._kill("flooded")
                pid, status = os.waitpid(self._child, os.WNOHANG)
                if pid:
                    return _reading_of(os.waitstatus_to_exitcode(status))
        finally:
            if watched is not None:
                os.close(watched)

    def _kill(self, why: str) -> tuple[str, int]:
        with suppress(ProcessLookupError):  # it has not made its session yet
            os.killpg(self._child, signal.SIGKILL)
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        return why, 0

    def _drain(self, reader: int) -> bool:
        """Take in what is there, a bounded piece of it; say whether anything was."""
        try:
            piece = os.read(reader, 1 << 16)
        except BlockingIOError:
            return False
        if reader == self._result_pipe:
            self._result += piece
        else:
            self._received[reader].add(piece)
        return bool(piece)


class _Excerpt:
    """The first and the last bytes of a stream."""

    def __init__(self, length: int):
        self._half = length // 2
        self._head, self._tail, self._length = bytearray(), bytearray(), 0

    def add(self, piece: bytes) -> None:
        self._length += len(piece)
        room = self._half - len(self._head)
        self._head += piece[:room]
        self._tail += piece[room:]
        del self._tail[: -self._half]

    def text(self) -> str:
        dropped = self._length - len(self._head) - len(self._tail)
        gap = f"\n… {dropped} bytes …\n" if dropped else ""
        return self._head.decode(errors="replace") + gap + self._tail.decode(errors="replace")


def _reading_of(code: int) -> tuple[str, int]:
    return ("killed", -code) if code < 0 else ("exited", code)


def _end_descendants(session: int) -> None:
    """Kill whatever the job left behind; give up on this whole helper if that cannot be done."""
    if not os.path.exists("/proc/self"):
        # No Linux: what made a session of its own cannot be found.
        with suppress(OSError):
            os.killpg(session, signal.SIGKILL)
    deadline = time.monotonic() + _PATIENCE
    while left := _descendants():
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if time.monotonic() > deadline:
            # Under bubblewrap everything ends with this process.
            os._exit(1)
        time.sleep(0.001)
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _descendants() -> list[int]:
    """All living processes below this one; orphans among them are its children, as it is their reaper."""
    return sorted(pid for pid in _below(os.getpid()) if not _is_dead(pid))


def _below(ancestor: int) -> set[int]:
    found, new = set(), {ancestor}
    while new:
        found |= new
        new = {child for pid in new for child in _children(pid)} - found
    return found - {ancestor}


def _children(pid: int) -> list[int]:
    try:
        return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processor_seconds(pid: int) -> float:
    """The processor time of a process and of all below it so far, as far as it is known.

    Where it is not, the limit of the system counts alone.
    """
    spent = 0
    for one in (pid, *_below(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_bytes().rpartition(b") ")[2].split()
            spent += sum(map(int, fields[11:15]))  # its own, and that of its children that have ended
    return spent / os.sysconf("SC_CLK_TCK")


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b") ")[2][:1] in b"ZX"
    except OSError:
        return True


if __name__ == "__main__":
    main(sys.argv[1:])
