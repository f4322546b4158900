import re

import numpy as np
import pytest

from yudo.impl.residual import residual_backward, residual_forward

X, W, B = np.array([[2.0, -1], [1, 3]]), np.array([[1.0, 2], [-1, 1]]), np.array([1.0, -4])
DOUT = np.array([[1.0, 2], [3, -1]])


def test_the_output_and_the_gradients_are_those_that_a_pencil_gives():
    out, cache = residual_forward(X, W, B)
    np.testing.assert_array_equal(out, [[6, -1], [1, 4]])
    dx, dw, db = residual_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, [[2, 1], [1, -2]])
    np.testing.assert_array_equal(dw, [[2, -1], [-1, -3]])
    np.testing.assert_array_equal(db, [1, -1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_where_every_relu_is_shut_input_and_gradient_pass_as_they_are(dtype):
    x, dout = X.astype(dtype), DOUT.astype(dtype)
    out, cache = residual_forward(x, W.astype(dtype), B.astype(dtype) - 100)
    np.testing.assert_array_equal(out, x)
    dx, dw, db = residual_backward(dout, cache)
    np.testing.assert_array_equal(dx, dout)
    assert dx.dtype == out.dtype == dtype
    assert not dw.any()
    assert not db.any()


def test_at_the_kink_the_gradient_takes_the_skip_connection_alone():
    _, cache = residual_forward(X, 0 * W, 0 * B)
    dx, dw, db = residual_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, DOUT)
    assert not dw.any()
    assert not db.any()


def test_neither_the_input_nor_the_upstream_gradient_is_changed():
    x, dout = X.copy(), DOUT.copy()
    out, cache = residual_forward(x, W, B)
    residual_backward(dout, cache)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(dout, DOUT)
    assert not np.shares_memory(out, x)


def test_an_empty_batch_gives_zeros_for_the_weights():
    out, cache = residual_forward(X[:0], W, B)
    dx, dw, db = residual_backward(DOUT[:0], cache)
    assert out.shape == dx.shape == (0, 2)
    np.testing.assert_array_equal(dw, np.zeros_like(W))
    np.testing.assert_array_equal(db, np.zeros_like(B))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: residual_forward(X, W[:, :1], B[:1]), ValueError, "w: got shape (2, 1)"),
        (lambda: residual_forward(X, W, B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: residual_forward(X[:, :1], W, B), ValueError, "x: got shape (2, 1)"),
        (lambda: residual_forward(X.astype(int), W, B), TypeError, "x: got int64 array"),
        (lambda: residual_backward(DOUT, (X,)), TypeError, "cache: got tuple"),
        (
            lambda: residual_backward(DOUT[:1], residual_forward(X, W, B)[1]),
            ValueError,
            "dout: got shape (1, 2)",
        ),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
