"""Other indices in an expression: the same as SymPy's own replacement, made in another way."""

import pytest
from sympy import Integer, KroneckerDelta, Max, Rational, erf, exp, log, sqrt, tanh

from yudo.derivations.calculus import indices, sigmoid, sizes, tensor, total
from yudo.derivations.calculus.normal_form import equal
from yudo.derivations.calculus.replacing import replaced

N, D = sizes("N D")
n, d, k, i, j = indices("n d k i j")
x, w = tensor("x", N, D), tensor("w", D)

EXPRESSIONS = (
    x[n, d] * w[d],
    exp(total(x[n, d] * w[d], (d, D)) + 1),
    log(1 + exp(x[n, d])) / sqrt(1 + x[n, d] ** 2),
    KroneckerDelta(n, d) * tanh(x[n, d] - x[n, k]) ** Rational(3, 2),
    sigmoid(x[n, d]) * Max(x[n, d], w[k]),
    erf(w[d] - x[n, d]) ** 2,
    total(exp(x[n, k]) / total(exp(x[n, d]), (d, D)), (k, D)),
)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_renaming_says_what_replacing_says(expression):
    for renaming in ({n: i}, {n: Integer(0)}, {n: j, i: n}):
        assert equal(replaced(expression, renaming), expression.xreplace(renaming))


def test_what_is_no_expression_within_an_entry_stays():
    # An index that only selects, as np.newaxis does, stands as None in an entry that is not read any further.
    entry = x[n, d].func(x, n, None)
    assert replaced(entry, {n: i}).args == (x, i, None)
