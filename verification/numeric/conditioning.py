"""Digits that code loses and the problem does not.

The rounding bound of `yudo.verification.numeric.intervals` is one for the code as it is written: a formula
that cancels earns itself a wider one. What any code must put up with is less, namely what the exact result
would change if the inputs were rounded once more. An error far beyond that is the formula's, and another one
has it not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yudo.verification.cases.draw import Filled, Inputs, filled, is_labels
from yudo.verification.numeric.entrywise import Exact

Array = npt.NDArray[Any]

TURNS = 3
"""How often the inputs are moved. A single time might happen to leave the result where it is."""
FURTHEST = 4
"""By how many numbers of its dtype an input is moved at most."""
BEYOND = 2.0**10
"""An error as many times larger than what the inputs explain has cost three digits; there must be three."""


@dataclass(frozen=True)
class LostDigits:
    """An entry that has fewer right digits than its inputs determine.

    Attributes
    ----------
    index, observed, expected
        The entry and its two values.
    error
        The relative error of the observed value.
    explained
        How much the exact value changes, relatively, if every input moves by a few numbers of its dtype.
    """

    index: tuple[int, ...]
    observed: float
    expected: float
    error: float
    explained: float


def moved(inputs: Inputs, original: Filled, turn: int) -> Filled:
    """The same inputs, every number moved by one to `FURTHEST` numbers of its dtype; zeros and labels stay.

    Were all moved equally far, the moves of a few numbers of one magnitude would often add up to nothing.
    """
    rng = np.random.default_rng(turn)

    def neighbours(value: Any) -> Any:
        if isinstance(value, dict):
            return {number: neighbours(part) for number, part in value.items()}
        towards = rng.choice([-np.inf, np.inf], value.shape).astype(value.dtype)
        steps = np.where((value != 0) & np.isfinite(value), rng.integers(1, FURTHEST + 1, value.shape), 0)
        with np.errstate(all="ignore"):
            for step in range(FURTHEST):
                value = np.where(steps > step, np.nextafter(value, towards), value)
        return value

    arguments = {
        name: original.arguments[name] if is_labels(tensor) else neighbours(original.arguments[name])
        for name, tensor in inputs.tensors.items()
    }
    return filled(inputs, original.valuation, arguments)


def lost_digits(
    observed: Array, exact: Exact, *others: Exact, layer: tuple[int, ...] = ()
) -> LostDigits | None:
    """The entry that lost most digits, if one lost some.

    Parameters
    ----------
    observed, exact
        What the code computed, and the exact values, flat.
    others
        The exact values where the inputs are `moved`.
    layer
        What stands before the index of the entry.
    """
    observed = np.asarray(observed)
    limits = np.finfo(observed.dtype)
    seen = observed.astype(np.float64).ravel()
    size = np.abs(exact.near)
    counted = (size >= float(limits.smallest_normal)) & (size <= float(limits.max)) & np.isfinite(seen)
    with np.errstate(all="ignore"):
        error = np.where(counted, np.abs((seen - exact.near) - exact.rest) / size, 0.0)
        changes = [np.abs((one.near - exact.near) + (one.rest - exact.rest)) / size for one in others]
    explained = np.max([*changes, np.full(size.shape, float(limits.eps))], axis=0)
    lost = np.where((explained * BEYOND < 1) & (explained * BEYOND < error), error, 0.0)
    worst = int(np.argmax(lost)) if lost.size else 0
    if not lost.size or not lost[worst]:
        return None
    index = (*layer, *(int(i) for i in np.unravel_index(worst, observed.shape)))
    numbers = (seen[worst], exact.near[worst], error[worst], explained[worst])
    return LostDigits(index, *map(float, numbers))
