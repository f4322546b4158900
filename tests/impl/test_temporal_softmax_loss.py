import re

import numpy as np
import pytest

from yudo.impl.softmax_cross_entropy import softmax_loss
from yudo.impl.temporal_softmax_loss import temporal_softmax_loss

X = np.log(np.array([[[3.0, 1], [1, 1]]]))
Y = np.array([[0, 1]])
MASK = np.array([[1.0, 0]])


def test_the_step_that_counts_gives_what_a_pencil_does():
    loss, dx = temporal_softmax_loss(X, Y, MASK)
    np.testing.assert_allclose(loss, np.log(4 / 3), rtol=1e-15)
    np.testing.assert_allclose(dx, [[[-1 / 4, 1 / 4], [0, 0]]], rtol=1e-15)


def test_with_one_step_that_counts_it_is_the_softmax_loss():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((5, 1, 4)), rng.integers(0, 4, (5, 1))
    loss, dx = temporal_softmax_loss(x, y, np.ones((5, 1)))
    other, gradient = softmax_loss(x[:, 0], y[:, 0])
    np.testing.assert_allclose(loss, other, rtol=1e-15)
    np.testing.assert_allclose(dx[:, 0], gradient, rtol=1e-14, atol=1e-17)


def test_a_mask_may_be_of_truth_values_or_integers():
    for mask in (MASK.astype(bool), MASK.astype(int)):
        loss, dx = temporal_softmax_loss(X, Y, mask)
        assert loss == temporal_softmax_loss(X, Y, MASK)[0]
        np.testing.assert_array_equal(dx, temporal_softmax_loss(X, Y, MASK)[1])


def test_where_nothing_counts_and_where_there_are_no_steps_the_loss_is_zero():
    for x, y, mask in ((X, Y, 0 * MASK), (X[:, :0], Y[:, :0], MASK[:, :0])):
        loss, dx = temporal_softmax_loss(x, y, mask)
        assert loss == 0
        np.testing.assert_array_equal(dx, np.zeros(x.shape))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_logits_give_no_nan(dtype):
    loss, dx = temporal_softmax_loss(np.array([[[1e4, -1e4], [-1e4, 1e4]]], dtype), Y, np.ones((1, 2)))
    assert loss == 0
    assert (dx.dtype, loss.dtype) == (dtype, dtype)
    np.testing.assert_array_equal(dx, np.zeros((1, 2, 2)))


def test_the_shape_of_the_gradient_is_printed_on_request(capsys):
    temporal_softmax_loss(X, Y, MASK, verbose=True)
    assert capsys.readouterr().out == "dx: (1, 2, 2)\n"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((X[0], Y, MASK), ValueError, "x: got shape (2, 2)"),
        ((X.astype(int), Y, MASK), TypeError, "x: got int64 array"),
        (
            (np.full((1, 2, 2), np.inf), Y, MASK),
            ValueError,
            "x: got x[0, 0, 0] = inf; expected finite logits",
        ),
        ((X[:0], Y[:0], MASK[:0]), ValueError, "x: got no samples, N = 0"),
        ((X[:, :, :0], Y, MASK), ValueError, "x: got shape (1, 2, 0); expected at least one word"),
        ((X, Y[0], MASK), ValueError, "y: got shape (2,)"),
        ((X, Y * 1.0, MASK), TypeError, "y: got float64 array"),
        ((X, Y + 1, MASK), ValueError, "y: got y[0, 1] = 2; expected labels in 0 … 1"),
        ((X, Y, MASK[0]), ValueError, "mask: got shape (2,)"),
        ((X, Y, None), TypeError, "mask: got NoneType"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        temporal_softmax_loss(*arguments)
