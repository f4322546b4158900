"""Other indices in an expression, without asking again what has been asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cmp_to_key, lru_cache
from typing import Any

from sympy import (
    Add,
    Basic,
    Expr,
    KroneckerDelta,
    Mul,
    Pow,
    Symbol,
    atan,
    cos,
    default_sort_key,
    erf,
    exp,
    log,
    sin,
    tanh,
)

_EVALUATED = (atan, cos, erf, exp, log, sin, tanh)
"""Functions for which SymPy looks for a value whenever they are made; of a power of a sum, too.

It asks for the signs of all that they are made of, which takes most of the time.
"""


_ORDERS = {
    Add: cmp_to_key(Basic.compare),
    Mul: cmp_to_key(Basic.compare),
    KroneckerDelta: default_sort_key,
}
"""In which order SymPy keeps the arguments, which do not meet in other ways when they have other names."""


def renamed(expression: Expr, renaming: Mapping[Expr, Expr]) -> Expr:
    """``expression.xreplace(renaming)``, for other indices; what occurs several times is rewritten once.

    A function is not evaluated again where its argument stays a sum, or a product, or whatever it was, nor is
    a power of a sum, nor a sum or a product where indices get other names and none the name of another. The
    algebra reads ``exp(0)`` as it reads 1.
    """
    known: dict[Basic, Basic] = dict(renaming)
    gets_names = _gets_names(expression, renaming)

    def rewritten(part: Basic) -> Basic:
        if part in known:
            return known[part]
        made = part
        if isinstance(part, Basic) and part.args:  # what an atom is made of may be no expression
            parts = [rewritten(one) for one in part.args]
            if any(new is not old for new, old in zip(parts, part.args, strict=True)):
                order = _ORDERS.get(part.func) if gets_names else None
                if order is not None:
                    made = part.func(*_in_order(parts, order), evaluate=False)
                else:
                    stays = _is_evaluated(part) and parts[0].func is part.args[0].func
                    made = part.func(*parts, evaluate=False) if stays else part.func(*parts)
        known[part] = made
        return made

    return rewritten(expression)


def _in_order(parts: list[Basic], order: Callable[[Basic], Any]) -> list[Basic]:
    """The arguments as SymPy has them: a number first."""
    number = parts[:1] if parts[0].is_Number else []
    return number + sorted(parts[len(number) :], key=order)


def _gets_names(expression: Expr, renaming: Mapping[Expr, Expr]) -> bool:
    """Whether indices get other names, different ones that do not occur in the expression."""
    if not all(isinstance(k, Symbol) and isinstance(new, Symbol) for k, new in renaming.items()):
        return False
    if any(k.assumptions0 != new.assumptions0 for k, new in renaming.items()):
        return False
    new = {*renaming.values()}
    return len(new) == len(renaming) and not new & (_symbols_in(expression) - renaming.keys())


@lru_cache(maxsize=65536)
def _symbols_in(part: Basic) -> frozenset[Symbol]:
    if isinstance(part, Symbol):
        return frozenset((part,))
    return frozenset[Symbol]().union(*(_symbols_in(one) for one in part.args if isinstance(one, Basic)))


def _is_evaluated(part: Basic) -> bool:
    return isinstance(part, _EVALUATED) or (
        isinstance(part, Pow) and part.base.is_Add and part.exp.is_Rational
    )
