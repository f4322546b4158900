"""What a record may contain has a normal form, a value in digits and a value in balls: nobody knows less."""

import numpy as np
import pytest
from sympy import (
    Abs,
    Derivative,
    E,
    Indexed,
    KroneckerDelta,
    Max,
    Min,
    Rational,
    Symbol,
    atan,
    cos,
    erf,
    exp,
    log,
    pi,
    sign,
    sin,
    sqrt,
    tanh,
)

from yudo.derivations.calculus import (
    indices,
    maximum,
    normal_form,
    relu,
    scalars,
    sigmoid,
    sizes,
    step,
    tensor,
    total,
)
from yudo.derivations.calculus.functions import Maximum, Sum, floor, rint
from yudo.derivations.calculus.normal_form import equal, known_kinds
from yudo.verification.cases.valuation import Valuation
from yudo.verification.numeric.balls import Evaluator as Balls
from yudo.verification.numeric.balls import precision
from yudo.verification.symbolic.evaluation import ScalarEvaluator

(N,) = sizes("N")
n, k = indices("n k")
(alpha,) = scalars("alpha")
x = tensor("x", N)
VALUES = np.array([-1.5, 0.25, 2.0])
EXPRESSIONS = (
    Rational(2, 3) * x[n] + E,
    sqrt(2 / pi) * x[n],
    alpha * x[n] ** 2 - 1,
    exp(x[n]),
    log(x[n] ** 2 + 1),
    sqrt(x[n] ** 2 + alpha**2),
    tanh(x[n]),
    erf(x[n] / sqrt(2)),
    sin(x[n]) * cos(3 * x[n]),
    atan(x[n] + 2),
    sigmoid(x[n]),
    relu(x[n]),
    step(x[n]),
    Abs(x[n]),
    sign(x[n]),
    Max(x[n], alpha),
    Min(x[n], alpha),
    maximum(x[k], (k, N)),
    total(x[k] * KroneckerDelta(k, n), (k, N)),
)


def digits(e):
    evaluate = ScalarEvaluator({N: 3}, lambda name, place: VALUES[place] if name == "x" else 0.5)
    return [float(evaluate(e, {n: place})) for place in range(3)]


@pytest.mark.parametrize("e", EXPRESSIONS, ids=str)
def test_a_function_of_records_has_one_value_wherever_it_is_evaluated(e):
    valuation = Valuation({"N": 3, "alpha": 0.5}, {}, {"x": VALUES})
    with precision(200):
        balls = [float(ball.mid()) for ball in Balls(valuation, ()).value(e, ((n, N),)).ravel()]
    np.testing.assert_allclose(digits(e), balls, rtol=1e-14)


@pytest.mark.parametrize("e", EXPRESSIONS, ids=str)
def test_a_function_of_records_has_a_normal_form_of_the_same_value(e):
    assert equal(e, e)
    np.testing.assert_allclose(digits(normal_form(e)), digits(e), rtol=1e-14)


def test_every_kind_that_the_normal_form_reads_is_tried_here():
    elsewhere = {Derivative, floor, rint}  # carried out first, and then read; of code alone, not of records
    tried = {kind for kind in known_kinds() if any(e.has(kind) for e in EXPRESSIONS)}
    structure = {Rational, Symbol, Indexed, Sum, Maximum}
    assert {*known_kinds()} - tried - elsewhere - structure == set()
