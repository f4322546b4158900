"""Whether an expression is a real number, whatever the inputs are.

In NumPy ``log(-1)`` is ``nan``, and code can notice: by ``isnan``, by a comparison, which is false, or by a
``ValueError`` of `math`. An expression knows nothing of it, and ``sqrt(x) ** 2`` is simply ``x``. So where
code could notice, it must be certain that there is nothing to be noticed. The rules say yes of what is always
a number, not of all that is.
"""

from __future__ import annotations

from functools import lru_cache

from sympy import Abs, Add, Expr, Integer, KroneckerDelta, Mul, Pow, exp, expand_mul, log

from yudo.derivations.calculus.functions import Maximum, Sum, relu, sigmoid, step
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.content import doubt, is_in_doubt
from yudo.verification.symbolic.arrays.errors import Unreadable

_MOST_SPLITS = 3
_Facts = frozenset[Expr]


def need_number(*expressions: Expr) -> None:
    """Raise where code would notice that an expression is no number, or was made of none, and may be so."""
    for one in expressions:
        if is_in_doubt() or not is_number(one):
            raise Unreadable(
                Text(f"실수가 아닐 수도 있는 {one}", f"{one}, which may be no real number, is looked at")
            )


@lru_cache(maxsize=100_000)
def is_number(e: Expr) -> bool:
    """Whether it is certainly a real number: no root or logarithm of what may be negative, nothing over 0."""
    if isinstance(e, log) and not is_positive(e.args[0]):
        return False
    if isinstance(e, Pow) and not is_power_a_number(*e.args):
        return False
    return all(is_number(part) for part in e.args if isinstance(part, Expr))


def is_power_a_number(base: Expr, power: Expr) -> bool:
    """Whether ``base ** power`` is a real number if both are."""
    if power.is_integer and power.is_nonnegative:
        return True
    if power.is_integer:
        return bool(base.is_number and base.is_nonzero) or is_positive(base) or is_positive(-base)
    return is_positive(base) or bool(power.is_positive and is_nonnegative(base))


def doubted(made: Expr, certainly: bool) -> Expr:
    """What was made, with a note unless it is certainly a number."""
    if not certainly:
        doubt()
    return made


def is_positive(e: Expr) -> bool:
    """Whether it is certainly greater than 0, where it is a number."""
    return _has_sign(e, True, frozenset())


def is_nonnegative(e: Expr) -> bool:
    """Whether it is certainly at least 0, where it is a number."""
    return _has_sign(e, False, frozenset())


@lru_cache(maxsize=100_000)
def _has_sign(e: Expr, strictly: bool, positive: _Facts) -> bool:
    """Whether ``e > 0``, or ``e >= 0``, where all of ``positive`` are."""
    if _is_seen(e, strictly, positive):
        return True
    splits = sorted((one for one in e.atoms(step, relu) if not _bound_in(one, e)), key=str)
    if not splits or len(positive) >= _MOST_SPLITS:
        return False
    (one, *_) = splits
    (a,) = one.args
    above = a if isinstance(one, relu) else Integer(1)
    return _has_sign(expand_mul(e.xreplace({one: above})), strictly, positive | {a}) and _has_sign(
        expand_mul(e.xreplace({one: Integer(0)})), strictly, positive
    )


def _bound_in(one: Expr, e: Expr) -> bool:
    """Whether a sum or a maximum within ``e`` runs over an index of ``one``."""
    return any(one.free_symbols & {*over.variables} for over in e.atoms(Sum, Maximum))


def _is_seen(e: Expr, strictly: bool, positive: _Facts) -> bool:
    def inside(part: Expr, strictly: bool = strictly) -> bool:
        return _has_sign(part, strictly, positive)

    if e in positive or isinstance(e, (exp, sigmoid)):
        return True
    if e.is_number or e.is_Symbol:
        return bool(e.is_positive if strictly else e.is_nonnegative)
    if isinstance(e, (step, relu, KroneckerDelta, Abs)):
        return not strictly
    if isinstance(e, Add):
        return all(inside(part, False) for part in e.args) and (not strictly or any(map(inside, e.args)))
    if isinstance(e, Mul):
        coefficient, _ = e.as_coeff_Mul()
        rest = Mul(*(part for part in e.args if not part.is_Number))
        return coefficient.is_positive and (all(map(inside, Mul.make_args(rest))))
    if isinstance(e, Pow):
        base, power = e.args
        if power.is_number and power.is_even and not strictly:
            return True
        return inside(base, power.is_negative or strictly)
    if isinstance(e, Sum):
        runs = all((high + 1).is_positive for _, _, high in e.limits)
        return inside(e.function) and (runs or not strictly)
    if isinstance(e, Maximum):
        return inside(e.function)
    return bool(e.is_positive if strictly else e.is_nonnegative)
