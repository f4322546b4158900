import re

import numpy as np
import pytest

from yudo.impl.global_avg_pool import global_avg_pool_backward, global_avg_pool_forward

X = np.array([[[[1.0, 2], [0, 5]], [[3, -1], [4, 0]]]])
DOUT = np.array([[8.0, -6]])
SHAPES = [(3, 4, 5), (2, 3, 4, 5), (2, 3, 2, 4, 5), (1, 1, 1, 1), (3, 2, 1, 7)]


def test_the_output_and_the_gradient_are_those_that_a_pencil_gives():
    out, cache = global_avg_pool_forward(X)
    np.testing.assert_array_equal(out, [[2, 1.5]])
    dx = global_avg_pool_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, DOUT[:, :, None, None] * np.full((2, 2), 0.25))


@pytest.mark.parametrize("shape", SHAPES)
def test_pixels_may_lie_along_any_axes_and_the_gradient_is_that_of_a_linear_function(shape):
    x = np.random.default_rng(0).normal(size=shape)
    out, cache = global_avg_pool_forward(x)
    assert out.shape == shape[:2]
    for place in np.ndindex(out.shape):
        np.testing.assert_allclose(out[place], x[place].mean(), rtol=1e-12)
    dout = np.random.default_rng(1).normal(size=out.shape)
    dx = global_avg_pool_backward(dout, cache)
    assert dx.shape == shape
    assert np.isclose((dx * x).sum(), (dout * out).sum(), rtol=1e-10)
    np.testing.assert_allclose(dx.sum(axis=tuple(range(2, x.ndim))), dout, rtol=1e-12)


def test_each_pixel_of_the_gradient_is_a_number_of_its_own():
    _, cache = global_avg_pool_forward(X)
    dx = global_avg_pool_backward(DOUT, cache)
    dx[0, 0, 0, 0] += 1
    assert dx[0, 0, 0, 1] == 2


def test_without_samples_there_is_nothing_to_share_out():
    out, cache = global_avg_pool_forward(X[:0])
    assert out.shape == (0, 2)
    assert global_avg_pool_backward(out, cache).shape == (0, 2, 2, 2)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: global_avg_pool_forward(X[0, 0]), ValueError, "x: got shape (2, 2)"),
        (
            lambda: global_avg_pool_forward(X[:, :, :0]),
            ValueError,
            "x: got shape (1, 2, 0, 2); expected a pixel",
        ),
        (lambda: global_avg_pool_forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: global_avg_pool_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (lambda: global_avg_pool_backward(DOUT, X.shape), TypeError, "cache: got tuple"),
        (
            lambda: global_avg_pool_backward(DOUT.T, (X.shape,)),
            ValueError,
            "dout: got shape (2, 1); expected (1, 2)",
        ),
        (lambda: global_avg_pool_backward(DOUT.tolist(), (X.shape,)), TypeError, "dout: got list"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
