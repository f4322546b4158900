"""Limits on how long a function runs, and on how long a proof of it is looked for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clock:
    """A timer of the operating system; two that are nested must not share one."""

    number: int
    timer: int


PROOF = Clock(signal.SIGPROF, signal.ITIMER_PROF)
FUNCTION = Clock(signal.SIGVTALRM, signal.ITIMER_VIRTUAL)


class OutOfTime(BaseException):
    """The limit of a clock was reached. Not an `Exception`: code that is run must not catch it by chance."""

    def __init__(self, seconds: float):
        super().__init__(f"took longer than {seconds:g} s")


@contextmanager
def at_most(seconds: float, clock: Clock) -> Iterator[None]:
    """Raise `OutOfTime` in the body after seconds of processor time.

    There is no limit outside the main thread, where Python delivers no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        raise OutOfTime(seconds)

    before = signal.signal(clock.number, stop)
    signal.setitimer(clock.timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(clock.timer, 0)
        signal.signal(clock.number, before)
