"""Index expressions as data: the syntax of ``theory/Language.v``, constructor by constructor.

Index variables, sizes, tensors and labels are numbers, each kind counted by itself. Nothing here depends on
SymPy or on Rocq.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction


class Idx:
    """A place along an axis."""


@dataclass(frozen=True, slots=True)
class Var(Idx):
    """An index variable."""

    v: int


@dataclass(frozen=True, slots=True)
class Num(Idx):
    """A place that is known."""

    n: int


@dataclass(frozen=True, slots=True)
class Lab(Idx):
    """The label that stands at a place: ``y[n, t]``."""

    y: int
    l: tuple[Idx, ...]  # noqa: E741  (the letter of Language.v)


@dataclass(frozen=True, slots=True)
class Len(Idx):
    """The size of an axis."""

    s: int


@dataclass(frozen=True, slots=True)
class Plus(Idx):
    """``i + j``."""

    i: Idx
    j: Idx


@dataclass(frozen=True, slots=True)
class Times(Idx):
    """``i j``."""

    i: Idx
    j: Idx


@dataclass(frozen=True, slots=True)
class Minus(Idx):
    """``i - j``, which is 0 for ``i < j``."""

    i: Idx
    j: Idx


class Expr:
    """A real number in terms of entries of tensors."""


@dataclass(frozen=True, slots=True)
class Const(Expr):
    """A rational number."""

    q: Fraction


@dataclass(frozen=True, slots=True)
class Size(Expr):
    """The size of an axis, as a number."""

    s: int


@dataclass(frozen=True, slots=True)
class Entry(Expr):
    """An entry of a tensor."""

    f: int
    l: tuple[Idx, ...]  # noqa: E741  (the letter of Language.v)


@dataclass(frozen=True, slots=True)
class Add(Expr):
    """``a + b``."""

    a: Expr
    b: Expr


@dataclass(frozen=True, slots=True)
class Neg(Expr):
    """``-a``."""

    a: Expr


@dataclass(frozen=True, slots=True)
class Mul(Expr):
    """``a b``."""

    a: Expr
    b: Expr


@dataclass(frozen=True, slots=True)
class Inv(Expr):
    """``1 / a``, which is 0 for ``a = 0``."""

    a: Expr


@dataclass(frozen=True, slots=True)
class Exp(Expr):
    """The exponential."""

    a: Expr


@dataclass(frozen=True, slots=True)
class Ln(Expr):
    """The natural logarithm, which is 0 for ``a <= 0``."""

    a: Expr


@dataclass(frozen=True, slots=True)
class Step(Expr):
    """1 where ``a`` is positive, else 0."""

    a: Expr


@dataclass(frozen=True, slots=True)
class Relu(Expr):
    """``max(a, 0)``."""

    a: Expr


@dataclass(frozen=True, slots=True)
class Delta(Expr):
    """1 where two indices are equal, else 0."""

    i: Idx
    j: Idx


@dataclass(frozen=True, slots=True)
class Sum(Expr):
    """The sum over the index ``k`` below the size ``s``."""

    k: int
    s: int
    a: Expr


@dataclass(frozen=True, slots=True)
class Max(Expr):
    """The maximum over the index ``k`` below the size ``s``."""

    k: int
    s: int
    a: Expr


@dataclass(frozen=True, slots=True)
class Context:
    """What is known: ``ctx`` of ``theory/Norm.v``."""

    ranges: tuple[tuple[int, int], ...] = ()
    """Index variables, each with the size that it stays below."""
    domains: tuple[tuple[tuple[int, ...], int], ...] = ()
    """For each label, the sizes that it is indexed by and the size that it stays below."""
    facts: tuple[Expr, ...] = ()
    """Expressions that are positive by hypothesis."""


ZERO, ONE = Const(Fraction(0)), Const(Fraction(1))


def parts(e: Expr) -> Iterator[Expr]:
    """The expressions that an expression is made of directly."""
    for field in fields(e):  # type: ignore[arg-type]
        part = getattr(e, field.name)
        if isinstance(part, Expr):
            yield part


def parts_idx(i: Idx) -> tuple[Idx, ...]:
    """The indices that an index is made of directly."""
    match i:
        case Lab(_, places):
            return places
        case Plus(a, b) | Times(a, b) | Minus(a, b):
            return a, b
    return ()


def walk(e: Expr) -> Iterator[Expr]:
    """An expression and all that it is made of."""
    yield e
    for part in parts(e):
        yield from walk(part)


def mentions(g: int, e: Expr) -> bool:
    """Whether the tensor ``g`` occurs."""
    return e.f == g if isinstance(e, Entry) else any(mentions(g, part) for part in parts(e))


def power(base: Expr, exponent: int) -> Expr:
    """``base ^ exponent`` for a natural number, as Rocq's ``pow`` unfolds."""
    made: Expr = ONE
    for _ in range(exponent):
        made = Mul(base, made)
    return made


def sigmoid(a: Expr) -> Expr:
    """``1 / (1 + exp(-a))``."""
    return Inv(Add(ONE, Exp(Neg(a))))


def tanh(a: Expr) -> Expr:
    """``(exp(a) - exp(-a)) / (exp(a) + exp(-a))``."""
    falling = Exp(Neg(a))
    return Mul(Add(Exp(a), Neg(falling)), Inv(Add(Exp(a), falling)))
