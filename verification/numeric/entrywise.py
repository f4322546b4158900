"""Comparing entry by entry: what the code computed with what it should be, within what rounding explains.

Everything here works on whole arrays. Balls become three floats an entry once (`Exact`), the rest is NumPy;
differences of neighbouring floats are exact, so nothing is lost by that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat

from yudo.verification.numeric.balls import Balls, total
from yudo.verification.numeric.intervals import Arithmetic, IntervalArray

Array = npt.NDArray[Any]

REFERENCE_ULPS = 2.0**-20
"""The reference is evaluated to within this many ulps, and comparisons with it ignore as much."""

_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)
_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Exact:
    """Balls as floats: every value is ``near + rest``, give or take ``radius`` (or less than 2^-1074).

    Attributes
    ----------
    near
        The nearest float64; infinite where the value is, or where it is too large.
    rest
        What ``near`` leaves; 0 where ``near`` is infinite.
    radius
        How far off ``near + rest`` may be; infinite for a ball that says nothing.
    """

    near: Array
    rest: Array
    radius: Array

    @classmethod
    def of(cls, balls: Balls) -> Exact:
        """Convert an array of balls, flattened."""
        column = balls.ravel().tolist()
        near = _floats(column)
        finite = np.isfinite(near)
        # An infinite value stays one give or take a finite radius, but an infinite radius says nothing.
        for position in np.flatnonzero(~finite):
            if not column[position].rad().is_finite():
                near[position] = np.nan
            column[position] = arb(0)
        kept = np.where(finite, near, 0.0)
        differences = _column(column) - _column(kept.tolist())
        rest = _floats(differences.entries())
        # No entry is wider than the sum of all, which is mostly narrow enough.
        widest = float(total(differences).rad())
        radius = np.full(near.shape, widest)
        if (radius > REFERENCE_ULPS * np.spacing(np.abs(kept))).any():
            radius = _floats(ball.rad() for ball in differences.entries())
        radius = radius * (1 + 2.0**-50) + np.abs(rest) * 2.0**-53
        return cls(near, rest, np.where(np.isnan(near), np.inf, radius))


def _column(entries: list[Any]) -> arb_mat:
    return arb_mat(len(entries), 1, entries)


def _floats(balls: Iterable[arb]) -> Array:
    return np.fromiter(map(float, balls), dtype=np.float64)


def ignored(values: Array, dtype: npt.DTypeLike) -> Array:
    """`REFERENCE_ULPS` at finite values, in a dtype; at least what float64 can express."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        nearest = np.abs(values).astype(dtype)
    largest = np.finfo(nearest.dtype).max / 2
    capped = np.where(nearest < largest, nearest, largest)
    return np.maximum(REFERENCE_ULPS * np.spacing(capped).astype(np.float64), _SMALLEST)


@dataclass(frozen=True)
class ExactEntries:
    """Entry by entry, flat: what was seen, what it should be, and how both lie in the enclosure.

    Attributes
    ----------
    seen
        The observed values, as float64.
    near
        The expected ones, to the nearest float64.
    inside
        Whether the observed and the expected value lie in the enclosure.
    error
        ``|seen - expected|``.
    tolerance
        The most that rounding can account for.
    reach
        Every larger change of the observed value, in either direction, leaves the enclosure.
    """

    seen: Array
    near: Array
    inside: npt.NDArray[np.bool_]
    error: Array
    tolerance: Array
    reach: Array


def ends(value: Any) -> IntervalArray:
    """The value as an enclosure: what the code returns without computing on its arguments is exact."""
    if isinstance(value, IntervalArray):
        return value
    plain = np.asarray(value, dtype=np.float64)
    return IntervalArray(plain, plain, Arithmetic.of(np.float64))


def against_balls(seen: Array, exact: Exact, low: Array, high: Array, dtype: npt.DTypeLike) -> ExactEntries:
    """Compare with the exact values."""
    near, rest = exact.near, exact.rest
    with np.errstate(all="ignore"):
        finite = np.isfinite(near)
        slack = np.where(finite, ignored(near, dtype), 0.0)
        above, below = (high - near) - rest, (near - low) + rest  # of the expected value, to the ends
        contained = np.where(finite, (above >= -slack) & (below >= -slack), (low <= near) & (near <= high))
        within = contained & (low <= seen) & (seen <= high)
        error = np.abs((seen - near) - rest)
        tolerance = np.maximum(np.maximum(above, below), slack)
        # Infinity is right where the value is infinite, or too large for the dtype.
        plain = finite & np.isfinite(seen)
        too_large = (np.abs(near) > float(np.finfo(dtype).max)) & (np.sign(near) == np.sign(seen))
        inside = np.where(plain, within, (seen == near) | (too_large & within))
        error = np.where(plain, error, np.where(inside, 0.0, np.inf))
        tolerance = np.where(plain, tolerance, 0.0)
        reach = np.maximum(high - seen, seen - low)
    return ExactEntries(seen, near, inside, error, tolerance, reach)


def against_witness(
    seen: Array, witnessed: Array, low: Array, high: Array, dtype: npt.DTypeLike
) -> ExactEntries:
    """Compare with the floats of a witness that has rounding errors of its own."""
    near = np.asarray(witnessed, dtype=np.float64)
    with np.errstate(all="ignore"):
        error = np.where(seen == near, 0.0, np.abs(seen - near))
        lost = np.isfinite(near) & (np.abs(near) <= np.finfo(dtype).max) & ~np.isfinite(seen)
        inside = ((low <= near) & (near <= high) & ~lost) | (seen == near)
        tolerance = np.where(np.isfinite(near), np.maximum(high - near, near - low), 0.0)
        reach = np.maximum(high - seen, seen - low)
    error = np.where(np.isnan(error), np.inf, error)
    return ExactEntries(seen, near, inside, error, np.where(np.isnan(tolerance), np.inf, tolerance), reach)
