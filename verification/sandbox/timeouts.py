"""Limits on how long code runs that may hang. How far a proof goes is counted in steps, never in seconds."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from yudo.derivations.calculus.text import Text


@dataclass(frozen=True)
class Clock:
    """A timer of the operating system; two that are nested must not share one."""

    number: int
    timer: int


PROOF = Clock(signal.SIGPROF, signal.ITIMER_PROF)
FUNCTION = Clock(signal.SIGVTALRM, signal.ITIMER_VIRTUAL)


class TimeLimitExceeded(BaseException):
    """The limit of a clock was reached. Not an `Exception`: code that is run must not catch it by chance."""

    def __init__(self, seconds: float):
        super().__init__(seconds)
        self.text = Text(f"{seconds:g}초 안에 끝나지 않았다", f"took longer than {seconds:g} s")

    def __str__(self) -> str:
        return self.text.en


@contextmanager
def time_limit(seconds: float, clock: Clock) -> Iterator[None]:
    """Raise `TimeLimitExceeded` in the body after seconds of processor time.

    There is no limit outside the main thread, where Python delivers no signals, nor without timers.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise TimeLimitExceeded(seconds)

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
    with suppress(Exception, TimeLimitExceeded), time_limit(1.0, FUNCTION):
        yield


_AGAIN = 0.2


@contextmanager
def unless_it_hangs() -> Iterator[None]:
    """Raise `TimeLimitExceeded` in a proof that hangs: many times what a budget of steps takes."""
    with time_limit(HANGS, PROOF):
        yield


HANGS = 100.0
"""Seconds of processor time."""


def stopped(reason: TimeLimitExceeded) -> Text:
    """Why a proof that hung says nothing."""
    return Text(
        f"증명이 {reason.text.ko}. 그래서 중단했다",
        f"the proof was stopped: it {reason.text.en}",
    )
