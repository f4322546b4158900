"""What is measured of every contender, in its own process."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.layers.operations import SIZES, inputs
from benchmarks.timing import median_seconds

MODULES = {"impl": "implementation", "textbook": "textbook", "torch": "pytorch", "jax": "xla"}
"""Contenders by name, and the modules of this package that call them."""


def load(contender: str) -> None:
    """Import what the contender needs; ModuleNotFoundError where it is not installed."""
    import_module(f"benchmarks.layers.{MODULES[contender]}")


@lru_cache(maxsize=1)
def _call(contender: str, operation: str, dtype: str, size: str, seed: int) -> Any:
    """The operation, ready to be called; it has run, so that what must be compiled is."""
    module = import_module(f"benchmarks.layers.{MODULES[contender]}")
    call = module.call(operation, inputs(operation, dtype, size, seed))
    call()
    return call


def seconds(contender: str, operation: str, dtype: str, size: str, seed: int, budget: float) -> float:
    """The median time of one operation."""
    with np.errstate(all="ignore"):
        return median_seconds(_call(contender, operation, dtype, size, seed), runs=25, budget=budget)[0]


def peak(dtype: str, side: int) -> float:
    """Flops per second of a square matrix product in NumPy; the best of several, as this is a limit."""
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((side, side)).astype(dtype) for _ in range(2))
    out = np.empty_like(a)
    return (
        2 * side**3 / min(median_seconds(lambda: np.dot(a, b, out), runs=1, budget=1.0)[0] for _ in range(5))
    )


def bandwidth(dtype: str, size: str) -> float:
    """Bytes per second, read and written, of a copy of an array (N, M); the best of several."""
    N, _, M = SIZES[size]
    source = np.random.default_rng(0).standard_normal((N, M)).astype(dtype)
    target = np.empty_like(source)
    best = min(median_seconds(lambda: np.copyto(target, source), runs=3, budget=0.5)[0] for _ in range(5))
    return 2 * source.nbytes / best
