"""The modules that traced code sees in place of NumPy, ``math`` and those that have no reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import FunctionType, ModuleType
from typing import Any

from sympy import Dummy, Expr

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import errors
from yudo.verification.symbolic.arrays.array import expression, ndarray
from yudo.verification.symbolic.arrays.content import UNWRITTEN, Content
from yudo.verification.symbolic.arrays.defined import is_nonnegative, is_positive
from yudo.verification.symbolic.arrays.errors import Unreadable, closed
from yudo.verification.symbolic.arrays.random import DRAWS
from yudo.verification.symbolic.frontends import numpy
from yudo.verification.symbolic.frontends.stride_tricks import sliding_window_view

PURE = frozenset(
    (
        "abc",
        "bisect",
        "builtins",
        "collections",
        "contextlib",
        "copy",
        "copyreg",
        "dataclasses",
        "enum",
        "functools",
        "heapq",
        "itertools",
        "keyword",
        "logging",
        "numbers",
        "operator",
        "pprint",
        "re",
        "string",
        "textwrap",
        "types",
        "typing",
        "__future__",
        "_abc",
        "_bisect",
        "_collections",
        "_collections_abc",
        "_functools",
        "_heapq",
        "_operator",
        "_typing",
    )
)
"""Modules of the standard library that answer the same to the same question, and know of nothing else."""


class Refusing:
    """An object outside of the code, of which nobody knows what it does: any use is `Unreadable`."""

    __slots__ = ("_name",)

    def __init__(self, name: str | Text):
        """``name`` says what it is, or in a sentence why it cannot be used."""
        self._name = name

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise Unreadable(self._reason(""))

    def __getattr__(self, name: str) -> Any:
        raise Unreadable(self._reason(f".{name}"))

    def _reason(self, part: str) -> Text:
        if isinstance(self._name, Text):
            return self._name
        named = f"{self._name}{part}"
        return Text(f"기호로 읽는 법이 없는 {named}", f"{named} has no symbolic reading")

    __call__ = __iter__ = __next__ = __len__ = __bool__ = __getitem__ = __setitem__ = __delitem__ = _refuse
    __contains__ = __enter__ = __index__ = __int__ = __float__ = __str__ = __repr__ = __format__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __neg__ = __pos__ = __abs__ = __invert__ = _refuse
    __add__ = __sub__ = __mul__ = __matmul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _refuse
    __radd__ = __rsub__ = __rmul__ = __rmatmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = _refuse
    __rpow__ = __and__ = __or__ = __xor__ = __rand__ = __ror__ = __rxor__ = _refuse
    __hash__ = object.__hash__


class _Ufunc:
    """One function of a module: called, or asked for what belongs to it."""

    def __init__(self, name: str, function: Any):
        self._closed = closed(function)
        self._parts = {part: closed(value) for part, value in vars(function).items() if callable(value)}
        self.__name__ = name

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._closed(*given, **named)

    def __getattr__(self, name: str) -> Any:
        if name not in self._parts:
            raise Unreadable(
                Text(
                    f"기호로 읽는 법이 없는 np.{self.__name__}.{name}",
                    f"np.{self.__name__}.{name} has no symbolic reading",
                )
            )
        return self._parts[name]


class Namespace:
    """A module for traced code: what it lacks is `Unreadable`, never an exception to be caught."""

    def __init__(self, name: str, names: Mapping[str, Any]):
        self.__name__ = name
        self._names = names
        self._known: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __getattr__(self, name: str) -> Any:
        if name not in self._known:
            found = self._names.get(name)
            if (
                name.startswith("_")
                or name in INNER
                or name not in self._names
                or isinstance(found, ModuleType)
            ):
                short = self.__name__.replace("numpy", "np")
                raise Unreadable(
                    Text(f"기호로 읽는 법이 없는 {short}.{name}", f"{short}.{name} has no symbolic reading")
                )
            self._known[name] = _Ufunc(name, found) if isinstance(found, FunctionType) else found
        return self._known[name]


INNER = frozenset(
    (
        "AbstractContextManager",
        "Any",
        "Callable",
        "Collected",
        "Content",
        "Entries",
        "Expr",
        "Generator",
        "Integer",
        "Joined",
        "KroneckerDelta",
        "Masked",
        "Nonzero",
        "NumPyRefuses",
        "Places",
        "Rows",
        "Symbol",
        "Text",
        "Unreadable",
        "annotations",
        "as_content",
        "as_number",
        "common_axes",
        "axes_from_shape",
        "axes_list",
        "axis_of",
        "constant",
        "errors",
        "expression",
        "factors_of",
        "fresh_index",
        "in_floating_point",
        "into",
        "is_concrete",
        "key_items",
        "nullcontext",
        "product",
        "reduce",
        "sequence_of",
        "size_of",
        "unwritten",
        "written_over",
    )
)
"""What symbolic NumPy uses itself, and NumPy does not have."""

_LINALG = {
    name: member.__func__ for name, member in vars(numpy.linalg).items() if isinstance(member, staticmethod)
}
symbolic_linalg = Namespace("numpy.linalg", _LINALG)
symbolic_tricks = Namespace("numpy.lib.stride_tricks", {"sliding_window_view": sliding_window_view})
symbolic_lib = Namespace("numpy.lib", {"stride_tricks": symbolic_tricks})
symbolic_random = Namespace(
    "numpy.random",
    DRAWS
    | {
        name: lambda seed=None: Namespace("numpy.random.Generator", DRAWS)
        for name in ("RandomState", "default_rng")
    },
)
symbolic_np = Namespace(
    "numpy", vars(numpy) | {"lib": symbolic_lib, "linalg": symbolic_linalg, "random": symbolic_random}
)
_ERROR_FUNCTIONS = {name: vars(numpy)[f"_{name}"] for name in ("erf", "erfc")}


def _strict(name: str, function: Callable[..., Any], allowed: Callable[[Expr], bool]) -> Callable[..., Any]:
    """A function of `math`, which raises where NumPy warns."""

    def read(*given: Any) -> Any:
        if not all(allowed(expression(one)) for one in given):
            reason = Text(f"오류를 낼 수도 있는 math.{name}", f"math.{name}, which may raise")
            errors.may_raise(reason)
        return function(*given)

    return read


_DOMAINS: dict[str, Callable[[Expr], bool]] = {
    "sqrt": is_nonnegative,
    "log1p": lambda e: is_positive(1 + e),
    **dict.fromkeys(("log", "log2", "log10"), is_positive),
    **dict.fromkeys(("exp", "expm1", "pow"), lambda e: bool(e.is_number)),
}
_OF_MATH = (
    *("tanh", "sin", "cos", "tan", "atan", "asinh", "hypot", "degrees", "radians", "cbrt"),
    *("prod", "pi", "e"),
)
symbolic_math = Namespace(
    "math",
    {name: _strict(name, getattr(numpy, name), allowed) for name, allowed in _DOMAINS.items()}
    | {name: getattr(numpy, name) for name in _OF_MATH}
    | _ERROR_FUNCTIONS
    | {
        "fabs": numpy.abs,
        "isfinite": numpy.isfinite,
        "isnan": numpy.isnan,
        "isinf": numpy.isinf,
    },
)
OF_SCIPY = Namespace("scipy.special", _ERROR_FUNCTIONS)
"""Universal functions that look like those of NumPy, which has none of these names."""


def _now(*_: Any) -> ndarray:
    """A moment: a number of which nothing is known, another one every time."""
    moment = Dummy(UNWRITTEN.name, real=True)
    return ndarray(Content((), lambda _: moment), native=True)


symbolic_time = Namespace("time", dict.fromkeys(("time", "perf_counter", "process_time", "monotonic"), _now))


def _filtered(action: Any, *_: Any, **__: Any) -> None:
    """``warnings.simplefilter``: what NumPy warns of is not known here, so nothing may come of it."""
    if action == "error":
        raise Unreadable(Text("경고를 오류로 만든다", "turns warnings into errors"))


def _caught_warnings(*, record: Any = False, action: Any = None, **_: Any) -> AbstractContextManager[None]:
    """``warnings.catch_warnings``."""
    if record:
        raise Unreadable(Text("NumPy의 경고를 모은다", "collects the warnings of NumPy"))
    _filtered(action)
    return nullcontext()


symbolic_warnings = Namespace(
    "warnings",
    {
        "catch_warnings": _caught_warnings,
        "simplefilter": _filtered,
        "filterwarnings": _filtered,
        "resetwarnings": lambda: None,
        "warn": lambda *_, **__: None,
    },
)
SYMBOLIC = {
    "warnings": symbolic_warnings,
    "time": symbolic_time,
    "numpy": symbolic_np,
    "numpy.lib": symbolic_lib,
    "numpy.lib.stride_tricks": symbolic_tricks,
    "numpy.linalg": symbolic_linalg,
    "numpy.random": symbolic_random,
    "math": symbolic_math,
}
