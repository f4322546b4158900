"""From SymPy expressions to the algebra and back: normal form, equality, difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import permutations
from typing import Any

import sympy
from sympy import (
    Abs,
    Add,
    Derivative,
    E,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    atan,
    cos,
    erf,
    exp,
    log,
    pi,
    sign,
    sin,
    sympify,
    tanh,
)

from yudo.derivations.calculus import algebra
from yudo.derivations.calculus.algebra import Atom, Bound, Monomial, Polynomial, Undecidable
from yudo.derivations.calculus.functions import Maximum, Sum, floor, relu, rint, sigmoid, step
from yudo.derivations.calculus.gradient import gradient
from yudo.derivations.calculus.steps import spend
from yudo.derivations.calculus.symbols import limits_of
from yudo.derivations.calculus.text import Text


def normal_form(expression: Expr) -> Expr:
    """The canonical SymPy expression for an index expression.

    Equal normal forms mean equal values at all sizes, wherever both sides are defined.
    """
    return expression_of(polynomial(sympify(expression)))


def equal(a: Expr, b: Expr) -> bool:
    """Whether ``a = b`` is shown, in exact real arithmetic and for all sizes. No means "not shown"."""
    return algebra.is_zero(polynomial(sympify(a)) - polynomial(sympify(b)))


def difference(a: Expr, b: Expr) -> Expr:
    """``a - b`` in normal form; 0 if they are shown equal."""
    gap = polynomial(sympify(a)) - polynomial(sympify(b))
    return Integer(0) if algebra.is_zero(gap) else expression_of(gap)


@lru_cache(maxsize=16384)
def polynomial(expression: Expr) -> Polynomial:
    """Read a SymPy expression into the algebra.

    Raises `Undecidable` for what the algebra has no reading for.
    """
    for kind, read in _READERS.items():
        if isinstance(expression, kind):
            return read(expression)
    raise Undecidable(
        Text(
            f"읽는 법을 모르는 식 {type(expression).__name__}: {expression}",
            f"no reading for {type(expression).__name__}: {expression}",
        )
    )


def _read_power(e: Expr) -> Polynomial:
    base, exponent = e.args
    if exponent.is_Rational:
        return algebra.power(polynomial(base), Fraction(int(exponent.p), int(exponent.q)))
    if base.is_positive:
        return algebra.exponential(polynomial(exponent) * algebra.logarithm(polynomial(base)))
    raise Undecidable(
        Text(
            f"읽는 법을 모르는 거듭제곱 {e}: 지수가 수도 아니고 밑이 양수도 아니다",
            f"no reading for the power {e}: neither is its exponent a number nor its base positive",
        )
    )


def _read_sum(e: Expr) -> Polynomial:
    return algebra.total_over(polynomial(e.function), limits_of(e))


def _read_maximum(e: Expr) -> Polynomial:
    value = polynomial(e.function)
    bounds = limits_of(e)
    orders: list[Sequence[Bound]] = [bounds]
    if not any(size.has(*e.bound_symbols) for _, size in bounds):
        # SymPy joins a maximum of maxima. Which comes first does not matter: take one order of all.
        by_size = sorted(str(size) for _, size in bounds)
        orders = [order for order in permutations(bounds) if [str(size) for _, size in order] == by_size]
    return min((reduce(algebra.maximum_over, order, value) for order in orders), key=lambda one: one.key)


def _read_add(e: Expr) -> Polynomial:
    result = algebra.number(0)
    for part in e.args:
        result = result + polynomial(part)
    return result


def _read_mul(e: Expr) -> Polynomial:
    result = algebra.number(1)
    for part in e.args:
        result = result * polynomial(part)
    return result


def _read_tanh(e: Expr) -> Polynomial:
    squared = algebra.exponential(polynomial(e.args[0]).scaled(2))
    one = algebra.number(1)
    return (squared - one) * algebra.power(squared + one, -1)


def _read_larger(e: Expr) -> Polynomial:
    """``max(a, b) = b + max(a - b, 0)`` and ``min(a, b) = b - max(b - a, 0)``, folded over the arguments."""
    turn = 1 if isinstance(e, Max) else -1
    result, *rest = (polynomial(part) for part in e.args)
    for other in rest:
        result = other + algebra.positive_part((result - other).scaled(turn)).scaled(turn)
    return result


def _read_sign(e: Expr) -> Polynomial:
    of = polynomial(e.args[0])
    return algebra.indicator(of) - algebra.indicator(of.scaled(-1))


def _read_abs(e: Expr) -> Polynomial:
    of = polynomial(e.args[0])
    return algebra.positive_part(of) + algebra.positive_part(of.scaled(-1))


_READERS: dict[Any, Callable[[Any], Polynomial]] = {
    Rational: lambda e: algebra.number(Fraction(int(e.p), int(e.q))),
    Indexed: lambda e: algebra.entry(e.base, e.indices, positive=bool(e.is_positive)),
    Symbol: algebra.symbol,
    Add: _read_add,
    Mul: _read_mul,
    exp: lambda e: algebra.exponential(polynomial(e.args[0])),
    type(E): lambda _: algebra.exponential(algebra.number(1)),
    type(pi): algebra.symbol,
    Pow: _read_power,
    log: lambda e: algebra.logarithm(polynomial(e.args[0])),
    sympy.Sum: _read_sum,  # as what SymPy itself returns may hold its own
    KroneckerDelta: lambda e: algebra.delta(*e.args),
    step: lambda e: algebra.indicator(polynomial(e.args[0])),
    relu: lambda e: algebra.positive_part(polynomial(e.args[0])),
    sigmoid: lambda e: polynomial(e.definition()),
    Maximum: _read_maximum,
    Derivative: lambda e: polynomial(gradient(e.expr, *e.variables)),
    tanh: _read_tanh,
    erf: lambda e: algebra.error_function(polynomial(e.args[0])),
    sin: lambda e: algebra.sine(polynomial(e.args[0])),
    cos: lambda e: algebra.cosine(polynomial(e.args[0])),
    atan: lambda e: algebra.inverse_tangent(polynomial(e.args[0])),
    floor: lambda e: algebra.rounded("floor", polynomial(e.args[0])),
    rint: lambda e: algebra.rounded("rint", polynomial(e.args[0])),
    (Max, Min): _read_larger,
    sign: _read_sign,
    Abs: _read_abs,
}


def known_kinds() -> list[type]:
    """The classes of SymPy and of the calculus that expressions of records are made of."""
    return [kind for kinds in _READERS for kind in (kinds if isinstance(kinds, tuple) else (kinds,))]


# -- and back -----------------------------------------------------------------------------------------


def expression_of(of: Polynomial) -> Expr:
    """The SymPy expression for a polynomial of the algebra."""
    return Add(*(_rational(c) * _expression_of_monomial(m) for m, c in of.ordered()))


def _expression_of_monomial(monomial: Monomial) -> Expr:
    spend(1)  # what is within itself again and again, as states of a recurrent net are, grows beyond measure
    exponent = Add(
        *(expression_of(atom.args[0]) * _rational(e) for atom, e in monomial if atom.kind == "exp")
    )
    factors = [_WRITERS[atom.kind](atom) ** _rational(e) for atom, e in monomial if atom.kind != "exp"]
    return Mul(*factors) * exp(exponent)


def _rational(c: Fraction | int) -> Rational:
    return Rational(c.numerator, c.denominator)


def _write_sum(atom: Atom) -> Expr:
    bounds, body = atom.args
    return Sum(_expression_of_monomial(body), *((k, 0, size - 1) for k, size in bounds))


def _write_maximum(atom: Atom) -> Expr:
    bounds, body = atom.args
    return Maximum(expression_of(body), *((k, 0, size - 1) for k, size in bounds))


_WRITERS: dict[str, Callable[[Atom], Expr]] = {
    "symbol": lambda atom: atom.args[0],
    "entry": lambda atom: atom.args[0][atom.args[1]],
    "delta": lambda atom: KroneckerDelta(*atom.args),
    "step": lambda atom: step(expression_of(atom.args[0])),
    "base": lambda atom: expression_of(atom.args[0]),
    "prime": lambda atom: Integer(atom.args[0]),
    "log": lambda atom: log(expression_of(atom.args[0])),
    "erf": lambda atom: erf(expression_of(atom.args[0])),
    "sin": lambda atom: sin(expression_of(atom.args[0])),
    "cos": lambda atom: cos(expression_of(atom.args[0])),
    "atan": lambda atom: atan(expression_of(atom.args[0])),
    "floor": lambda atom: floor(expression_of(atom.args[0])),
    "rint": lambda atom: rint(expression_of(atom.args[0])),
    "sum": _write_sum,
    "maximum": _write_maximum,
}
