"""Whether two arrays of floating-point numbers say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

ROUNDED = 1e-13
"""What rounding leaves of ordinary values: beyond it, a constant of ten digits is another constant."""
CLOSE = 1e-9
"""Relative to the largest entry: nearer than this, nothing but rounding is left."""
STORED_IN_SINGLE = 2.0**-23
"""What is left where an array in single precision takes a result that is exact but for ordinary rounding."""
FAR = 1e-5
"""Further apart than this, rounding in single precision does not explain it."""
FAR_IN_SINGLE = 1e-3
"""The same for inputs that are in single precision themselves."""
NOTICED = 1e-11
"""Further apart than this, rounding in double precision does not explain it."""


def gap(found: Any, expected: Any, floor: float = 0.0) -> float:
    """The largest difference relative to the largest entry; infinite where there is no number or no fit.

    Differences up to ``floor`` do not count: see `rounding`.
    """
    a, b = np.asarray(found), np.asarray(expected, dtype=np.float64)
    if a.dtype.kind not in "biuf" or a.size != b.size or (a.shape != b.shape and a.size != 1):
        return np.inf
    if not b.size:
        return 0.0
    a = a.astype(np.float64).reshape(b.shape)
    with np.errstate(all="ignore"):
        difference = np.where(a == b, 0.0, np.abs(a - b))  # equal infinities, too
        scale = max(1e-300, float(np.max(np.abs(b[np.isfinite(b)]), initial=0.0)))
        worst = float(np.max(difference))
    return np.inf if np.isnan(worst) else max(0.0, worst - floor) / scale


def is_single(given: Mapping[str, Any]) -> bool:
    """Whether inputs are in single precision."""
    return any(getattr(value, "dtype", None) == np.float32 for value in given.values())


def nearer(found: Any, bound: float) -> float:
    """The bound, or what storing a result in single precision leaves, if that is more."""
    return max(bound, STORED_IN_SINGLE if getattr(found, "dtype", None) == np.float32 else 0.0)


def far(given: Mapping[str, Any]) -> float:
    """From where on rounding does not explain a difference, for these inputs."""
    return FAR_IN_SINGLE if is_single(given) else FAR


def rounding(given: Mapping[str, Any], expected: Mapping[str, Any]) -> float:
    """What rounding in the precision of the inputs may leave of a sum that is exactly 0.

    A sum of n terms of size s is off by at most about n·u·s (Higham, ch. 3); no sum here is longer than the
    largest array, and no term larger than what goes in or comes out.
    """
    arrays = [np.asarray(value, dtype=np.float64) for value in (*given.values(), *expected.values())]
    size = max((float(np.max(np.abs(a[np.isfinite(a)]), initial=0.0)) for a in arrays), default=0.0)
    unit = np.finfo(np.float32 if is_single(given) else np.float64).eps
    return float(unit) * max((a.size for a in arrays), default=1) * size


def worst_place(found: Any, expected: Any) -> tuple[int, ...]:
    """The index of the first entry that differs clearly; of the worst if none does."""
    a, b = np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    a = a.reshape(b.shape)
    with np.errstate(all="ignore"):
        difference = np.where(a == b, 0.0, np.nan_to_num(np.abs(a - b), nan=np.inf))
    clear = np.argwhere(difference > FAR * (1e-300 + np.max(np.abs(b), initial=0.0)))
    place = clear[0] if len(clear) else np.unravel_index(int(np.argmax(difference)), b.shape)
    return tuple(int(i) for i in place)
