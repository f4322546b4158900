"""The evaluator has a value for every function that the algebra reads."""

from math import isclose

import pytest
from sympy import Abs, Max, Min, Rational, Symbol, erf, exp, lambdify, log, sign, sqrt, tanh

from yudo.derivations.calculus import indices, tensor, total
from yudo.derivations.calculus.functions import relu, sigmoid, step
from yudo.derivations.calculus.steps import OutOfSteps, budget
from yudo.verification.symbolic.evaluation import ScalarEvaluator

A, B = Symbol("a", real=True), Symbol("b", real=True)
VALUES = {"a": Rational(3, 4), "b": Rational(-5, 4)}


@pytest.mark.parametrize(
    "written", [tanh(A), erf(B), Abs(B), sign(B), Max(A, B), Min(A, B), exp(B), log(A), sqrt(A)]
)
def test_functions_have_the_values_of_mathematics(written):
    value = ScalarEvaluator({}, lambda name, _: VALUES[name])(written)
    assert isclose(value, lambdify((A, B), written, "math")(0.75, -1.25), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("written", "expected"), [(relu(B), 0), (relu(A), 0.75), (step(A), 1), (sigmoid(A - A), 0.5)]
)
def test_functions_of_the_field_have_their_values(written, expected):
    assert ScalarEvaluator({}, lambda name, _: VALUES[name])(written) == expected


def test_a_sum_has_the_value_of_the_index_that_is_asked_for_and_not_of_one_given_before():
    n, m = indices("n m")
    x = tensor("x", 2, 3)
    evaluate = ScalarEvaluator({m: 0}, lambda _, place: 10 * place[0] + place[1])
    row = total(x[n, m], (n, 2))
    assert [evaluate(row, {m: column}) for column in range(3)] == [10, 12, 14]


@pytest.mark.parametrize("written", [Abs(A), sign(A), Max(A, 0), Min(A, 0), step(A)])
def test_a_kink_is_counted(written):
    evaluate = ScalarEvaluator({}, lambda name, _: 0)
    evaluate(written)
    assert evaluate.kinks


def test_steps_that_are_used_up_do_not_make_a_value_undefined():
    k, N = indices("k")[0], Symbol("N", integer=True)
    evaluate = ScalarEvaluator({N: 3}, lambda _, place: place[0])
    with pytest.raises(OutOfSteps), budget(2):
        evaluate(total(tensor("x", N)[k], (k, N)))
