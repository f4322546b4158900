"""Limits on how long a function runs, and on how long a proof of it is looked for."""

from __future__ import annotations

import math
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from derivations.calculus.text import Text


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
        super().__init__(seconds)
        self.text = Text(f"{seconds:g}초 안에 끝나지 않았다", f"took longer than {seconds:g} s")

    def __str__(self) -> str:
        return self.text.en


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
    # Where an exception cannot leave, as in a callback of the garbage collector, the next one does.
    signal.setitimer(clock.timer, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(clock.timer, 0)
        signal.signal(clock.number, before)


@contextmanager
def briefly() -> Iterator[None]:
    """For a question to strangers' code whose answer may fail to come: exceptions end the body."""
    with suppress(Exception, OutOfTime), at_most(1.0, FUNCTION):
        yield


_AGAIN = 0.2
MOMENT = 0.01
"""The shortest limit: none would be no limit."""
RESERVE = 5.0
"""Seconds that are kept back for what comes after the proofs."""


def left() -> float:
    """Seconds of processor time that this process may still spend on proofs."""
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    if soft == resource.RLIM_INFINITY:
        return math.inf
    return max(0.0, soft - time.process_time() - RESERVE)
