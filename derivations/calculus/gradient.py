"""Differentiation with SymPy, one entry at a time.

SymPy's ``.diff(MatrixSymbol)`` silently returns 0 for objectives of the kind that losses are, so the
gradient is always taken with respect to one entry (``w[i, j]``) of an index expression.
"""

from __future__ import annotations

from sympy import Dummy, Expr
from sympy.concrete.expr_with_limits import ExprWithLimits


def gradient(expression: Expr, *entries: Expr) -> Expr:
    """Differentiate an index expression with respect to entries of tensors, one after the other.

    Bound indices are renamed first: SymPy would take a bound ``d`` for the free ``d`` of ``x[n, d]`` and
    answer ``Sum(x[n, d], d).diff(x[n, d])`` with the size of the axis instead of 1.
    """
    for entry in entries:
        expression = with_fresh_bounds(expression).diff(entry)
    return expression


def with_fresh_bounds(expression: Expr) -> Expr:
    """Rename every bound index to a symbol that occurs nowhere else."""
    inner = {
        part: part.func(
            with_fresh_bounds(part.function).xreplace(renaming),
            *((renaming[k], low, high.xreplace(renaming)) for k, low, high in part.limits),
        )
        for part in _outermost_binders(expression)
        for renaming in [{k: Dummy(k.name.lstrip("_"), integer=True) for k in part.bound_symbols}]
    }
    return expression.xreplace(inner)


def _outermost_binders(expression: Expr) -> list[ExprWithLimits]:
    if isinstance(expression, ExprWithLimits):
        return [expression]
    return [binder for part in expression.args for binder in _outermost_binders(part)]
