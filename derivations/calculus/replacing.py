"""Other parts in an expression, without asking again what has been asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def replaced(expression: Expr, replacement: Mapping[Any, Any]) -> Expr:
    """``expression.xreplace(replacement)``; what occurs several times is rewritten once, see `remade`."""
    known: dict[Basic, Basic] = dict(replacement)
    gets_names = _gets_names(expression, replacement)

    def rewritten(part: Basic) -> Basic:
        if part in known:
            return known[part]
        made = part
        if isinstance(part, Basic) and part.args:  # what an atom is made of may be no expression
            made = _remade(part, [rewritten(one) for one in part.args], gets_names)
        known[part] = made
        return made

    return rewritten(expression)


def remade(expression: Any, parts: Sequence[Any]) -> Any:
    """The same of other parts, ``expression.func(*parts)``, where nothing is asked of it that has been asked.

    A function is not evaluated again where its argument stays a sum, or a product, or whatever it was, nor is
    a power of a sum, nor a sum or a product whose parts do not meet. The algebra reads ``exp(0)`` as it reads 1.
    """
    return _remade(expression, parts, False)


def _remade(expression: Any, parts: Sequence[Any], gets_names: bool) -> Any:
    if all(new is old for new, old in zip(parts, expression.args, strict=True)):
        return expression
    order = _ORDERS.get(expression.func)
    if order is not None and (gets_names or _stay_apart(expression, parts)):
        return expression.func(*_in_order(parts, order), evaluate=False)
    if _is_evaluated(expression) and parts[0].func is expression.args[0].func:
        return expression.func(*parts, evaluate=False)
    return expression.func(*parts)


def _stay_apart(whole: Basic, parts: Sequence[Basic]) -> bool:
    """Whether the new parts of a sum or product are as many and of the same kinds as the old ones."""
    if whole.func not in _WITHOUT_NUMBERS or any(
        new.func is not old.func for new, old in zip(parts, whole.args, strict=True)
    ):
        return False
    return len({*map(_WITHOUT_NUMBERS[whole.func], parts)}) == len(parts)


_WITHOUT_NUMBERS: dict[Any, Callable[[Any], Any]] = {
    Add: lambda term: term.as_coeff_Mul()[1],
    Mul: lambda factor: factor.as_base_exp()[0],
}
"""What terms must have in common to be one term, and factors to be one factor."""


def _in_order(parts: Sequence[Basic], order: Callable[[Basic], Any]) -> list[Basic]:
    """The arguments as SymPy has them: a number first."""
    number = [*parts[:1]] if parts[0].is_Number else []
    return number + sorted(parts[len(number) :], key=order)


def _gets_names(expression: Expr, renaming: Mapping[Any, Any]) -> bool:
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
