"""Whether two arrays of floating-point numbers say the same."""

from __future__ import annotations

from typing import Any

import numpy as np

CLOSE = 1e-9
"""Relative to the largest entry: nearer than this, nothing but rounding is left."""
FAR = 1e-5
"""Further apart than this, rounding in single precision does not explain it."""
NOTICED = 1e-11
"""Further apart than this, rounding in double precision does not explain it."""


def gap(found: Any, expected: Any) -> float:
    """The largest difference relative to the largest entry; infinite where there is no number or no fit."""
    a, b = np.asarray(found), np.asarray(expected, dtype=np.float64)
    if a.dtype.kind not in "biuf" or a.size != b.size or (a.shape != b.shape and a.size != 1):
        return np.inf
    if not b.size:
        return 0.0
    a = a.astype(np.float64).reshape(b.shape)
    with np.errstate(all="ignore"):
        difference = np.where(a == b, 0.0, np.abs(a - b))  # equal infinities, too
        scale = max(1e-300, float(np.max(np.abs(b[np.isfinite(b)]), initial=0.0)))
        worst = float(np.max(difference)) / scale
    return np.inf if np.isnan(worst) else worst


def worst_place(found: Any, expected: Any) -> tuple[int, ...]:
    """The index of the first entry that differs clearly; of the worst if none does."""
    a, b = np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    a = a.reshape(b.shape)
    with np.errstate(all="ignore"):
        difference = np.where(a == b, 0.0, np.nan_to_num(np.abs(a - b), nan=np.inf))
    clear = np.argwhere(difference > FAR * (1e-300 + np.max(np.abs(b), initial=0.0)))
    place = clear[0] if len(clear) else np.unravel_index(int(np.argmax(difference)), b.shape)
    return tuple(int(i) for i in place)
