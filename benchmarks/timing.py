"""Seconds of a call: the median of several runs, none of them the first."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

SHORTEST = 2e-3
"""Seconds that a run takes at least: what is faster is repeated within the run."""


def median_seconds(call: Callable[[], Any], *, runs: int, budget: float) -> tuple[float, int]:
    """The median time of a call and the number of runs that it is the median of.

    Parameters
    ----------
    call
        Called once to warm up, then in every run.
    runs
        How many runs at most.
    budget
        Seconds after which no further run is started. A call that takes longer than this is timed once,
        its first time.
    """
    start = perf_counter()
    call()
    first = perf_counter() - start
    if first > budget:
        return first, 1
    start = perf_counter()
    call()
    repeats = max(1, int(SHORTEST / max(perf_counter() - start, 1e-9)))
    seconds: list[float] = []
    begun = perf_counter()
    while len(seconds) < runs and (not seconds or perf_counter() - begun < budget):
        start = perf_counter()
        for _ in range(repeats):
            call()
        seconds.append((perf_counter() - start) / repeats)
    return statistics.median(seconds), len(seconds)
