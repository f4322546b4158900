"""NumPy's names where there is no NumPy, for code that is read on symbols and never run on numbers.

Code imports NumPy and gets modules, functions and types that bear its names, which the tracer exchanges for
symbolic ones. What code computes while it is loaded is computed with symbols. The prover itself is told
that there is no NumPy: it knows what it can then not say.
"""

from __future__ import annotations

import builtins
import functools
import sys
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from yudo.verification import symbolic
from yudo.verification.symbolic.arrays.dtypes import ScalarType
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.frontends import numpy as symbolic_numpy
from yudo.verification.symbolic.tracing.modules import SYMBOLIC


class ufunc:  # noqa: D101 - NumPy's own name; nothing here is one
    __module__ = "numpy"


class Names(ModuleType):
    """A module of NumPy by its names."""

    def __init__(self, name: str):
        super().__init__(name)
        self._symbolic = SYMBOLIC[name]
        self._made: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return [one for one in vars(symbolic_numpy) if not one.startswith("_") and hasattr(self, one)]
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._made:  # not among its own names, which tell what code has changed in it
            inner = MODULES.get(f"{self.__name__}.{name}")
            self._made[name] = inner if inner is not None else self._named(name)
        return self._made[name]

    def _named(self, name: str) -> Any:
        try:
            found = getattr(self._symbolic, name)
        except Unreadable as reason:
            raise AttributeError(str(reason)) from None
        if isinstance(found, ScalarType):
            kind = {"__module__": "numpy", "__new__": lambda cls, value=0: found(value)}
            return type(name, (), kind)
        if isinstance(found, type) or not callable(found):
            return found
        return self._function(name, found)

    def _function(self, name: str, found: Any) -> Callable[..., Any]:
        def named(*given: Any, **options: Any) -> Any:
            return found(*given, **options)

        own = vars(symbolic_numpy).get(name)
        if self.__name__ == "numpy" and isinstance(own, FunctionType):
            functools.update_wrapper(named, own)  # for its parameters
        named.__name__ = named.__qualname__ = name
        named.__module__ = self.__name__
        return named


MODULES: dict[str, Names] = {}
MODULES |= {name: Names(name) for name in SYMBOLIC if name.partition(".")[0] == "numpy"}
vars(MODULES["numpy"]).update(
    ufunc=ufunc,
    # There are no settings, and so nothing to restore.
    geterr=dict,
    seterr=lambda **_: {},
    get_printoptions=dict,
    set_printoptions=lambda **_: None,
)


def take_the_place_of_numpy() -> None:
    """From now on ``import numpy`` gives names to all code but the prover, which finds no NumPy."""
    sys.modules["numpy"] = None  # type: ignore[assignment]
    real = builtins.__import__

    def imported(
        name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> Any:
        if level or not name.startswith("numpy"):  # SymPy imports within its functions, again and again
            return real(name, globals, locals, fromlist, level)
        home = (globals or {}).get("__name__") or ""
        if name.partition(".")[0] != "numpy" or f"{home}.".startswith(f"{symbolic.__name__}."):
            return real(name, globals, locals, fromlist, level)
        if name not in MODULES:
            raise ModuleNotFoundError(f"there is no {name} here", name=name)
        return MODULES[name if fromlist else "numpy"]

    builtins.__import__ = imported
