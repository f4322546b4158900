"""The numeric check of CS231n-style courses: every entry by a central difference with h = 1e-5."""

from __future__ import annotations

import numpy as np

from benchmarks.checking.subjects import Array, Forward, Problem, Subject

STEP = 1e-5
SMOOTH, KINKED = 1e-7, 1e-4
"""Largest relative error that the course notes are happy with: without kinks, and with them."""


class CentralDifference:
    """Numeric gradients, entry by entry; kept for as long as the forward is the same."""

    compiles = False

    def __init__(self) -> None:
        self._known: tuple[Problem, Forward, list[Array]] | None = None

    def alarm(self, problem: Problem, subject: Subject) -> bool:
        """Whether the largest relative error is above the threshold."""
        threshold = KINKED if problem.kinked else SMOOTH
        with np.errstate(all="ignore"):
            pairs = zip(problem.gradients(subject), self._numeric(problem, subject.forward), strict=True)
            return not all(_relative_error(computed, numeric) <= threshold for computed, numeric in pairs)

    def _numeric(self, problem: Problem, forward: Forward) -> list[Array]:
        if self._known is None or self._known[0] is not problem or self._known[1] is not forward:
            self._known = problem, forward, _central_differences(problem, forward)
        return self._known[2]


def _central_differences(problem: Problem, forward: Forward) -> list[Array]:
    gradients = []
    arguments = [array.copy() for array in problem.arguments]
    for given in arguments[: len(problem.inputs)]:
        gradient = np.zeros_like(given)
        entries, slopes = given.reshape(-1), gradient.reshape(-1)
        for i, value in enumerate(entries):
            entries[i] = value + STEP
            above = forward(np, *arguments)
            entries[i] = value - STEP
            below = forward(np, *arguments)
            entries[i] = value
            slopes[i] = ((above - below) * problem.dout).sum() / (2 * STEP)
        gradients.append(gradient)
    return gradients


def _relative_error(a: Array, b: Array) -> float:
    """The course's measure, with its guard against a division by 0."""
    return float(np.max(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b))))
