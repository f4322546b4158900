import re

import numpy as np
import pytest

from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward

LOG2 = np.log(2)
X, PREV_H, PREV_C = np.array([[2.0]]), np.array([[0.5]]), np.array([[2 * LOG2 - 0.9]])
WX, WH = np.array([[1.0, -1, 2, 1]]), np.array([[-4.0, 4, -8, -4]])
B = np.log([3.0, 1, 4, 2])
DNEXT_H, DNEXT_C = np.array([[125 / 4]]), np.array([[4.0]])
DTYPES = [np.float32, np.float64]


def forward(x=X, prev_h=PREV_H, prev_c=PREV_C, Wx=WX, Wh=WH, b=B):
    return lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b)


def test_the_step_and_its_gradients_are_those_that_a_pencil_gives():
    next_h, next_c, cache = forward()
    np.testing.assert_allclose([next_h, next_c], [[[12 / 25]], [[LOG2]]], rtol=1e-14)
    dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(DNEXT_H, DNEXT_C, cache)
    da = np.array([9 / 4, 5 * PREV_C.item(), 3, 48 / 5])
    np.testing.assert_allclose(db, da, rtol=1e-13)
    np.testing.assert_allclose(dWx, 2 * da[None], rtol=1e-13)
    np.testing.assert_allclose(dWh, da[None] / 2, rtol=1e-13)
    np.testing.assert_allclose([dx, dprev_h], [[[da @ WX[0]]], [[da @ WH[0]]]], rtol=1e-13)
    np.testing.assert_allclose(dprev_c, [[10]], rtol=1e-13)


@pytest.mark.parametrize("dtype", DTYPES)
def test_gates_that_are_shut_or_open_are_exactly_0_or_1(dtype):
    weights = np.array([[-1e4, 1e4, 1e4, 1e4]], dtype)
    one, none = np.ones((1, 1), dtype), np.zeros((1, 1), dtype)
    next_h, next_c, cache = forward(one, none, 3 * one, weights, 0 * weights, np.zeros(4, dtype))
    assert next_c == 3
    np.testing.assert_array_equal(next_h, np.tanh(3 * one))
    dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(none, one, cache)
    assert dprev_c == 1
    for gradient in (dx, dprev_h, dWx, dWh, db):
        assert gradient.dtype == dtype
        np.testing.assert_array_equal(gradient, 0)


def test_an_empty_batch_gives_zeros_for_the_weights():
    next_h, next_c, cache = forward(X[:0], PREV_H[:0], PREV_C[:0])
    dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(DNEXT_H[:0], DNEXT_C[:0], cache)
    assert next_h.shape == next_c.shape == dx.shape == dprev_h.shape == dprev_c.shape == (0, 1)
    for gradient, parameter in ((dWx, WX), (dWh, WH), (db, B)):
        np.testing.assert_array_equal(gradient, np.zeros_like(parameter))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: forward(Wx=WX[:, :3], Wh=WH[:, :3], b=B[:3]),
            ValueError,
            "Wh: got shape (1, 3); expected (1, 4), 4 gates",
        ),
        (lambda: forward(b=B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: forward(prev_c=PREV_C[:0]), ValueError, "prev_c: got shape (0, 1)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: lstm_step_backward(DNEXT_H, DNEXT_C, (X,)), TypeError, "cache: got tuple"),
        (
            lambda: lstm_step_backward(DNEXT_H, DNEXT_C[:0], forward()[2]),
            ValueError,
            "dnext_c: got shape (0, 1)",
        ),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
