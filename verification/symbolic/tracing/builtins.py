"""Python's builtins, for code whose sizes may be symbols."""

from __future__ import annotations

import builtins
import numbers
import sys
from abc import ABCMeta
from collections.abc import Callable, Hashable
from contextlib import suppress
from types import CodeType, FunctionType, UnionType
from typing import Any, get_args

from sympy import Expr, Integer, expand

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import (
    AS_WRITTEN,
    Reversed,
    SymbolicSequence,
    expression,
    ndarray,
    scalar,
)
from yudo.verification.symbolic.arrays.axes import axis_of
from yudo.verification.symbolic.arrays.dtypes import ScalarType
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.ranges import floor_quotient
from yudo.verification.symbolic.arrays.sequences import (
    AllButOne,
    Enumerated,
    Shifted,
    SteppedRange,
    SymbolicRange,
    TracedDict,
    TracedList,
    Zipped,
    sequence_of,
)
from yudo.verification.symbolic.frontends import numpy
from yudo.verification.symbolic.tracing.modules import Refusing
from yudo.verification.symbolic.tracing.rewriting import ATTRIBUTE, HELPERS, is_reserved
from yudo.verification.symbolic.tracing.writing import (
    SymbolicText,
    is_known_integer,
    is_symbolic,
    is_unknown_as_text,
)

TYPE = Text("기호의 타입을 묻는다", "asks for the type of a symbol")


def _is_scalar(value: Any) -> bool:
    return isinstance(value, ndarray) and not value.is_array


class _Number(type):
    """The type of a stand-in for ``int``, ``float`` or ``bool``: also true of symbolic scalars."""

    real: type
    kind: str

    def __instancecheck__(cls, value: object) -> bool:
        if not _is_scalar(value):
            return isinstance(value, cls.real)
        kind, native = value.content.kind, value.native  # type: ignore[attr-defined]
        if cls.kind == "float" or kind == "float":
            return bool(cls.kind == kind)  # NumPy's float64 is a float, too.
        if kind != cls.kind and not native:
            return False
        if not native:
            raise Unreadable(TYPE)
        return kind == cls.kind or (kind, cls.kind) == ("bool", "int")

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.real)

    def __call__(cls, *given: Any) -> Any:
        if len(given) == 1 and isinstance(given[0], ndarray):
            if cls.kind == "bool":
                return bool(given[0])
            return ndarray(given[0].number().astype(cls.kind).content, native=True)
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
        raise Unreadable(
            Text(
                "크기가 기호인 것과 수인 것의 zip", "zip of what has a symbolic size and what has a known one"
            )
        )
    return Zipped([part for part in sequences if part is not None])


def _enumerate(given: Any, start: Any = 0) -> Any:
    sequence = sequence_of(given)
    return enumerate(given, start) if sequence is None else Enumerated(sequence, start)


def _reversed(given: Any) -> Any:
    sequence = None if isinstance(given, AllButOne) else sequence_of(given)
    return reversed(given) if sequence is None else Reversed(sequence)


def _sum(given: Any, start: Any = 0) -> Any:
    sequence = sequence_of(given)
    if sequence is None:
        return sum(given, start)
    return numpy.asarray(sequence).sum(0) + start


def _range(*bounds: Any) -> Any:
    values = [expression(bound) for bound in bounds]
    if all(value.is_Integer for value in values):
        return range(*(int(value) for value in values))
    first, last, step = (Integer(0), values[0], Integer(1)) if len(values) == 1 else (*values, Integer(1))[:3]
    if step == -1:
        return _reversed(_ascending(last + 1, first + 1))
    if step == 1:
        windows = _window(first, last) if first == 0 else None  # Where windows stand is counted ahead.
        return _ascending(first, last) if windows is None else windows
    if step.is_positive:
        before_last = floor_quotient(last - first - 1, step)
        if before_last is not None and all(size.is_positive for size in axis_of(before_last + 1)):
            return SteppedRange(first, step, before_last + 1)
    raise Unreadable(Text(f"range({', '.join(map(str, values))})", f"range({', '.join(map(str, values))})"))


def _ascending(first: Expr, end: Expr) -> SymbolicSequence | AllButOne:
    """``range(first, end)``."""
    size = expand(end - first)
    whole = size + 1
    if not size.is_positive and whole.is_positive and first in (0, 1):
        return AllButOne(SymbolicRange(whole), Integer(0) if first == 1 else whole - 1, _window(first, size))
    if all(factor.is_positive for factor in axis_of(size)):
        return SymbolicRange(size) if first == 0 else Shifted(size, first)
    raise Unreadable(
        Text(
            f"어떤 크기에서는 한 번도 돌지 않을 수 있는 {size}번의 반복",
            f"a loop over {size} runs, which may be none at some sizes",
        )
    )


def _window(first: Expr, size: Expr) -> SymbolicSequence | None:
    """So many runs where it is a condition of the proof that there is one."""
    if not all(factor.is_positive for factor in axis_of(size)):
        return None
    return SymbolicRange(size) if first == 0 else Shifted(size, first)


def _isinstance(value: Any, kinds: Any) -> bool:
    if isinstance(kinds, tuple):
        return any(_isinstance(value, kind) for kind in kinds)
    if isinstance(kinds, UnionType):
        return any(_isinstance(value, kind) for kind in get_args(kinds))
    if isinstance(kinds, ScalarType):
        if not _is_scalar(value):
            return False
        if value.native or value.content.kind != kinds.reads_as:
            return False
        if kinds is numpy.integer:
            return True
        raise Unreadable(TYPE)
    if not _is_scalar(value) or kinds in (_int, _float, _bool, object):
        return isinstance(value, kinds)
    if kinds in (numbers.Number, numbers.Complex, numbers.Real) and value.content.kind != "bool":
        return True
    if isinstance(kinds, ABCMeta):
        raise Unreadable(TYPE)
    return False  # NumPy's scalars are not arrays.


class _Type(type):
    """The type of a stand-in for ``type``."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, type)

    def __call__(cls, *given: Any, **named: Any) -> Any:
        if len(given) != 1:
            return type(*given, **named)
        (value,) = given
        if _is_scalar(value):
            if not value.native:
                raise Unreadable(TYPE)
            return {"int": _int, "float": _float, "bool": _bool}[value.content.kind]
        if isinstance(value, ndarray):
            return ndarray
        if is_symbolic(value) and not isinstance(value, (tuple, list, dict, set, frozenset)):
            raise Unreadable(TYPE)
        kind = list if type(value) is TracedList else dict if type(value) is TracedDict else type(value)
        if _stands_in(value) and kind not in (list, dict):
            raise Unreadable(TYPE)
        return _STAND_INS.get(kind, kind)


class _type(type, metaclass=_Type):
    pass


class _Text(type):
    """The type of a stand-in for ``str``."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, (str, SymbolicText))

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, str)

    def __call__(cls, *given: Any, **named: Any) -> Any:
        if any(map(is_unknown_as_text, given)):
            return SymbolicText()
        return str(*given, **named)

    def __getattr__(cls, name: str) -> Any:
        return getattr(str, name)


class _str(metaclass=_Text):
    pass


_STAND_INS: dict[type, Any] = {
    int: _int,
    float: _float,
    bool: _bool,
    list: _list,
    tuple: _tuple,
    str: _str,
    type: _type,
    range: _range,
    zip: _zip,
    enumerate: _enumerate,
    reversed: _reversed,
}
_REAL: dict[Any, Any] = {stand_in: real for real, stand_in in _STAND_INS.items()} | {
    _len: len,
    _sum: sum,
    ndarray: ndarray,
}


def _stands_in(value: Any) -> bool:
    """Whether a value is there for another while code is traced: a symbol, or a function that reads them."""
    homes = [type(value).__module__]
    if isinstance(value, (type, FunctionType)):
        homes.append(value.__module__)
    return any((home or "").startswith(_HERE) for home in homes)


_HERE = __name__.rpartition(".tracing")[0]


def _attribute(value: Any, name: str) -> Any:
    """``value.__name__`` and its like, which must not tell what stands for something from the real thing."""
    if name == "__class__":
        return _type(value)
    if _stands_in(value):
        if name in ("__name__", "__qualname__") and isinstance(value, Hashable) and value in _REAL:
            return _REAL[value].__name__
        if not (isinstance(value, ndarray) and name in _OF_NUMPY) and not isinstance(value, TracedList):
            raise Unreadable(
                Text(f"기호로 읽는 법이 없는 .{name}", f".{name} has no symbolic reading"),
            )
    return getattr(value, name)


_OF_NUMPY = frozenset(
    name for name in vars(ndarray) if is_reserved(name) and hasattr(getattr(ndarray, name), "__code__")
) - {"__init__", "__getattr__", "__repr__", "__str__", "__format__", "__hash__"}
"""What NumPy's arrays have, too: ``__iadd__``, ``__getitem__``, …"""


def _eval(source: Any, *scopes: Any) -> Any:
    """``eval`` of what does not look behind the scenes."""
    code = source if isinstance(source, CodeType) else compile(source, "<eval>", "eval")
    if any(map(is_reserved, code.co_names)) or any(isinstance(one, CodeType) for one in code.co_consts):
        raise Unreadable(Text("eval로 읽는 법이 없는 식", "an expression in eval that has no reading"))
    frame = sys._getframe(1)
    return eval(code, *(scopes or (frame.f_globals, frame.f_locals)))


def _hidden(name: str) -> Callable[..., Any]:
    """A function of Python's that would show traced code what stands around it."""

    def read(*_: Any, **__: Any) -> Any:
        raise Unreadable(Text(f"기호로 읽는 법이 없는 {name}()", f"{name}() has no symbolic reading"))

    return read


def _plain(real: Callable[..., Any], asks: Text) -> Callable[..., Any]:
    """A function of Python's that would tell a symbol from a number."""

    def read(*given: Any, **named: Any) -> Any:
        if any(is_symbolic(one) and not (asks == AS_WRITTEN and is_known_integer(one)) for one in given):
            raise Unreadable(asks)
        return real(*given, **named)

    read.__name__ = real.__name__
    return read


_INNER = frozenset(("born", "fixed", "native", "content", "state", "restore", "replace", "owner", "rename"))


def _hasattr(value: Any, name: str) -> bool:
    if is_symbolic(value) and not isinstance(value, (tuple, list, dict, set, frozenset)):
        _getattr(value, name)
        return True
    return hasattr(value, name)


def _getattr(value: Any, name: str, *default: Any) -> Any:
    if isinstance(name, str) and is_reserved(name) and not isinstance(value, ndarray):
        with suppress(AttributeError):
            return _attribute(value, name)
    if isinstance(value, ndarray) and (name in _INNER or name.startswith("_")):
        raise Unreadable(
            Text(f"기호로 읽는 법이 없는 배열의 .{name}", f".{name} of an array has no symbolic reading")
        )
    return getattr(value, name, *default)


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


def _silent(*_: Any, file: Any = None, **__: Any) -> None:
    """``print`` does nothing while code is traced, unless what it prints to belongs to the code."""
    if file is not None and not isinstance(file, Refusing):
        raise Unreadable(Text("코드가 만든 것에 print로 쓴다", "prints to an object of the code"))


def traced_builtins(import_module: Callable[..., Any]) -> dict[str, Any]:
    """The builtins for traced code, which imports with ``import_module``."""
    return vars(builtins) | {
        "len": _len,
        "range": _range,
        "zip": _zip,
        "enumerate": _enumerate,
        "reversed": _reversed,
        "sum": _sum,
        "int": _int,
        "float": _float,
        "bool": _bool,
        "list": _list,
        "tuple": _tuple,
        "isinstance": _isinstance,
        "type": _type,
        "str": _str,
        "hasattr": _hasattr,
        "getattr": _getattr,
        "id": _plain(id, Text("기호가 같은 객체인지 묻는다", "asks for the identity of a symbol")),
        "eval": _eval,
        **{name: _hidden(name) for name in ("globals", "locals", "exec")},
        ATTRIBUTE: _attribute,
        "dir": _plain(dir, TYPE),
        "vars": _plain(vars, TYPE),
        **{one.__name__: _plain(one, AS_WRITTEN) for one in (repr, ascii, format, hash)},
        **{name: Refusing(name) for name in ("open", "input", "breakpoint")},
        "max": _extreme(max, numpy.maximum, numpy.max),
        "min": _extreme(min, numpy.minimum, numpy.min),
        "print": _silent,
        "__import__": import_module,
        **HELPERS,
    }
