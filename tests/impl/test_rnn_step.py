import re

import numpy as np
import pytest

from yudo.impl.rnn_step import rnn_step_backward, rnn_step_forward

X = np.array([[np.log(2), 1], [np.log(3), -1]])
PREV_H = np.array([[0.5, 0], [0, 0.5]])
WX, WH = np.array([[1.0, -1], [1, -2]]), np.array([[-4.0, 4], [0, -4]])
B = np.array([1.0, 0])
DNEXT_H = np.array([[25.0, 50], [25, -25]])
DTYPES = [np.float32, np.float64]


def forward(x=X, prev_h=PREV_H, Wx=WX, Wh=WH, b=B):
    return rnn_step_forward(x, prev_h, Wx, Wh, b)


def test_the_step_and_its_gradients_are_those_that_a_pencil_gives():
    next_h, cache = forward()
    np.testing.assert_allclose(next_h, [[3 / 5, -3 / 5], [4 / 5, -4 / 5]], rtol=1e-14)
    dx, dprev_h, dWx, dWh, db = rnn_step_backward(DNEXT_H, cache)
    np.testing.assert_allclose(dx, [[-16, -48], [18, 27]], rtol=1e-13)
    np.testing.assert_allclose(dprev_h, [[64, -128], [-72, 36]], rtol=1e-13)
    two, three = np.log([2, 3])
    np.testing.assert_allclose(dWx, [[16 * two + 9 * three, 32 * two - 9 * three], [7, 41]], rtol=1e-13)
    np.testing.assert_allclose(dWh, [[8, 16], [9 / 2, -9 / 2]], rtol=1e-13)
    np.testing.assert_allclose(db, [25, 23], rtol=1e-13)


@pytest.mark.parametrize("dtype", DTYPES)
def test_saturated_units_are_one_in_size_and_pass_no_gradient(dtype):
    x, prev_h, Wx, Wh, b = (a.astype(dtype) for a in (np.sign(X), PREV_H, 1e4 * np.eye(2), 0 * WH, 0 * B))
    next_h, cache = forward(x, prev_h, Wx, Wh, b)
    np.testing.assert_array_equal(next_h, np.sign(x))
    for gradient in rnn_step_backward(DNEXT_H.astype(dtype), cache):
        assert gradient.dtype == dtype
        np.testing.assert_array_equal(gradient, 0)


def test_an_empty_batch_gives_zeros_for_the_weights():
    next_h, cache = forward(X[:0], PREV_H[:0])
    dx, dprev_h, dWx, dWh, db = rnn_step_backward(DNEXT_H[:0], cache)
    assert next_h.shape == dx.shape == dprev_h.shape == (0, 2)
    for gradient, parameter in ((dWx, WX), (dWh, WH), (db, B)):
        np.testing.assert_array_equal(gradient, np.zeros_like(parameter))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(Wh=WH[:1]), ValueError, "Wh: got shape (1, 2)"),
        (lambda: forward(Wx=WX[:, :1]), ValueError, "Wh: got shape (2, 2)"),
        (lambda: forward(b=B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: forward(prev_h=PREV_H[:1]), ValueError, "prev_h: got shape (1, 2)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: rnn_step_backward(DNEXT_H, (X,)), TypeError, "cache: got tuple"),
        (lambda: rnn_step_backward(DNEXT_H[:1], forward()[1]), ValueError, "dnext_h: got shape (1, 2)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
