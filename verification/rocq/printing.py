"""Terms in Rocq's notation: as syntax of the theory, and as the ordinary mathematics that they mean.

That both say the same is checked by Rocq's kernel, not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yudo.verification.rocq.terms import (
    ONE,
    Add,
    Const,
    Context,
    Delta,
    Entry,
    Exp,
    Expr,
    Idx,
    Inv,
    Lab,
    Len,
    Ln,
    Max,
    Minus,
    Mul,
    Neg,
    Num,
    Plus,
    Relu,
    Size,
    Step,
    Sum,
    Times,
    Var,
    sigmoid,
)

# -- as syntax -------------------------------------------------------------------------------------------


def syntax(e: Expr | Idx) -> str:
    """A term as the theory's own syntax."""
    match e:
        case Var(v):
            return f"Var {v}"
        case Num(n):
            return f"Num {n}"
        case Lab(y, places):
            return f"Lab {y} [{'; '.join(map(syntax, places))}]"
        case Len(s):
            return f"Len {s}"
        case Plus(i, j) | Times(i, j) | Minus(i, j):
            return f"{type(e).__name__} ({syntax(i)}) ({syntax(j)})"
        case Const(q):
            return (
                f"Const {q.numerator}" if q.denominator == 1 else f"Const ({q.numerator} # {q.denominator})"
            )
        case Size(s):
            return f"Size {s}"
        case Entry(f, places):
            return f"Entry {f} [{'; '.join(map(syntax, places))}]"
        case Delta(i, j):
            return f"Delta ({syntax(i)}) ({syntax(j)})"
        case Sum(k, s, a) | Max(k, s, a):
            return f"{type(e).__name__} {k} {s} ({syntax(a)})"
        case Add(a, b) | Mul(a, b):
            return f"{type(e).__name__} ({syntax(a)}) ({syntax(b)})"
        case Neg(a) | Inv(a) | Exp(a) | Ln(a) | Step(a) | Relu(a):
            return f"{type(e).__name__} ({syntax(a)})"
    raise TypeError(f"not a term: {e!r}")


def context_syntax(c: Context) -> str:
    """A context as a record of the theory."""
    ranges = "; ".join(f"({v}, {s})%N" for v, s in c.ranges)
    domains = "; ".join(f"([{'; '.join(map(str, ds))}], {g})%N" for ds, g in c.domains)
    facts = "; ".join(map(syntax, c.facts))
    return f"{{| ranges := [{ranges}]; domains := [{domains}]; facts := [{facts}] |}}"


# -- as mathematics --------------------------------------------------------------------------------------

_SUM, _PRODUCT, _SIGN, _POWER, _APPLIED = range(5)
"""How tightly an expression holds together."""

_ARITHMETIC = {Plus: (_SUM, "+"), Minus: (_SUM, "-"), Times: (_PRODUCT, "*")}


@dataclass(frozen=True)
class Moved:
    """The entry of a tensor that moves, as ``moved2 w i j t`` writes it."""

    g: int
    places: tuple[Idx, ...]


@dataclass
class Vocabulary:
    """How numbers are called in a statement.

    Attributes
    ----------
    sizes, tensors, labels
        By number: names, or applications such as ``W (l + 1)``.
    variables
        Free indices by number.
    taken
        Names that no bound variable may have.
    """

    sizes: Sequence[str]
    tensors: Sequence[str]
    labels: Sequence[str]
    variables: dict[int, str]
    taken: frozenset[str]
    time: str = "t"
    """By how much the entry moves."""
    steps: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Powers to a size less 1, of which one factor more is written as that to the size: base and size."""

    def index(self, i: Idx, scope: dict[int, str]) -> str:
        """An index as an argument."""
        written, strength = self.natural(i, scope)
        if strength == _POWER:
            return f"({written})"
        written = written if strength == _APPLIED else f"({written})"
        return written if isinstance(i, (Var, Len)) else f"{written}%nat"

    def natural(self, i: Idx, scope: dict[int, str]) -> tuple[str, int]:
        """An index as a natural number, and how tightly it holds together."""
        match i:
            case Var(v):
                return scope.get(v) or self.variables[v], _APPLIED
            case Num(n):
                return str(n), _APPLIED
            case Lab(y, places):
                return " ".join([self.labels[y], *(self.index(place, scope) for place in places)]), _POWER
            case Len(s):
                return self.sizes[s], _APPLIED
            case Plus(a, b) | Times(a, b) | Minus(a, b):
                strength, sign = _ARITHMETIC[type(i)]
                (left, loose), (right, tight) = self.natural(a, scope), self.natural(b, scope)
                left = left if loose >= strength else f"({left})"
                return f"{left} {sign} {right if tight > strength else f'({right})'}", strength
        raise TypeError(f"not an index: {i!r}")

    def fresh(self, s: int, scope: dict[int, str]) -> str:
        """A name for a variable bound below a size, not taken here: ``n`` for ``N``."""
        size = re.sub(r"\W", "", self.sizes[s])
        name = size.lower() if size.lower() != size else f"i_{size}"
        while name in self.taken or name in scope.values():
            name += "'"
        return name

    def mathematics(self, e: Expr, moved: Moved | None = None) -> str:
        """A term as ordinary mathematics, with an entry moved by ``t`` if one is."""
        return self.within(e, _SUM, {}, moved)

    def within(self, e: Expr, least: int, scope: dict[int, str], moved: Moved | None = None) -> str:
        """A term where what holds together less than ``least`` needs parentheses."""
        written, strength = self._written(e, scope, moved)
        return written if strength >= least else f"({written})"

    def _written(self, e: Expr, scope: dict[int, str], moved: Moved | None) -> tuple[str, int]:
        def go(part: Expr, least: int) -> str:
            return self.within(part, least, scope, moved)

        base, exponent = _as_power(e)
        if exponent > 1:
            return f"{go(base, _APPLIED)} ^ {exponent}", _POWER
        match e:
            case Const(q):
                if q.denominator == 1:
                    return str(q.numerator), _APPLIED
                return f"{q.numerator} / {q.denominator}", _PRODUCT
            case Size(s):
                return f"INR {_argument(self.sizes[s])}", _POWER
            case Entry(f, places):
                return self._entry(f, places, scope, moved)
            case Add(a, Neg(b)):
                return f"{go(a, _SUM)} - {go(b, _PRODUCT)}", _SUM
            case Add(a, b):
                return f"{go(a, _SUM)} + {go(b, _PRODUCT)}", _SUM
            case Neg(a):
                return f"- {go(a, _POWER)}", _SIGN
            case Mul(Entry(g, ()), Entry(f, ())) if f in self.steps and self.steps[f][0] == g:
                return f"pow {self.tensors[g]} {self.sizes[self.steps[f][1]]}", _POWER
            case Mul(a, Inv(b)) if sigmoid_argument(Inv(b)) is None:
                return f"{go(a, _PRODUCT)} / {go(b, _SIGN)}", _PRODUCT
            case Mul(a, b):
                return f"{go(a, _PRODUCT)} * {go(b, _SIGN)}", _PRODUCT
            case Inv(a):
                inner = sigmoid_argument(e)
                if inner is not None:
                    return f"sigmoid {go(inner, _APPLIED)}", _POWER
                return f"/ {go(a, _POWER)}", _SIGN
            case Exp(Mul(Const(q), Ln(a))):
                return f"Rpower {go(a, _APPLIED)} ({_ratio(q)})", _POWER
            case Exp(a):
                return f"exp {go(a, _APPLIED)}", _POWER
            case Ln(a):
                return f"ln {go(a, _APPLIED)}", _POWER
            case Step(a):
                return f"step {go(a, _APPLIED)}", _POWER
            case Relu(a):
                return f"relu {go(a, _APPLIED)}", _POWER
            case Delta(i, j):
                return f"delta {self.index(i, scope)} {self.index(j, scope)}", _POWER
            case Sum(k, s, a) | Max(k, s, a):
                word = "sumn" if isinstance(e, Sum) else "maxn"
                name = self.fresh(s, scope)
                body = self.within(a, _SUM, {**scope, k: name}, moved)
                return f"{word} {_argument(self.sizes[s])} (fun {name} => {body})", _POWER
        raise TypeError(f"not a term: {e!r}")

    def _entry(
        self, f: int, places: tuple[Idx, ...], scope: dict[int, str], moved: Moved | None
    ) -> tuple[str, int]:
        head = self.tensors[f]
        if moved is not None and moved.g == f:
            at = " ".join(self.index(i, {}) for i in moved.places)
            head = f"moved{len(places)} {_argument(head)} {at} {self.time}".replace("  ", " ")
        if not places:
            return head, _APPLIED if " " not in head else _POWER
        return f"{head} {' '.join(self.index(i, scope) for i in places)}", _POWER


def _argument(applied: str) -> str:
    return f"({applied})" if " " in applied else applied


def _ratio(q: Fraction) -> str:
    return str(q.numerator) if q.denominator == 1 else f"{q.numerator} / {q.denominator}"


def _as_power(e: Expr) -> tuple[Expr, int]:
    """``a * (a * 1)`` as ``(a, 2)``; anything else to the power 1."""
    base, exponent = e, 0
    rest = e
    while isinstance(rest, Mul) and (exponent == 0 or rest.a == base):
        base, rest, exponent = rest.a, rest.b, exponent + 1
    return (base, exponent) if exponent > 1 and rest == ONE else (e, 1)


def sigmoid_argument(e: Expr) -> Expr | None:
    """What the sigmoid is taken of, if the term is one."""
    match e:
        case Inv(Add(_, Exp(Neg(a)))) if e == sigmoid(a):
            return a
    return None
