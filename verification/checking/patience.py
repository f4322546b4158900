"""A limit on how long a proof is looked for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class OutOfTime(BaseException):
    """The limit was reached. Not an `Exception`: code that is traced must not catch it."""


@contextmanager
def at_most(seconds: float, *, on_the_clock: bool = False) -> Iterator[None]:
    """Raise `OutOfTime` in the body after seconds of processor time, or on the clock.

    There is no limit outside the main thread, where Python delivers no signals.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise OutOfTime(f"took longer than {seconds:g} s")

    kind, timer = signal.SIGPROF, signal.ITIMER_PROF
    if on_the_clock:
        kind, timer = signal.SIGALRM, signal.ITIMER_REAL
    before = signal.signal(kind, stop)
    left, interval = signal.setitimer(timer, max(seconds, 1e-3))
    try:
        yield
    finally:
        signal.setitimer(timer, left, interval)
        signal.signal(kind, before)
