"""What is measured of every checker, in its own process."""

from __future__ import annotations

import math
from functools import cache
from importlib import import_module
from time import perf_counter
from typing import Any, Protocol

from benchmarks.checking import LARGEST, SMALLEST
from benchmarks.checking.subjects import (
    BUGS,
    Problem,
    Subject,
    median_entry,
    problem,
    relu_net,
    with_error,
)
from benchmarks.timing import median_seconds

CHECKERS = {
    "yudo": "certificate:Certificate",
    "gradcheck slow": "gradcheck:Gradcheck",
    "gradcheck fast": "gradcheck:FastGradcheck",
    "check_grads": "check_grads:CheckGrads",
    "central difference": "central_difference:CentralDifference",
}
"""Contenders by name: a module of this package and a class in it."""

MEASURED = {"affine": 1, "softmax_cross_entropy": 0}
"""The gradient in which errors are planted, by its number: affine.dw, softmax_cross_entropy.dx."""

PER_DECADE = 4
"""Relative errors that are planted, of every power of 10."""
SMALL: tuple[int, int, int] = (4, 6, 5)
"""N, D, M at which bugs are planted."""


_used: dict[str, Checker] = {}
"""The checker that was timed last, by contender."""


class Checker(Protocol):
    """A way to check a gradient.

    Attributes
    ----------
    compiles
        Whether its first run at a shape compiles; that run is not timed.
    """

    compiles: bool

    def alarm(self, problem: Problem, subject: Subject) -> bool:
        """Whether the check says that something is wrong."""
        ...


def _checker(contender: str) -> Checker:
    module, _, name = CHECKERS[contender].partition(":")
    checker: Checker = getattr(import_module(f"benchmarks.checking.{module}"), name)()
    return checker


@cache
def _problem(layer: str, shape: tuple[int, int, int], seed: int) -> Problem:
    return problem(layer, shape, seed)


def load(contender: str) -> None:
    """Import what the contender needs and let it warm up; ModuleNotFoundError where that is not installed."""
    checker = _checker(contender)
    for layer in BUGS:
        posed = _problem(layer, SMALL, 0)
        checker.alarm(posed, posed.subject)


def seconds(contender: str, layer: str, shape: list[int], seed: int, budget: float) -> dict[str, Any]:
    """How long the check of correct code takes, and whether it raises a false alarm."""
    posed = _problem(layer, (shape[0], shape[1], shape[2]), seed)
    alarms: list[bool] = []

    def check() -> None:
        # A new checker for every run: none may remember what it found out before.
        _used[contender] = _checker(contender)
        alarms.append(_used[contender].alarm(posed, posed.subject))

    if _checker(contender).compiles:
        check()
    median, runs = median_seconds(check, runs=5, budget=budget)
    return {"seconds": median, "runs": runs, "false_alarm": alarms[-1]}


def smallest_caught(contender: str, layer: str, shape: list[int], seed: int, budget: float) -> dict[str, Any]:
    """The smallest relative error, planted in one median entry, that raises an alarm.

    Returns
    -------
    ``{"smallest_caught": …, "reason": …}``; None if no error on the grid raises an alarm, or, for the reason
    given, if finding out would take longer than the budget.
    """
    posed = _problem(layer, (shape[0], shape[1], shape[2]), seed)
    which = MEASURED[layer]
    at = median_entry(posed.gradients(posed.subject)[which])
    checker = _used.get(contender) or _checker(contender)  # numeric gradients may be known already
    steps = round(PER_DECADE * math.log10(LARGEST / SMALLEST))

    def size(step: int) -> float:
        return SMALLEST * 10 ** (step / PER_DECADE)

    def caught(step: int) -> bool:
        return checker.alarm(posed, with_error(posed.subject, which, at, size(step)))

    start = perf_counter()
    if not caught(steps):
        return {"smallest_caught": None, "reason": None}
    if (perf_counter() - start) * math.log2(steps) > budget:
        return {"smallest_caught": None, "reason": "the search for the smallest error would take too long"}
    missed, found = -1, steps
    while found - missed > 1:
        middle = (missed + found) // 2
        missed, found = (missed, middle) if caught(middle) else (middle, found)
    return {"smallest_caught": float(f"{size(found):.3g}"), "reason": None}


def bugs(contender: str, seed: int) -> dict[str, dict[str, str]]:
    """What becomes of every class of bug, by layer.

    Returns
    -------
    ``"caught"`` at a usual input, ``"when large"`` at a large input only, ``"missed"`` at both, ``"unclear"``
    if missed at the usual input while at the large one correct code raises an alarm, too.
    """
    checker = _checker(contender)
    outcomes: dict[str, dict[str, str]] = {}
    for layer, planted in BUGS.items():
        usual, large = problem(layer, SMALL, seed), problem(layer, SMALL, seed, large=True)
        says_nothing = checker.alarm(large, large.subject)
        outcomes[layer] = {}
        for bug, subject in planted.items():
            if checker.alarm(usual, subject):
                outcome = "caught"
            elif says_nothing:
                outcome = "unclear"
            else:
                outcome = "when large" if checker.alarm(large, subject) else "missed"
            outcomes[layer][bug] = outcome
    return outcomes


def false_alarms(contender: str, seeds: list[int]) -> list[int]:
    """The seeds of correct two-layer ReLU nets that raise an alarm."""
    nets = {seed: relu_net(seed) for seed in seeds}
    return [seed for seed, net in nets.items() if _checker(contender).alarm(net, net.subject)]
