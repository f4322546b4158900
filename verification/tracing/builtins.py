"""Python's builtins, for code whose sizes may be symbols."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from verification import symbolic_numpy
from verification.symbolic_numpy.array import SymbolicRange, expression, ndarray
from verification.symbolic_numpy.errors import Unreadable


class _Number(type):
    """The type of a stand-in for ``int``, ``float`` or ``bool``: also true of symbolic scalars."""

    real: type
    kind: str

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.real) or (
            isinstance(value, ndarray) and not value.content.axes and value.content.kind == cls.kind
        )

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.real)

    def __call__(cls, *given: Any) -> Any:
        if given and isinstance(given[0], ndarray):
            if cls.kind == "bool":
                return bool(given[0])
            return given[0].item().astype(cls.kind)
        return cls.real(*given)


class _int(metaclass=_Number):
    real, kind, __name__ = int, "int", "int"


class _float(metaclass=_Number):
    real, kind, __name__ = float, "float", "float"


class _bool(metaclass=_Number):
    real, kind, __name__ = bool, "bool", "bool"


for _stand_in in (_int, _float, _bool):
    _stand_in.__name__ = _stand_in.real.__name__


class _Sequence(type):
    """The type of a stand-in for ``list`` or ``tuple``: keeps a symbolic range as it is."""

    real: type

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.real)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.real)

    def __call__(cls, *given: Any) -> Any:
        if given and isinstance(given[0], SymbolicRange):
            return given[0]
        return cls.real(*given)

    def __getitem__(cls, parameters: Any) -> Any:
        return cls.real[parameters]  # type: ignore[index]


class _list(metaclass=_Sequence):
    real = list


class _tuple(metaclass=_Sequence):
    real = tuple


def _len(value: Any) -> Any:
    if isinstance(value, ndarray):
        if not value.shape:
            raise TypeError("len() of unsized object")
        return value.shape[0]
    return len(value)


def _range(*bounds: Any) -> Any:
    values = [expression(bound) for bound in bounds]
    if all(value.is_Integer for value in values):
        return range(*(int(value) for value in values))
    if len(values) == 1 or (len(values) == 2 and values[0] == 0):
        return SymbolicRange(values[-1])
    raise Unreadable(f"range({', '.join(map(str, values))})")


def _isinstance(value: Any, kinds: Any) -> bool:
    listed = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(value, ndarray) and not value.content.axes:
        # NumPy's scalars are not arrays.
        listed = tuple(kind for kind in listed if kind is not ndarray)
    return isinstance(value, listed)


def _extreme(real: Callable[..., Any], symbolic: Callable[..., Any]) -> Callable[..., Any]:
    def read(*given: Any, **named: Any) -> Any:
        values = list(given[0]) if len(given) == 1 else list(given)
        if named or not any(isinstance(value, ndarray) for value in values):
            return real(*given, **named)
        result = values[0]
        for value in values[1:]:
            result = symbolic(result, value)
        return result

    return read


def _silent(*_: Any, **__: Any) -> None:
    """``print`` does nothing while code is traced."""


def traced_builtins(import_module: Callable[..., Any]) -> dict[str, Any]:
    """The builtins for traced code, which imports with ``import_module``."""
    return vars(builtins) | {
        "len": _len,
        "range": _range,
        "int": _int,
        "float": _float,
        "bool": _bool,
        "list": _list,
        "tuple": _tuple,
        "isinstance": _isinstance,
        "max": _extreme(max, symbolic_numpy.maximum),
        "min": _extreme(min, symbolic_numpy.minimum),
        "print": _silent,
        "__import__": import_module,
    }
