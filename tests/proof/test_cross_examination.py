"""What is proven holds in exact arithmetic at random small shapes, and what is wrong is seen there."""

import numpy as np
import pytest

from tests.proof.cross_examination import cross_examine, random_sizes
from tests.proof.custom_layers import PAIRS, softmax, softmax_backward
from yudo import prove_vjp
from yudo.derivations.calculus.functions import step
from yudo.verification.symbolic.arrays import elementwise, reductions, shaping
from yudo.verification.symbolic.cross_examination import of_a_pair
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import Tracer, modules
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


MUTANTS = {
    "elementwise.square_root": lambda a: elementwise.elementwise(lambda p: 2 * p, a, kind="float"),
    "elementwise.maximum": lambda a, b: elementwise.elementwise(lambda p, q: p + q, a, b, kind="float"),
    "elementwise.exponential": lambda a: elementwise.elementwise(lambda p: p * p, a, kind="float"),
    "elementwise.greater": lambda a, b: elementwise.elementwise(lambda p, q: step(q - p), a, b, kind="bool"),
    "reductions.total": lambda of, places, keepdims: reductions.maximum(of, places, keepdims),
    "reductions.maximum": lambda of, places, keepdims: reductions.total(of, places, keepdims),
}


def program(x):
    counted = np.sum(np.greater(x, 0), axis=0)
    return np.sqrt(1 + x * x) + np.exp(np.maximum(x, 0)) * counted - x.max(axis=1, keepdims=True), x


@pytest.mark.parametrize("mutant", [None, *MUTANTS])
def test_a_symbolic_numpy_with_a_planted_error_does_not_survive(mutant, monkeypatch):
    def zeros(dout, x):
        return np.zeros_like(x) * dout

    if mutant is not None:
        place, name = mutant.split(".")
        module = {"elementwise": elementwise, "reductions": reductions, "shaping": shaping}[place]
        original, changed = getattr(module, name), MUTANTS[mutant]
        monkeypatch.setattr(module, name, changed)
        names = vars(modules.numpy)
        for key, value in names.items():
            cells = [cell.cell_contents for cell in getattr(value, "__closure__", None) or ()]
            if original in cells:
                names = names | {key: names["_function"](changed, changed.__code__.co_argcount)}
        monkeypatch.setitem(modules.SYMBOLIC, "numpy", modules.Namespace("numpy", names))
    inputs = SymbolicInputs(read_shapes({"x": ("N", "D")}))
    tracer = Tracer()
    output, cache = split_output(tracer.call(program, *inputs.arrays()), inputs.arrays())
    _, upstream = contract_with_upstream(output, inputs)
    gradients = gradients_by_input(tracer.call(zeros, upstream, cache), inputs)
    found = of_a_pair(program, zeros, inputs, output, gradients)
    assert (found is None) == (mutant is None), found
