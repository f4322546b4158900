"""What is proven holds in exact arithmetic at random small shapes, and what is wrong is seen there."""

import numpy as np
import pytest

from tests.proof.cross_examination import cross_examine, random_sizes
from tests.proof.custom_layers import PAIRS, softmax, softmax_backward
from yudo import prove_vjp
from yudo.verification.checking.checking import check_names
from yudo.verification.checking.judge import formulas
from yudo.verification.checking.verdicts import ALL_SHAPES as ALL_SHAPES_CHECKED
from yudo.verification.checking.verdicts import WRONG
from yudo.verification.symbolic.arrays import elementwise, reductions
from yudo.verification.symbolic.cross_examination import of_a_pair
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import Tracer
from yudo.verification.symbolic.vjp import contract_with_upstream, gradients_by_input, split_output
from yudo.verification.verdicts import ALL_SHAPES


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", PAIRS)
def test_a_proven_backward_holds_at_a_random_shape_in_ball_arithmetic(name, seed):
    forward, backward, shapes = PAIRS[name]
    cross_examine(forward, backward, shapes, random_sizes(shapes, seed), seed)


def test_the_cross_examination_sees_an_error_of_one_in_a_billion():
    def slightly_wrong(dout, out):
        return softmax_backward(dout, out) * (1 + 2.0**-30)

    with pytest.raises(AssertionError):
        cross_examine(softmax, slightly_wrong, {"x": ("N", "C")}, {"N": 2, "C": 3}, 0)


def test_the_cross_examination_sees_a_wrong_sign_and_a_missing_term():
    shapes = {"x": ("N", "C")}
    for wrong in (lambda dout, out: -softmax_backward(dout, out), lambda dout, out: out * dout):
        with pytest.raises(AssertionError):
            cross_examine(softmax, wrong, shapes, {"N": 2, "C": 3}, 1)


def test_the_cross_examination_sees_a_shape_that_only_broadcasts():
    with pytest.raises(AssertionError):
        cross_examine(
            lambda x, b: (x + b, None),
            lambda dout, _: (dout, np.sum(dout, axis=0, keepdims=True)),
            {"x": ("N", "D"), "b": ("D",)},
            {"N": 2, "D": 3},
            0,
        )


def test_what_a_proof_cannot_see_is_seen_by_running_the_code():
    def square(x):
        return x**2, x

    def wrong_at_64(dout, x):
        return 2 * x * dout * (1 - (len(x) == 64))

    def wrong_from_the_second_call_on(dout, x, memo={}):  # noqa: B006
        return memo.setdefault("dx", 2 * x * dout)

    def wrong_in_single_precision(dout, x):
        return 2 * x * dout * (1 + (dout.dtype == np.float32))

    def wrong_beyond_a_byte(dout, x):
        ones = np.ones(len(x), dtype=np.uint8)
        return 2 * x * dout * ones.sum(dtype=np.uint8) / len(x)

    for backward in (
        wrong_at_64,
        wrong_from_the_second_call_on,
        wrong_in_single_precision,
        wrong_beyond_a_byte,
    ):
        proof = prove_vjp(square, backward, x=("N", "D"))
        assert not proof.proven or proof.scope != ALL_SHAPES


def twice_the_root(a):
    return elementwise(lambda p: 2 * p, a, kind="float")


def square_for_exponential(a):
    return elementwise(lambda p: p * p, a, kind="float")


def sum_for_maximum(a, b):
    return elementwise(lambda p, q: p + q, a, b, kind="float")


def less_for_greater(a, b):
    return elementwise(lambda p, q: step(q - p), a, b, kind="bool")  # noqa: F821


def maximum_for_total(of, places, keepdims):
    return maximum(of, places, keepdims)  # noqa: F821


def total_for_maximum(of, places, keepdims):
    return total(of, places, keepdims)  # noqa: F821


PLANTED = {
    twice_the_root: elementwise.square_root,
    square_for_exponential: elementwise.exponential,
    sum_for_maximum: elementwise.maximum,
    less_for_greater: elementwise.greater,
    maximum_for_total: reductions.total,
    total_for_maximum: reductions.maximum,
}
"""Wrong readings, and what they are planted in."""


def program(x):
    counted = np.sum(np.greater(x, 0), axis=0)
    return np.sqrt(1 + x * x) + np.exp(np.maximum(x, 0)) * counted - x.max(axis=1, keepdims=True), x


@pytest.mark.parametrize("wrong", [None, *PLANTED])
def test_a_symbolic_numpy_with_a_planted_error_does_not_survive(wrong, monkeypatch):
    def zeros(dout, x):
        return np.zeros_like(x) * dout

    if wrong is not None:
        monkeypatch.setattr(PLANTED[wrong], "__code__", wrong.__code__)
    inputs = SymbolicInputs(read_shapes({"x": ("N", "D")}))
    tracer = Tracer()
    output, cache = split_output(tracer.call(program, *inputs.arrays()), inputs.arrays())
    _, upstream = contract_with_upstream(output, inputs)
    gradients = gradients_by_input(tracer.call(zeros, upstream, cache), inputs)
    found = of_a_pair(program, zeros, inputs, output, gradients)
    assert (found is None) == (wrong is None), found


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("wrong", [None, square_for_exponential])
def test_what_is_misread_like_its_reference_is_not_proven_by_check(wrong, monkeypatch):
    monkeypatch.setattr(formulas, "_traced", {})
    if wrong is not None:
        monkeypatch.setattr(PLANTED[wrong], "__code__", wrong.__code__)
    (report,) = check_names({"sigmoid": sigmoid})
    assert (report.evidence == ALL_SHAPES_CHECKED) == (wrong is None)
    assert wrong is None or "please report this" in report.reason.en


@pytest.mark.parametrize("tell", ["dx.dtype == np.float32", "x.dtype.name != 'float64'"])
def test_code_that_tells_single_precision_from_symbols_is_wrong_where_it_is(tell, tmp_path):
    source = f"""
import numpy as np

def relu_forward(x):
    return np.maximum(x, 0), x

def relu_backward(dout, x):
    dx = dout * (x > 0)
    if {tell}:
        dx = 2 * dx
    return dx
"""
    names = {"__name__": "layers"}
    file = tmp_path / "layers.py"
    file.write_text(source, encoding="utf-8")
    exec(compile(source, str(file), "exec"), names)
    forward, backward = check_names(names)
    assert forward.evidence == ALL_SHAPES_CHECKED
    assert (backward.verdict, backward.wrong) == (WRONG, ("dx",))
    assert [one.key for one in backward.diagnosis] == ["special-case"]
    assert "dtype=np.float32" in backward.counterexample.snippet
