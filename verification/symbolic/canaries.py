"""What is known to be wrong, and what every run puts before its own machinery, which must not pass it.

A proof of a layer must refuse the mistakes of its record as well, after it has shown the code right; a proof
of a pair of functions, which has no record, must refuse a few equalities.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Integer, KroneckerDelta, Symbol, exp

from yudo.derivations.calculus.functions import Sum, step
from yudo.derivations.calculus.symbols import sizes, tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.comparison import compare
from yudo.verification.verdicts import PROVEN

N, D = sizes("N D")
_n, _d, _k, _m = (Symbol(name, integer=True) for name in "ndkm")
_x = tensor("x", N, D)
_row = Sum(_x[_n, _k], (_k, 0, D - 1))
_all = Sum(_x[_n, _d], (_m, 0, N - 1), (_k, 0, D - 1))
_WRONG: dict[str, tuple[Expr, Expr]] = {
    "a = 2a": (_x[_n, _d], 2 * _x[_n, _d]),
    "a sum over a row = a sum over all": (_row, Sum(_x[_m, _k], (_m, 0, N - 1), (_k, 0, D - 1))),
    "D a = sum a": (D * _x[_n, _d], _row),
    "sum a = a": (Sum(_x[_n, _d], (_k, 0, D - 1)), _x[_n, _d]),
    "sum sum a = N a": (_all, N * _x[_n, _d]),
    "sum sum a = D a": (_all, D * _x[_n, _d]),
    "sum d a = sum a": (Sum(KroneckerDelta(_k, _d) * _x[_n, _k], (_k, 0, D - 1)), _row),
    "[a > 0] = [a >= 0]": (step(_x[_n, _d]), 1 - step(-_x[_n, _d])),
    "exp(a) exp(b) = exp(a) + exp(b)": (exp(_x[_n, _d] + _row), exp(_x[_n, _d]) + exp(_row)),
}
_a, _b, _c = (_x[_n, place] for place in range(3))
_WRONG_OFF_TIES: dict[str, tuple[Expr, Expr]] = {
    "[a > b] [b > c] = [a > c]": (step(_a - _b) * step(_b - _c), 1 - step(_c - _a)),
}


def failure() -> Text | None:
    """What is wrong with the prover itself, if a known-wrong equality passes."""
    passed = [name for name, (one, other) in _WRONG.items() if _equal(one, other, off_kinks=False)]
    passed += [name for name, (one, other) in _WRONG_OFF_TIES.items() if _equal(one, other, off_kinks=True)]
    if step.eval(Integer(0)) != 0:  # not by way of what SymPy keeps
        passed.append("[0 > 0] = 1")
    if not passed:
        return None
    return told(passed)


def told(passed: Iterable[str]) -> Text:
    """What is wrong with a prover that passes what is known to be wrong."""
    listed = "; ".join(passed)
    return Text(
        f"증명기 자체가 고장 났다. 틀린 등식을 증명했다: {listed}",
        f"the prover itself is out of order: it proved what is known to be wrong: {listed}",
    )


def _equal(one: Expr, other: Expr, *, off_kinks: bool) -> bool:
    compared = compare(
        "canary", (), lambda _: one, lambda _: other, lambda _: _x[_n, _d], off_kinks=off_kinks, shown=False
    )
    return compared.verdict == PROVEN
