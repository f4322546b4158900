"""What calls of a pair may leave behind, put back before the pair is read.

Real runs of the code come before and between its traces. A trace begins from what stands in global names,
variables of enclosing functions, attributes and containers, and a first call that differs from later ones
shows only if these are as they were when the proof was asked for.
"""

from __future__ import annotations

import functools
import sys
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

_PLAIN = (bool, int, float, complex, str, bytes, type(None), range, slice, CodeType)
_FOREIGN = frozenset((*sys.stdlib_module_names, "numpy", "sympy", "jax", "jaxlib", "torch", "yudo"))
_ABSENT: Any = object()
_EMPTY: Any = object()


class State:
    """All that can outlive a call of some functions, as it is now."""

    def __init__(self, *functions: Any):
        self._seen: dict[int, Any] = {}
        self._put: list[Callable[[], None]] = []
        todo: list[Any] = [*functions]
        while todo:
            value = todo.pop()
            if not isinstance(value, _PLAIN) and id(value) not in self._seen:
                self._seen[id(value)] = value
                todo += self._inside(value)

    def put_back(self) -> None:
        """Let everything stand where it stood."""
        for put in self._put:
            put()

    def _inside(self, value: Any) -> Iterable[Any]:
        if isinstance(value, FunctionType):
            return self._of_function(value)
        if isinstance(value, CellType):
            return self._of_cell(value)
        if isinstance(value, MethodType):
            return value.__func__, value.__self__
        if isinstance(value, functools.partial):
            return value.func, *value.args, value.keywords
        if isinstance(value, (staticmethod, classmethod)):
            return (value.__func__,)
        if isinstance(value, property):
            return value.fget, value.fset, value.fdel
        if isinstance(value, functools._lru_cache_wrapper):
            return (value.__wrapped__,)
        if isinstance(value, (list, deque, set, bytearray)):
            return self._of_sequence(value)
        if isinstance(value, dict):
            before = dict(value)
            self._put.append(lambda: _refill(value, before))
            return before.values()
        if isinstance(value, (tuple, frozenset)):
            return value
        if isinstance(value, type):
            return self._of_class(value)
        if type(value).__module__ == "numpy":
            return self._of_numpy(value)
        return () if isinstance(value, ModuleType) or _is_foreign(type(value)) else self._of_instance(value)

    def _of_function(self, function: FunctionType) -> Iterable[Any]:
        inside = [*(function.__closure__ or ()), *(function.__defaults__ or ())]
        inside += [function.__kwdefaults__ or {}, vars(function)]
        if not _is_foreign(function):
            names = list(_names_in(function.__code__))
            inside += self._slots(function.__globals__, names)
            modules = [one for one in inside if isinstance(one, ModuleType)]
            for module in modules:
                if not _is_installed(module.__name__.partition(".")[0]):
                    inside += self._slots(vars(module), names)
        return inside

    def _slots(self, names: dict[str, Any], wanted: Iterable[str]) -> list[Any]:
        before = {name: names.get(name, _ABSENT) for name in wanted}

        def put() -> None:
            for name, value in before.items():
                if value is _ABSENT:
                    names.pop(name, None)
                elif names.get(name, _ABSENT) is not value:
                    names[name] = value

        self._put.append(put)
        return list(before.values())

    def _of_cell(self, cell: CellType) -> Iterable[Any]:
        before = _EMPTY
        with suppress(ValueError):  # an empty one
            before = cell.cell_contents

        def put() -> None:
            if before is not _EMPTY:
                cell.cell_contents = before
            else:
                with suppress(ValueError):
                    del cell.cell_contents

        self._put.append(put)
        return (before,)

    def _of_sequence(self, value: Any) -> Iterable[Any]:
        before = list(value)

        def put() -> None:
            value.clear()
            (value.update if isinstance(value, set) else value.extend)(before)

        self._put.append(put)
        return before

    def _of_class(self, kind: type) -> Iterable[Any]:
        if _is_foreign(kind):
            return ()
        before = dict(vars(kind))

        def put() -> None:
            for name in {**vars(kind), **before}:
                now, value = vars(kind).get(name, _ABSENT), before.get(name, _ABSENT)
                if now is not value:
                    delattr(kind, name) if value is _ABSENT else setattr(kind, name, value)

        self._put.append(put)
        return [*before.values(), *kind.__mro__[1:]]

    def _of_numpy(self, value: Any) -> Iterable[Any]:
        if type(value).__name__ == "vectorize":
            return (value.pyfunc,)
        if type(value).__name__ == "ndarray" and value.flags.writeable and value.dtype.kind in "biufc":
            before = value.copy()

            def put() -> None:
                value[...] = before

            self._put.append(put)
        return ()

    def _of_instance(self, value: Any) -> Iterable[Any]:
        inside: list[Any] = [type(value)]
        with suppress(TypeError):  # it has slots
            inside.append(vars(value))
        names = [name for kind in type(value).__mro__ for name in _slots_of(kind)]
        before = {}
        for name in names:
            with suppress(AttributeError):  # an empty slot
                before[name] = object.__getattribute__(value, name)
        if before:

            def put() -> None:
                for name, part in before.items():
                    object.__setattr__(value, name, part)

            self._put.append(put)
        return [*inside, *before.values()]


def _slots_of(kind: type) -> Iterable[str]:
    slots = vars(kind).get("__slots__", ())
    listed = (slots,) if isinstance(slots, str) else tuple(slots)
    return [name for name in listed if name not in ("__dict__", "__weakref__")]


def _refill(held: dict[Any, Any], before: dict[Any, Any]) -> None:
    same = list(held) == list(before) and all(held[key] is before[key] for key in held)
    if not same:
        held.clear()
        held.update(before)


def _is_foreign(value: Any) -> bool:
    return _is_installed((getattr(value, "__module__", None) or "builtins").partition(".")[0])


def _is_installed(package: str) -> bool:
    """Whether it is a library: no part of the code, and too large to be gone through."""
    if package in _FOREIGN:
        return True
    file = getattr(sys.modules.get(package), "__file__", None) or ""
    return "site-packages" in file or "dist-packages" in file


def _names_in(code: CodeType) -> Iterable[str]:
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _names_in(one)
