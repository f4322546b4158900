import re

import numpy as np
import pytest

from yudo.impl.gru_step import gru_step_backward, gru_step_forward

X, PREV_H = np.array([[2.0]]), np.array([[0.2]])
WX, WH = np.array([[1.0, -1, -0.25]]), np.array([[-10.0, 10, 5]])
B = np.log([3.0, 1, 2])
DNEXT_H = np.array([[25.0]])
DTYPES = [np.float32, np.float64]


def forward(x=X, prev_h=PREV_H, Wx=WX, Wh=WH, b=B):
    return gru_step_forward(x, prev_h, Wx, Wh, b)


def test_the_step_and_its_gradients_are_those_that_a_pencil_gives():
    next_h, cache = forward()
    np.testing.assert_allclose(next_h, [[0.5]], rtol=1e-14)
    dx, dprev_h, dWx, dWh, db = gru_step_backward(DNEXT_H, cache)
    da = np.array([15 / 8, 3, 12])
    np.testing.assert_allclose(db, da, rtol=1e-13)
    np.testing.assert_allclose(dWx, 2 * da[None], rtol=1e-13)
    np.testing.assert_allclose(dWh, [[3 / 8, 3 / 5, 6 / 5]], rtol=1e-13)
    np.testing.assert_allclose([dx, dprev_h], [[[da @ WX[0]]], [[95 / 2]]], rtol=1e-13)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("is_open", [0, 1])
def test_an_update_gate_that_is_shut_keeps_the_state_and_one_that_is_open_takes_the_candidate(dtype, is_open):
    one, none = np.ones((1, 1), dtype), np.zeros((1, 3), dtype)
    bias = np.array([1e4 if is_open else -1e4, 0, 0.5], dtype)
    next_h, cache = forward(one, one / 4, none, none, bias)
    np.testing.assert_array_equal(next_h, [[np.tanh(bias[2]) if is_open else 0.25]])
    dx, dprev_h, dWx, _, db = gru_step_backward(one, cache)
    assert dprev_h == 1 - is_open
    for gradient in (dx, dWx[:, :2], db[:2]):
        assert gradient.dtype == dtype
        np.testing.assert_array_equal(gradient, 0)


def test_a_state_within_1_never_leaves_over_many_steps():
    rng = np.random.default_rng(0)
    h = rng.uniform(-1, 1, (3, 4))
    weights = rng.normal(size=(2, 12)), rng.normal(size=(4, 12)), rng.normal(size=12)
    for _ in range(100):
        h, _ = gru_step_forward(10 * rng.normal(size=(3, 2)), h, *weights)
        assert np.abs(h).max() <= 1


def test_an_empty_batch_gives_zeros_for_the_weights():
    next_h, cache = forward(X[:0], PREV_H[:0])
    dx, dprev_h, dWx, dWh, db = gru_step_backward(DNEXT_H[:0], cache)
    assert next_h.shape == dx.shape == dprev_h.shape == (0, 1)
    for gradient, parameter in ((dWx, WX), (dWh, WH), (db, B)):
        np.testing.assert_array_equal(gradient, np.zeros_like(parameter))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: forward(Wx=WX[:, :2], Wh=WH[:, :2], b=B[:2]),
            ValueError,
            "Wh: got shape (1, 2); expected (1, 3), 3 gates",
        ),
        (lambda: forward(b=B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: forward(prev_h=PREV_H[:0]), ValueError, "prev_h: got shape (0, 1)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: gru_step_backward(DNEXT_H, (X,)), TypeError, "cache: got tuple"),
        (lambda: gru_step_backward(DNEXT_H[:0], forward()[1]), ValueError, "dnext_h: got shape (0, 1)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
