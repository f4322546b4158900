"""The Python objects that a piece of code can reach, and how it left them."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from sympy import Basic

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import Masked, SymbolicSequence, ndarray
from yudo.verification.symbolic.arrays.dtypes import ScalarType
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.location import Origin, TracedGlobals
from yudo.verification.symbolic.arrays.sequences import TracedDict, TracedList

ABSENT: Any = type("absent", (), {"__repr__": lambda _: "absent"})()
"""Stands for a name, a key or an attribute that is not there."""

ITEMS, SEQUENCE, GROWING, CELLS, OPAQUE = (object() for _ in range(5))
_PLAIN = (
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    type(None),
    type(Ellipsis),
    slice,
    range,
    frozenset,
    re.Pattern,
    type(vars(Origin)["file"]),  # how a named tuple finds its fields
)
_LEAVES = (
    ndarray,
    Masked,
    SymbolicSequence,
    ScalarType,
    ModuleType,
    BuiltinFunctionType,
    Basic,
    BaseException,
)


@dataclass
class Held:
    """What a container holds, all told."""

    container: Any
    parts: dict[Any, Any]

    def put(self) -> None:
        """Put everything back."""
        if isinstance(self.container, TracedList):
            list.__setitem__(self.container, slice(None), self.parts[ITEMS])
            self.container.sequence = self.parts[SEQUENCE]
            self.container.growing = self.parts[GROWING]
        elif isinstance(self.container, list):
            self.container[:] = self.parts[ITEMS]
        elif isinstance(self.container, dict) and not isinstance(self.container, TracedGlobals):
            dict.clear(self.container)
            dict.update(self.container, self.parts)


@dataclass
class Slot:
    """A key of a dictionary, or an attribute of an object, that was given another value."""

    container: dict[Any, Any]
    key: Any
    before: Any
    after: Any


class World:
    """All containers that can be reached from some values, as they are now."""

    def __init__(self, roots: Iterable[Any]):
        self._held: dict[int, Held] = {}
        self._seen: dict[int, Any] = {}
        todo = list(roots)
        while todo:
            value = todo.pop()
            if id(value) not in self._seen:
                self._seen[id(value)] = value
                todo += self._inside(value)

    def _inside(self, value: Any) -> Iterable[Any]:
        if isinstance(value, (*_PLAIN, *_LEAVES)) or value is ABSENT:
            return ()
        ours = type(value).__module__.startswith(("yudo.verification.", "yudo.derivations."))
        if ours and not isinstance(value, (TracedList, TracedDict, TracedGlobals)):
            return ()
        if isinstance(value, FunctionType):
            cells = [_contents(cell) for cell in value.__closure__ or ()]
            self._held[id(value)] = Held(value, {CELLS: cells})
            globals_ = [value.__globals__] if isinstance(value.__globals__, TracedGlobals) else []
            return [*cells, *(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values(), *globals_]
        if isinstance(value, functools.partial):
            return value.func, value.args, value.keywords
        if isinstance(value, MethodType):
            return value.__func__, value.__self__
        if isinstance(value, (list, dict)):
            self._held[id(value)] = Held(value, _parts(value))
            if isinstance(value, list):
                return tuple(_parts(value)[ITEMS])
            rows = [value.rows] if isinstance(value, TracedDict) else []
            return rows + [part for key, part in dict.items(value) if key != "__builtins__"]
        if isinstance(value, tuple):
            return value
        if isinstance(value, type):
            if value.__module__.partition(".")[0] in (*sys.stdlib_module_names, "numpy", "sympy"):
                return ()
            self._held[id(value)] = Held(value, dict(vars(value)))
            return list(vars(value).values())
        if isinstance(value, (property, staticmethod, classmethod)):
            inner = [getattr(value, name, None) for name in ("fget", "fset", "fdel", "__func__")]
            return [part for part in inner if part is not None]
        # A container of another kind is not looked through.
        foreign = hasattr(type(value), "__len__") and type(value).__module__ in sys.stdlib_module_names
        if hasattr(value, "__dict__") and not hasattr(type(value), "__next__") and not foreign:
            return type(value), vars(value)
        if isinstance(value, (type(vars(type)["__dict__"]), type(FunctionType.__code__))):
            return ()
        self._held[id(value)] = Held(value, {OPAQUE: True})
        return ()

    def opaque(self) -> Any:
        """An object whose changes would not be seen, if there is one."""
        return next((held.container for held in self._held.values() if OPAQUE in held.parts), None)

    def changes(self) -> tuple[list[Slot], list[TracedList]]:
        """The slots that changed, and the lists that were empty and got one value.

        Raises
        ------
        Unreadable
            If something else changed.
        """
        slots: list[Slot] = []
        grown: list[TracedList] = []
        for held in self._held.values():
            now = _parts(held.container)
            if isinstance(held.container, TracedGlobals):
                now = {key: value for key, value in now.items() if key in held.parts}
            if _same(held.parts, now):
                continue
            if (
                isinstance(held.container, TracedList)
                and (len(held.parts[ITEMS]), len(now[ITEMS])) == (0, 1)
                and now[SEQUENCE] is held.parts[SEQUENCE] is None
            ):
                grown.append(held.container)
                continue
            if isinstance(held.container, dict) and not isinstance(held.container, TracedGlobals):
                keys = dict.fromkeys([*held.parts, *now])
                for key in keys:
                    before, after = held.parts.get(key, ABSENT), now.get(key, ABSENT)
                    if before is not after:
                        slots.append(Slot(held.container, key, before, after))
                continue
            kind = type(held.container).__name__
            raise Unreadable(
                Text(
                    f"기호 크기의 반복이나 분기에서 바뀌는 {kind}",
                    f"changes a {kind} in a loop over a symbolic size or in a branch",
                )
            )
        return slots, grown

    def put_back(self) -> None:
        """Undo all changes."""
        for held in self._held.values():
            if not _same(held.parts, _parts(held.container)):
                held.put()


def _contents(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return ABSENT


def _parts(container: Any) -> dict[Any, Any]:
    if isinstance(container, TracedList):
        items = [list.__getitem__(container, i) for i in range(list.__len__(container))]
        return {ITEMS: items, SEQUENCE: container.sequence, GROWING: container.growing}
    if isinstance(container, list):
        return {ITEMS: list(container)}
    if isinstance(container, FunctionType):
        return {CELLS: [_contents(cell) for cell in container.__closure__ or ()]}
    if isinstance(container, type):
        return dict(vars(container))
    if isinstance(container, dict):
        return dict(dict.items(container))
    return {OPAQUE: True}


def _same(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    if one.keys() != other.keys():
        return False
    for key, value in one.items():
        now = other[key]
        if isinstance(value, list) and isinstance(now, list) and key in (ITEMS, CELLS):
            if len(value) != len(now) or any(a is not b for a, b in zip(value, now, strict=True)):
                return False
        elif value is not now and not (isinstance(value, bool) and value == now):
            return False
    return True
