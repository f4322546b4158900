"""``yudo`` from its first moment: what holds for every command before any of it is imported."""

import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

from yudo.verification.commands.terminal import INTERRUPTED, take_any_text

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def _end(number: int, frame: FrameType | None) -> None:
    # An exception in the middle of somebody's import may be swallowed or told as something else.
    os.write(2, b"interrupted\n")
    os._exit(INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_code is _lost.__code__:
            _interrupt_soon()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _lost(swallowed: "UnraisableHookArgs") -> None:
    # Nothing can be raised out of a finalizer or the callback of a weak reference, which every import has,
    # nor out of this function: Ctrl-C within one would be lost, and the run go on.
    if issubclass(swallowed.exc_type, KeyboardInterrupt):
        _interrupt_soon()
    else:
        sys.__unraisablehook__(swallowed)


def _interrupt_soon() -> None:
    threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, _end)
    if os.name == "posix":
        sys.unraisablehook = _lost
    from yudo.verification.commands.cli import main as commands

    take_any_text()
    signal.signal(signal.SIGINT, _interrupt)
    try:
        commands(prog_name="yudo")
    finally:  # it is over: while Python ends, a signal would be told as the way it ended
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
