"""Data types, as far as symbols need them: float, int or bool."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.errors import Unreadable


class ScalarType:
    """Stands for ``np.float64`` and its like: an array's dtype, and a function that casts a scalar."""

    made_with: Any
    """How a scalar becomes an array; the module of the arrays, which stands above, says it."""

    def __init__(self, name: str, kind: str):
        self.name = name
        self.__name__ = name
        self.kind = {"float": "f", "int": "i", "bool": "b"}[kind]
        self.reads_as = kind
        self.type = self

    def __call__(self, value: Any = 0) -> Any:
        """Cast a scalar."""
        return self.made_with(value).astype(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (str, type, ScalarType)):
            return NotImplemented
        reads_as = kind_of(other)  # which may also say that it has no reading
        if reads_as != self.reads_as:
            return False
        if any(name.startswith(reads_as) for name in _cast_to.get() or ()):
            raise Unreadable(
                Text(
                    "정밀도를 바꾸는 코드가 자료형을 비교한다",
                    "compares dtypes in code that changes the precision",
                )
            )
        return _name_of(self) == _name_of(other)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"dtype('{self.name}')"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unreadable(
            Text(f"기호로 읽는 법이 없는 자료형의 .{name}", f".{name} of a dtype has no symbolic reading")
        )


float64 = ScalarType("float64", "float")
int64 = ScalarType("int64", "int")
bool_ = ScalarType("bool", "bool")

OF_KIND = {"float": float64, "int": int64, "bool": bool_}


_cast_to: ContextVar[set[str] | None] = ContextVar("dtypes that this trace has cast to", default=None)


@contextmanager
def noting_casts(made: set[str]) -> Iterator[None]:
    """While this lasts, note what code casts to: how wide the numbers of an array are, it does not say."""
    token = _cast_to.set(made)
    try:
        yield
    finally:
        _cast_to.reset(token)


NARROW = frozenset(
    [
        *("int8", "int16", "uint8", "uint16", "uint32", "uint64", "uint", "byte", "ubyte", "short", "ushort"),
        *("b", "B", "h", "H", "i1", "i2", "u1", "u2", "u4", "u8"),
    ]
)
"""Integers whose range code may leave; those of 64 bits are taken for whole numbers."""
_USUAL = ("float64", "int64", "bool")
_ALIASES = {
    **dict.fromkeys(("float", "float_", "double", "d", "f8"), "float64"),
    **dict.fromkeys(("single", "f", "f4"), "float32"),
    **dict.fromkeys(("int", "int_", "i8", "intp"), "int64"),
    **dict.fromkeys(("i", "i4", "intc"), "int32"),
    "bool_": "bool",
}
SHORT = "int32"
"""Integers that hold any label or size, but no product of sizes."""


def _name_of(dtype: Any) -> str:
    name = dtype if isinstance(dtype, str) else getattr(dtype, "__name__", str(dtype))
    return _ALIASES.get(name, name)


def is_short(dtype: Any) -> bool:
    """Whether it is that of `SHORT` integers."""
    return _name_of(dtype) == SHORT


def need_long() -> None:
    """Raise where whole numbers are computed, and they may be of 32 bits: of which arrays, nobody knows."""
    if SHORT in (_cast_to.get() or ()):
        raise Unreadable(
            Text(
                "int32를 쓰는 코드의 정수 계산: 범위를 넘으면 되돌아간다",
                "computes with integers in code that uses int32, which wraps around",
            )
        )


def kind_of(dtype: Any) -> str:
    """The kind that something given as ``dtype=`` stands for."""
    name = dtype if isinstance(dtype, str) else getattr(dtype, "__name__", str(dtype))
    if name in NARROW:
        raise Unreadable(
            Text(f"범위를 넘으면 되돌아가는 {name}의 연산", f"arithmetic in {name}, which wraps around")
        )
    if name in ("float16", "half", "e", "f2"):
        raise Unreadable(
            Text("2048까지만 정수를 세는 float16", "float16, which counts whole numbers up to 2048")
        )
    noted = _cast_to.get()
    if noted is not None and _name_of(dtype) not in _USUAL:
        noted.add(_name_of(dtype))
    if isinstance(dtype, ScalarType):
        return dtype.reads_as
    for start, kind in (("float", "float"), ("int", "int"), ("bool", "bool")):
        if name.startswith(start):
            return kind
    if name in ("f", "f4", "f8", "d", "double", "single"):
        return "float"
    if name in ("i", "i4", "i8"):
        return "int"
    raise Unreadable(Text(f"자료형 {name}", f"the dtype {name}"))


def of(given: Any) -> ScalarType:
    """The dtype that a name or a type stands for."""
    if isinstance(given, ScalarType):
        return given
    kind = kind_of(given)
    return OF_KIND[kind] if _name_of(given) in _USUAL else ScalarType(_name_of(given), kind)
