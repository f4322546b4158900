import re

import numpy as np
import pytest

from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.temporal_affine import temporal_affine_backward, temporal_affine_forward

X = np.array([[[1.0, 2], [0, 1], [3, -1]]])
W = np.array([[1.0, 0], [2, 1]])
B = np.array([1.0, -1])
DOUT = np.array([[[1.0, 0], [2, 1], [0, -1]]])


def test_the_numbers_are_those_that_a_pencil_gives():
    out, cache = temporal_affine_forward(X, W, B)
    np.testing.assert_array_equal(out, [[[6, 1], [3, 0], [2, -2]]])
    dx, dw, db = temporal_affine_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, [[[1, 2], [2, 5], [0, -1]]])
    np.testing.assert_array_equal(dw, [[1, -3], [4, 2]])
    np.testing.assert_array_equal(db, [3, 0])


@pytest.mark.parametrize("places", [(12,), (3, 4), (2, 3, 2)])
def test_it_is_the_affine_layer_with_time_steps_as_further_samples(places):
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(12, 5)), rng.normal(size=(5, 4)), rng.normal(size=4)
    dout = rng.normal(size=(12, 4))
    flat, flat_cache = affine_forward(x, w, b)
    out, cache = temporal_affine_forward(x.reshape(*places, 5), w, b)
    np.testing.assert_array_equal(out, flat.reshape(*places, 4))
    gradients = temporal_affine_backward(dout.reshape(*places, 4), cache)
    for gradient, expected in zip(gradients, affine_backward(dout, flat_cache), strict=True):
        np.testing.assert_array_equal(gradient.reshape(expected.shape), expected)
    assert gradients[0].shape == (*places, 5)


@pytest.mark.parametrize("shape", [(0, 3, 2), (2, 0, 2)])
def test_without_sentences_or_steps_the_gradients_of_the_parameters_are_zero(shape):
    out, cache = temporal_affine_forward(np.zeros(shape), W, B)
    dx, dw, db = temporal_affine_backward(np.zeros(shape), cache)
    assert out.shape == dx.shape == shape
    np.testing.assert_array_equal(dw, np.zeros_like(W))
    np.testing.assert_array_equal(db, np.zeros_like(B))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: temporal_affine_forward(X[..., :1], W, B),
            ValueError,
            "x: got shape (1, 3, 1); expected (n1, …, nk, 2), the D of w",
        ),
        (
            lambda: temporal_affine_forward(X[0, 0], W, B),
            ValueError,
            "x: got shape (2,); expected (n1, …, nk, 2)",
        ),
        (lambda: temporal_affine_forward(X, W, B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: temporal_affine_forward(X.astype(int), W, B), TypeError, "x: got int64 array"),
        (lambda: temporal_affine_backward(DOUT, (X,)), TypeError, "cache: got tuple"),
        (
            lambda: temporal_affine_backward(DOUT[:, :1], (X, W, B)),
            ValueError,
            "dout: got shape (1, 1, 2); expected (1, 3, 2), the first axes of x and the M of w",
        ),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
