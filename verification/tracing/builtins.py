"""Python's builtins, for code whose sizes may be symbols."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from verification import symbolic_numpy
from verification.symbolic_numpy.array import expression, ndarray, scalar
from verification.symbolic_numpy.errors import Unreadable
from verification.symbolic_numpy.sequences import Enumerated, SymbolicRange, TracedList, Zipped, sequence_of
from verification.tracing.rewriting import HELPERS


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
    """The type of a stand-in for ``list`` or ``tuple``: keeps a sequence of symbolic length as it is."""

    real: type

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.real)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.real)

    def __call__(cls, *given: Any) -> Any:
        if given and (sequence := sequence_of(given[0])) is not None:
            return sequence
        return TracedList() if cls.real is list and not given else cls.real(*given)

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
    sequence = sequence_of(value)
    return len(value) if sequence is None else scalar(sequence.size)


def _zip(*given: Any, strict: bool = False) -> Any:
    sequences = [sequence_of(part) for part in given]
    if all(part is None for part in sequences):
        return zip(*given, strict=strict)
    if any(part is None for part in sequences):
        raise Unreadable("zip of what has a symbolic size and what has a known one")
    return Zipped([part for part in sequences if part is not None])


def _enumerate(given: Any, start: Any = 0) -> Any:
    sequence = sequence_of(given)
    return enumerate(given, start) if sequence is None else Enumerated(sequence, start)


def _sum(given: Any, start: Any = 0) -> Any:
    sequence = sequence_of(given)
    if sequence is None:
        return sum(given, start)
    return symbolic_numpy.sum(sequence, axis=0) + start


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


def _extreme(
    real: Callable[..., Any], symbolic: Callable[..., Any], whole: Callable[..., Any]
) -> Callable[..., Any]:
    def read(*given: Any, **named: Any) -> Any:
        if len(given) == 1 and not named and (sequence := sequence_of(given[0])) is not None:
            return whole(sequence, axis=0)
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
        "zip": _zip,
        "enumerate": _enumerate,
        "sum": _sum,
        "int": _int,
        "float": _float,
        "bool": _bool,
        "list": _list,
        "tuple": _tuple,
        "isinstance": _isinstance,
        "max": _extreme(max, symbolic_numpy.maximum, symbolic_numpy.max),
        "min": _extreme(min, symbolic_numpy.minimum, symbolic_numpy.min),
        "print": _silent,
        "__import__": import_module,
        **HELPERS,
    }
