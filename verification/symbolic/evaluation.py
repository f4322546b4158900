"""The numerical value of an index expression at small sizes, in 40 digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import mpmath
from sympy import (
    Abs,
    Add,
    E,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    Symbol,
    atan,
    cos,
    erf,
    exp,
    log,
    pi,
    sign,
    sin,
    tanh,
)

from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, floor, relu, rint, sigmoid, step
from yudo.derivations.calculus.steps import OutOfSteps, spend
from yudo.derivations.calculus.symbols import limits_of
from yudo.verification.symbolic.arrays.axes import INDEX, Before, FlatIndex
from yudo.verification.symbolic.arrays.content import UNWRITTEN
from yudo.verification.symbolic.arrays.maxima import PLACE
from yudo.verification.symbolic.arrays.ranges import Quotient, WindowCount
from yudo.verification.symbolic.recurrences import CarriedEntry, State

DIGITS = 40
ZERO = mpmath.mpf(10) ** -30
_CONSTANTS: Mapping[Expr, Callable[[], Any]] = {E: mpmath.e, pi: mpmath.pi}
_FUNCTIONS: Mapping[type, Callable[[Any], Any]] = {
    tanh: mpmath.tanh,
    erf: mpmath.erf,
    sin: mpmath.sin,
    cos: mpmath.cos,
    atan: mpmath.atan,
    floor: mpmath.floor,
    rint: mpmath.nint,
}


def _holds_entries(e: Expr) -> bool:
    """Whether an expression is made of more than deltas and numbers."""
    if isinstance(e, (KroneckerDelta, Integer)):
        return False
    return not (isinstance(e, Add) and not any(map(_holds_entries, e.args))) and not (
        isinstance(e, Mul) and not any(map(_holds_entries, e.args))
    )


class Undefined(ArithmeticError):
    """The expression has no real value here."""


class ScalarEvaluator:
    """Evaluates at given sizes (by symbol) and entries (by tensor name and indices).

    ``kinks`` counts the indicators whose argument was 0 and the maxima taken at several places: there a
    formula that was found by differentiating need not be a derivative.
    """

    def __init__(
        self,
        sizes: Mapping[Symbol, int],
        entries: Callable[[str, tuple[int, ...]], Any],
        digits: int = DIGITS,
    ):
        self._digits = digits
        self._sizes = dict(sizes)
        self._entries = entries
        self._totals: dict[Any, tuple[Any, int]] = {}
        """The values of sums and maxima at the indices that they depend on, and the kinks met in them."""
        self._free: dict[Expr, list[Symbol]] = {}
        self._states: dict[tuple[State, tuple[int, ...]], Any] = {}
        self.kinks = 0

    def __call__(self, expression: Expr, indices: Mapping[Symbol, int] | None = None) -> Any:
        """The value, as an mpmath number; raises `Undefined` where there is none."""
        with mpmath.workdps(self._digits):
            try:
                return self._value(expression, {**self._sizes, **(indices or {})})
            except OutOfSteps:
                raise
            except (ZeroDivisionError, OverflowError, ValueError) as reason:
                raise Undefined(str(reason)) from reason

    def _value(self, e: Expr, at: dict[Symbol, int]) -> Any:
        if e.is_Rational:
            return mpmath.mpf(int(e.p)) / int(e.q)
        if e in _CONSTANTS:
            return _CONSTANTS[e]()
        if isinstance(e, (Quotient, WindowCount)) and e not in at:
            return mpmath.mpf(e.at(at))
        if isinstance(e, Symbol):
            return mpmath.mpf(at[e]) if e in at else self._entry(e.name, ())
        if isinstance(e, Indexed):
            index = tuple(int(self._value(i, at)) for i in e.indices)
            if isinstance(e, CarriedEntry):
                return self._carried(e.base, index)
            return self._entry(e.base.name, index)
        if isinstance(e, Add):
            return mpmath.fsum(self._value(part, at) for part in e.args)
        if isinstance(e, Mul):
            return self._product(e, at)
        if isinstance(e, Pow):
            return self._power(self._value(e.base, at), e.exp, at)
        if isinstance(e, (Sum, Maximum)):
            return self._total(e, at)
        if isinstance(e, KroneckerDelta):
            return mpmath.mpf(int(self._value(e.args[0], at) == self._value(e.args[1], at)))
        return self._function(e, at)

    def _total(self, e: Sum | Maximum, at: dict[Symbol, int]) -> Any:
        if e not in self._free:
            self._free[e] = sorted((s for s in e.free_symbols if isinstance(s, Symbol)), key=str)
        key = e, *(at.get(s) for s in self._free[e])
        before = self.kinks
        if key not in self._totals:
            values = [self._value(e.function, at | one) for one in self._range(e, at)]
            if isinstance(e, Sum):
                value = mpmath.fsum(values)
            else:
                *others, value = sorted(values)
                self.kinks += bool(others) and value - others[-1] < ZERO
            self._totals[key] = value, self.kinks - before
        value, met = self._totals[key]
        self.kinks = before + met
        return value

    def _entry(self, name: str, index: tuple[int, ...]) -> Any:
        if name.startswith(INDEX):
            raise Undefined(f"the index {name} is bound by nothing")
        if name == UNWRITTEN.name:
            raise Undefined("memory that was never written")
        if name.startswith(PLACE):
            return mpmath.mpf(0)  # Any place does, and there is one.
        value = Fraction(self._entries(name, index))
        return mpmath.mpf(value.numerator) / value.denominator

    def _carried(self, state: State, index: tuple[int, ...]) -> Any:
        """What one run of a loop finds: it is asked of the runs before."""
        if (state, index) not in self._states:
            recurrence, (run, *place) = state.recurrence, index
            if run < 0:
                raise Undefined("what a run before the first finds")
            is_first = run == int(self._value(recurrence.first, self._sizes))
            entry = (state.start if is_first else state.step).at(tuple(map(Integer, place)))
            at = {**self._sizes, recurrence.run: recurrence.earlier(run)}
            self._states[state, index] = self._value(entry, at)
        return self._states[state, index]

    def _product(self, e: Expr, at: dict[Symbol, int]) -> Any:
        result = mpmath.mpf(1)
        # Deltas pick the terms that count: what others hold is not asked for.
        for part in sorted(e.args, key=_holds_entries):
            result *= self._value(part, at)
            if result == 0 and not _holds_entries(part):
                break
        return result

    def _power(self, base: Any, exponent: Expr, at: dict[Symbol, int]) -> Any:
        power = self._value(exponent, at)
        if base == 0 and power < 0:
            raise Undefined("division by zero")
        if base < 0 and power != int(power):
            raise Undefined("the root of a negative number")
        return base ** (int(power) if power == int(power) else power)

    def _range(self, e: Any, at: dict[Symbol, int]) -> list[dict[Symbol, int]]:
        limits = limits_of(e)
        ranges = [range(int(self._value(size, at))) for _, size in limits]
        spend(prod(map(len, ranges)))
        return [dict(zip((k for k, _ in limits), place, strict=True)) for place in product(*ranges)]

    def _function(self, e: Expr, at: dict[Symbol, int]) -> Any:
        if isinstance(e, (relu, sigmoid, Before, FlatIndex, AffineIndex)):
            return self._value(e.definition(), at)
        if isinstance(e, (Max, Min)):
            values = sorted((self._value(part, at) for part in e.args), reverse=isinstance(e, Max))
            self.kinks += values[0] == values[1]
            return values[0]
        value = self._value(e.args[0], at)
        if type(e) in _FUNCTIONS:
            return _FUNCTIONS[type(e)](value)
        if isinstance(e, (Abs, sign)):
            self.kinks += abs(value) <= ZERO
            return abs(value) if isinstance(e, Abs) else mpmath.sign(value)
        if isinstance(e, step):
            if not e.has(Maximum):
                self.kinks += abs(value) <= ZERO
            return mpmath.mpf(int(value > ZERO))
        if isinstance(e, exp):
            if abs(value) > 1000:
                raise Undefined("an exponential too large for floating point")
            return mpmath.exp(value)
        if isinstance(e, log):
            if value <= 0:
                raise Undefined("the logarithm of a number that is not positive")
            return mpmath.log(value)
        raise Undefined(f"no value for {type(e).__name__}")
