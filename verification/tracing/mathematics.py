"""Python's ``math`` module, exact and on symbols."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from verification import symbolic_numpy
from verification.symbolic_numpy.errors import Unreadable


class _Mathematics(SimpleNamespace):
    def __getattr__(self, name: str) -> Any:
        raise Unreadable(f"math.{name} has no symbolic reading")


symbolic_math = _Mathematics(
    __name__="math",
    **{
        name: getattr(symbolic_numpy, name)
        for name in ("sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "tanh", "prod", "pi", "e")
    },
    fabs=symbolic_numpy.abs,
    pow=symbolic_numpy.power,
    isfinite=symbolic_numpy.isfinite,
    isnan=symbolic_numpy.isnan,
    isinf=symbolic_numpy.isinf,
)
