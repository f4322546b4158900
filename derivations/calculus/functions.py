"""Functions of the field that SymPy lacks, or reads differently at a kink."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Expr, Function, Indexed, Integer, Pow, Symbol, exp
from sympy.concrete.expr_with_limits import ExprWithLimits


class step(Function):  # type: ignore[misc]
    """The indicator ``[a > 0]``: 1 where ``a`` is positive, else 0, so 0 at the kink.

    SymPy's ``Heaviside(0)`` is 1/2, and NumPy code writes ``x > 0``; hence a function of our own.
    Its derivative is 0 wherever it exists, that is for ``a != 0``.
    """

    nargs = 1
    is_real = True
    is_nonnegative = True

    @classmethod
    def eval(cls, a: Expr) -> Expr | None:
        """Decide the sign of a number, of ``-log(2)`` as well as of -2."""
        if not a.is_number or a.is_positive is None:
            return None
        return Integer(1 if a.is_positive else 0)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return 0, the derivative away from the kink."""
        return Integer(0)


class relu(Function):  # type: ignore[misc]
    """``max(a, 0)``, with the derivative ``[a > 0]``: the convention at 0 is 0."""

    nargs = 1
    is_real = True

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ``step(a)``."""
        return step(self.args[0])

    def definition(self) -> Expr:
        """The function in terms of `step`."""
        return self.args[0] * step(self.args[0])


class sigmoid(Function):  # type: ignore[misc]
    """The logistic function ``1 / (1 + exp(-a))``."""

    nargs = 1
    is_real = True
    is_positive = True

    def fdiff(self, argindex: int = 1) -> Expr:
        """Differentiate the definition."""
        a = Symbol("a", real=True)
        return sigmoid(a).definition().diff(a).subs(a, self.args[0])

    def definition(self) -> Expr:
        """The function in terms of ``exp``."""
        a = self.args[0]
        # SymPy would ask for the sign of all that it is made of, which takes most of the time.
        return 1 / (1 + exp(-a)) if a.is_Number else Pow(1 + exp(-a, evaluate=False), -1, evaluate=False)


class floor(Function):  # type: ignore[misc]
    """The largest integer that is not above ``a``; its derivative is 0 wherever it exists.

    SymPy's own has none, and takes integers out of its argument.
    """

    nargs = 1
    is_real = True

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return 0, the derivative away from the integers."""
        return Integer(0)


class rint(Function):  # type: ignore[misc]
    """The nearest integer, of two equally near ones the even one; its derivative is 0 wherever it exists."""

    nargs = 1
    is_real = True

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return 0, the derivative away from the halves."""
        return Integer(0)


class AffineIndex(Function):  # type: ignore[misc]
    """A place along an axis that is computed, as where a window lies: ``stride * i + a``.

    It is within the axis, by whoever writes it. No sum over a whole axis picks it out: which places of an axis
    are met in this way, and how often, stays to be said by a delta.
    """

    nargs = 1
    is_integer = True
    is_nonnegative = True

    @classmethod
    def eval(cls, place: Expr) -> Expr | None:
        """A known place is itself, and a place computed from a computed place is one computed place."""
        if place.is_Integer:
            return place
        inner = place.atoms(AffineIndex)
        return cls(place.xreplace({one: one.definition() for one in inner})) if inner else None

    def definition(self) -> Expr:
        """The place as a number."""
        return self.args[0]


class _OverAxes(ExprWithLimits):  # type: ignore[misc]
    """An expression in which indices run over axes."""

    __slots__ = ()

    @property
    def free_symbols(self) -> set[Expr]:
        """What is not bound. SymPy rebuilds the whole expression to find out, each time that it is asked."""
        free: set[Expr] = set(self.function.free_symbols)
        for index, *bounds in self.limits:
            free = (free - {index}).union(*(bound.free_symbols for bound in bounds))
        return free


class Sum(_OverAxes, sympy.Sum):  # type: ignore[misc]
    """The sum of an expression as an index runs over an axis: ``sum_k f(k)``."""

    __slots__ = ()


class Maximum(_OverAxes):
    """The largest value of an expression as an index runs over an axis: ``max_k f(k)``."""

    __slots__ = ()

    def _eval_derivative(self, x: Expr) -> Expr:
        """Sum over the places where the maximum is taken, of which there is one off the ties.

        That needs the entries compared to be independent: one entry that moves with the index, to another
        place for each of its values, up to factors that do not and of which there may be one for each sign, as
        in an absolute value. Ties of their ReLUs at 0 are harmless, as no entry below 0 moves its ReLU.
        """
        compared = self.function.args[0] if isinstance(self.function, relu) else self.function
        entries = [e for e in compared.atoms(Indexed) if e.has(*self.bound_symbols)]
        moving = entries[0] if len(entries) == 1 else None
        if moving is None or not all(self._moves(moving, index) for index in self.bound_symbols):
            raise ValueError(f"ties of {self} may be common: its derivative is not taken")
        positive, negative = step(moving), step(-moving)
        slopes = [
            sympy.expand(compared.xreplace({positive: Integer(side), negative: Integer(1 - side)}) / moving)
            for side in (0, 1)
        ]
        if any(slope.has(*self.bound_symbols) for slope in slopes):
            raise ValueError(f"ties of {self} may be common: its derivative is not taken")
        taken = 1 - step(self - self.function)
        return Sum(taken * self.function.diff(x), *self.limits)

    def _moves(self, entry: Indexed, index: Symbol) -> bool:
        """Whether a place along an axis, the index or linear in it, differs for any two of its values."""
        others = {*self.bound_symbols} - {index}
        for place in entry.indices:
            number = place.definition() if isinstance(place, AffineIndex) else place
            slope = number.diff(index) if not number.has(Indexed) else Integer(0)
            if slope.is_nonzero and not slope.has(*self.bound_symbols) and not number.has(*others):
                return True
        return False

    def _eval_is_real(self) -> Any:
        return self.function.is_real


def maximum(expression: Expr, over: tuple[Symbol, Expr]) -> Maximum:
    """The largest value over a whole axis: ``maximum(x[n, k], (k, C))``."""
    index, size = over
    return Maximum(expression, (index, 0, size - 1))
