"""Other indices in an expression, without asking again what has been asked of it."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Basic, Expr, Pow, erf, exp, log, tanh

_EVALUATED = (erf, exp, log, tanh)
"""Functions for which SymPy looks for a value whenever they are made; of a power of a sum, too.

It asks for the signs of all that they are made of, which takes most of the time.
"""


def renamed(expression: Expr, renaming: Mapping[Expr, Expr]) -> Expr:
    """``expression.xreplace(renaming)``, for other indices; what occurs several times is rewritten once.

    A function is not evaluated again where its argument stays a sum, or a product, or whatever it was, nor is
    a power of a sum. The algebra reads ``exp(0)`` as it reads 1.
    """
    known: dict[Basic, Basic] = dict(renaming)

    def rewritten(part: Basic) -> Basic:
        if part in known:
            return known[part]
        made = part
        if isinstance(part, Basic) and part.args:  # what an atom is made of may be no expression
            parts = [rewritten(one) for one in part.args]
            if any(new is not old for new, old in zip(parts, part.args, strict=True)):
                stays = _is_evaluated(part) and parts[0].func is part.args[0].func
                made = part.func(*parts, evaluate=False) if stays else part.func(*parts)
        known[part] = made
        return made

    return rewritten(expression)


def _is_evaluated(part: Basic) -> bool:
    return isinstance(part, _EVALUATED) or (
        isinstance(part, Pow) and part.base.is_Add and part.exp.is_Rational
    )
