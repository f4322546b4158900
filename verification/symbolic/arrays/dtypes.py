"""Data types, as far as symbols need them: float, int or bool."""

from __future__ import annotations

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
        self.char = self.kind
        self.itemsize = 8
        self.type = self

    def __call__(self, value: Any = 0) -> Any:
        """Cast a scalar."""
        return self.made_with(value).astype(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ScalarType):
            return self.name == other.name
        return kind_of(other) == self.reads_as if isinstance(other, (str, type)) else NotImplemented

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


NARROW = frozenset(
    [
        *("int8", "int16", "uint8", "uint16", "uint32", "uint64", "uint", "byte", "ubyte", "short", "ushort"),
        *("b", "B", "h", "H", "i1", "i2", "u1", "u2", "u4", "u8"),
    ]
)
"""Integers whose range code may leave; those of 32 and 64 bits are taken for whole numbers."""


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
