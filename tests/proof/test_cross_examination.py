"""What is proven holds in exact arithmetic at random small shapes, and what is wrong is seen there."""

import numpy as np
import pytest

from tests.proof.cross_examination import cross_examine, random_sizes
from tests.proof.custom_layers import PAIRS, softmax, softmax_backward


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
