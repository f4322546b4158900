"""What happens in the process that was forked for one job."""

from __future__ import annotations

import builtins
import ctypes
import json
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from yudo.verification.sandbox import guard, kernel
from yudo.verification.sandbox.confined import Confined, Ended
from yudo.verification.sandbox.frames import read_frame, write_all, write_frame
from yudo.verification.sandbox.parcel import unpack

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_KEPT_ENVIRONMENT = ("PATH", "LANG", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "MPLBACKEND")
_DETAIL = 8_000

# Loaded before the fork: the guard lets no library be loaded.
_prctl: Callable[..., int] | None = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def adopt_orphans() -> None:
    """Make descendants whose parent has ended this process's own children (Linux)."""
    if _prctl is not None:
        _prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def work(
    message: dict[str, Any],
    blob: bytes,
    directory: Path,
    pipes: tuple[int, int, int],
    readable: Sequence[str],
    user: int | None,
) -> NoReturn:
    """Carry out the job and end the process.

    Parameters
    ----------
    message, blob
        The job as it was sent.
    directory
        The job's own, empty.
    pipes
        Where to write standard output, standard error and the result.
    readable
        Directories of the interpreter and of the packages.
    user
        Who to become, if not who this is.
    """
    parent = os.getppid()
    os.setsid()
    nonce, limits, arguments = bytes.fromhex(message["nonce"]), message["limits"], message["arguments"]
    # What strangers' code may exchange is taken here, before that code runs.
    leave, encode, output = os._exit, json.JSONEncoder(allow_nan=True).encode, sys.__stdout__
    _arrange_output(pipes)
    refused: list[str] = []
    places = [str(directory), os.devnull], [*readable, *guard.SYSTEM]

    def confine() -> Callable[..., Any]:
        become(user)  # which takes the signal back that is asked for next
        _end_with(parent)
        unpack(message["files"], blob, directory)
        os.chdir(directory)
        _scrub_environment(directory)
        _seed()
        function = _resolve(message["target"])
        if message["path"] is not None:
            sys.argv = [message["path"]]  # as for `python layers.py`
        _limit(limits)
        kernel.confine(*places)
        nonlocal refused
        refused = guard.install(str(directory), readable)
        return function

    given = {} if message["path"] is None else {"path": Path(message["path"]), "root": Path()}
    if message["judge"] is None:
        result_pipe = _keep_alone(pipes[2])
        function = confine()
    else:
        ours, theirs = socket.socketpair()
        judge, helper, parent = _resolve(message["judge"]), parent, os.getpid()
        child = os.fork()
        if child == 0:
            channel = _keep_alone(theirs.detach())
            function = confine()
            with suppress(BrokenPipeError):  # nobody asks any more
                _attempt(
                    lambda: _answer(function(**given), channel, refused),
                    lambda report: write_frame(channel, {"ended": report}),
                )
            leave(0)
        _end_with(helper)
        theirs.close()
        result_pipe, confined = pipes[2], Confined(child, ours.detach())
        _limit(limits)
        kernel.confine(*places)
        function, given, refused = partial(judge, confined), {}, confined.refused

    def send(report: dict[str, Any]) -> None:
        text = encode(report | {"refused": refused}).encode()
        if len(text) > limits["result"]:
            raise ValueError(f"the result has {len(text)} bytes, more than {limits['result']}")
        write_all(result_pipe, nonce + text + nonce)

    _attempt(lambda: _carried_out(function, {**arguments, **given}, send), send)
    with suppress(BaseException):
        output.flush()  # type: ignore[union-attr]
    leave(0)


def _attempt(call: Callable[[], Any], send: Callable[[dict[str, Any]], None]) -> None:
    """Send what came of a call, whatever it was."""
    try:
        send({"status": "ok", "result": call()})
    except Ended as reason:
        send(reason.report)
    except SystemExit as reason:
        send({"status": "exited", "code": _exit_code(reason.code)})
    except MemoryError:
        send({"status": "out of memory"})
    except BaseException as reason:
        send({"status": "failed", "detail": _described(reason)})


def _answer(answer: Callable[..., tuple[dict[str, Any], bytes]], channel: int, refused: list[str]) -> None:
    """Answer what is asked, until nobody asks any more."""
    while True:
        try:
            question, given = read_frame(channel)
        except EOFError:
            return
        reply, blob = answer(question, given)
        write_frame(channel, reply | {"refused": refused}, blob)


def _end_with(parent: int) -> None:
    """End this process as soon as its parent ends (Linux)."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def become(user: int | None) -> None:
    """Give up being root for the user of this number."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def _carried_out(
    function: Callable[..., Any], given: dict[str, Any], send: Callable[[dict[str, Any]], None]
) -> Any:
    """Call the function; send what it yields, if it does, and return what it returns."""
    returned = function(**given)
    if not isinstance(returned, Generator):
        return returned
    while True:
        try:
            send({"part": next(returned)})
        except StopIteration as end:
            return end.value


def _arrange_output(pipes: tuple[int, int, int]) -> None:
    """Keep standard input, output and error."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (pipes[0], 1), (pipes[1], 2)):
        os.dup2(source, target, inheritable=True)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]


def _keep_alone(descriptor: int) -> int:
    """Close all other descriptors but the standard ones, and move it to a number that is hard to guess."""
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    top = 1024 if highest == resource.RLIM_INFINITY else min(highest, 1024)
    # Not from `random`, whose state strangers' code may read.
    kept = top // 2 + int.from_bytes(os.urandom(4), "big") % (top // 2)
    if kept == descriptor:
        kept -= 1
    os.dup2(descriptor, kept, inheritable=False)
    os.closerange(3, kept)
    os.closerange(kept + 1, top)
    return kept


def _scrub_environment(directory: Path) -> None:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    os.environ.clear()
    os.environ.update(
        kept, HOME=str(directory), TMPDIR=str(directory), OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"
    )
    tempfile.tempdir = str(directory)


def _seed() -> None:
    """Start random numbers from the same state in every job."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)


def _resolve(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]


def _limit(limits: dict[str, Any]) -> None:
    processor = int(limits["seconds"]) + 2
    bounds = {
        "RLIMIT_CPU": processor,
        "RLIMIT_FSIZE": limits["file"],
        "RLIMIT_NOFILE": limits["open_files"],
        "RLIMIT_NPROC": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_AS": _address_space() + limits["memory"],
    }
    for name, bound in bounds.items():
        # Systems other than Linux lack some, or refuse them.
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            _, hard = resource.getrlimit(kind)
            least = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
            resource.setrlimit(kind, (least, least))


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 1 << 32
    return pages * resource.getpagesize()


def _exit_code(given: object) -> int:
    """What ``sys.exit(given)`` makes of its argument."""
    return 0 if given is None else given if isinstance(given, int) else 1


def _described(reason: BaseException) -> str:
    try:
        text = "".join(traceback.format_exception(reason))
    except BaseException:  # an exception of strangers' code may raise when it is shown
        text = builtins.type(reason).__name__
    return text if len(text) <= _DETAIL else f"{text[: _DETAIL // 2]}\n…\n{text[-_DETAIL // 2 :]}"
