"""Differentiation with SymPy, one entry at a time.

SymPy's ``.diff(MatrixSymbol)`` silently returns 0 for objectives of the kind that losses are, so the
gradient is always taken with respect to one entry (``w[i, j]``) of an index expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sympy import Add, Dummy, Expr, Indexed, Mul, Symbol, preorder_traversal
from sympy.concrete.expr_with_limits import ExprWithLimits

from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.steps import Undecidable, spend
from yudo.derivations.calculus.text import Text


def gradient(expression: Expr, *entries: Expr) -> Expr:
    """Differentiate an index expression with respect to entries of tensors, one after the other.

    Bound indices that the entries mention are renamed first: SymPy would take a bound ``d`` for the free ``d`` of ``x[n, d]`` and
    answer ``Sum(x[n, d], d).diff(x[n, d])`` with the size of the axis instead of 1.

    Raises
    ------
    Undecidable
        If an entry in it depends on others in a way that the expression does not show.
    """
    for one in _entries(expression):
        if getattr(one.base, "is_defined_elsewhere", False):
            raise Undecidable(Text(f"{one}의 미분", f"the derivative of {one}"))
    for entry in entries:
        expression = _depending(expression, entry)
        if bound_in(expression) & entry.free_symbols:
            expression = with_fresh_bounds(expression)
        spend(sum(1 for _ in preorder_traversal(expression)) // _NODES_PER_STEP)
        expression = expression.diff(entry)
    return expression


_NODES_PER_STEP = 8
"""Of an expression that is differentiated; in the time of a step of the algebra, about so many."""


def _depending(expression: Expr, entry: Expr) -> Expr:
    """The same without addends that do not depend on the entry: they would be differentiated to 0, one by one.

    Under a product they go only where one factor alone depends on it.
    """
    if isinstance(expression, Add):
        return Add(*(_depending(part, entry) for part in expression.args if _may_depend(part, entry)))
    if isinstance(expression, Sum):  # its limits are sizes
        return expression.func(_depending(expression.function, entry), *expression.limits)
    if isinstance(expression, Mul):
        moving = [part for part in expression.args if _may_depend(part, entry)]
        if len(moving) == 1:
            rest = (part for part in expression.args if part is not moving[0])
            return Mul(*rest, _depending(moving[0], entry))
    return expression


def _may_depend(expression: Expr, entry: Expr) -> bool:
    if not isinstance(entry, Indexed):
        return bool(expression.has(entry))
    return any(
        one.base == entry.base and not any(map(_differ, one.indices, entry.indices))
        for one in _entries(expression)
    )


@lru_cache(maxsize=65536)
def _entries(expression: Expr) -> frozenset[Indexed]:
    return frozenset(expression.atoms(Indexed))


def _differ(i: Expr, j: Expr) -> bool:
    return bool(i.is_Integer and j.is_Integer and i != j)


def with_fresh_bounds(expression: Expr) -> Expr:
    """Rename every bound index to a symbol that occurs nowhere else."""
    inner = {
        part: part.func(
            replaced(with_fresh_bounds(part.function), renaming),
            *((renaming[k], low, high.xreplace(renaming)) for k, low, high in part.limits),
        )
        for part in _outermost_binders(expression)
        for renaming in [{k: Dummy(k.name.lstrip("_"), integer=True) for k in part.bound_symbols}]
    }
    return replaced(expression, inner)


@lru_cache(maxsize=65536)
def bound_in(expression: Expr) -> frozenset[Symbol]:
    """The symbols that are bound somewhere in an expression."""
    binders = expression.atoms(ExprWithLimits)
    return frozenset(symbol for binder in binders for symbol in binder.bound_symbols)


def rebuilt(expression: Expr, parts: Sequence[Expr]) -> Expr:
    """The same with other parts, in which no index is bound again that is bound around it.

    SymPy would join ``Sum(Sum(f, k), k)`` into one sum.
    """
    if isinstance(expression, ExprWithLimits) and bound_in(parts[0]) & set(expression.bound_symbols):
        parts = [with_fresh_bounds(parts[0]), *parts[1:]]
    return expression.func(*parts)


def _outermost_binders(expression: Expr) -> list[ExprWithLimits]:
    if isinstance(expression, ExprWithLimits):
        return [expression]
    return [binder for part in expression.args for binder in _outermost_binders(part)]
