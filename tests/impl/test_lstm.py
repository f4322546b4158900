import re

import numpy as np
import pytest

from yudo.impl.lstm import lstm_backward, lstm_forward
from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward

# Gates of 3/4, 3/4 and 4/5, candidates of 0.
X = np.ones((1, 2, 1))
H0 = np.zeros((1, 1))
WX, WH = np.array([[0.0, 0, 0, 1]]), np.array([[0, 0, 0, 5 / 6]])
B = np.array([np.log(3), np.log(3), np.log(4), -1])
DH = np.array([[[10.0], [20]]])
DTYPES = [np.float32, np.float64]


def forward(x=X, h0=H0, Wx=WX, Wh=WH, b=B):
    return lstm_forward(x, h0, Wx, Wh, b)


def drawn(N=3, T=5, D=4, H=2):
    rng = np.random.default_rng(0)
    shapes = ((N, T, D), (N, H), (D, 4 * H), (H, 4 * H), (4 * H,), (N, T, H))
    return [rng.normal(size=shape) for shape in shapes]


def test_two_steps_and_their_gradients_are_those_that_a_pencil_gives():
    h, cache = forward()
    np.testing.assert_array_equal(h, np.zeros((1, 2, 1)))
    dx, dh0, dWx, dWh, db = lstm_backward(DH, cache)
    np.testing.assert_allclose(dx, [[[21], [12]]], rtol=1e-13)
    np.testing.assert_allclose(dh0, [[35 / 2]], rtol=1e-13)
    np.testing.assert_allclose(dWx, [[0, 0, 0, 33]], rtol=1e-13)
    np.testing.assert_array_equal(dWh, np.zeros((1, 4)))
    np.testing.assert_allclose(db, [0, 0, 0, 33], rtol=1e-13)


def test_many_steps_are_single_steps_one_after_the_other():
    x, h0, Wx, Wh, b, dh = drawn()
    h, cache = lstm_forward(x, h0, Wx, Wh, b)
    states, cell, caches = [h0], np.zeros_like(h0), []
    for t in range(x.shape[1]):
        state, cell, of_step = lstm_step_forward(x[:, t], states[-1], cell, Wx, Wh, b)
        states.append(state)
        caches.append(of_step)
    np.testing.assert_allclose(h, np.stack(states[1:], axis=1), rtol=1e-12)
    back_h = back_c = np.zeros_like(h0)
    shares = []
    for t in reversed(range(x.shape[1])):
        _, back_h, back_c, *of_parameters = lstm_step_backward(dh[:, t] + back_h, back_c, caches[t])
        shares.append(of_parameters)
    _, dh0, *gradients = lstm_backward(dh, cache)
    np.testing.assert_allclose(dh0, back_h, rtol=1e-10)
    for found, of_steps in zip(gradients, zip(*shares, strict=True), strict=True):
        np.testing.assert_allclose(found, sum(of_steps), rtol=1e-10)


def test_a_forget_gate_that_is_open_carries_a_gradient_over_many_steps():
    x, h0, Wx, Wh, b, dh = drawn(T=50)
    Wx, Wh, b = 0 * Wx, 0 * Wh, np.repeat([0.0, 20.0, 0.0, 0.0], 2)  # forget gates of 1 - 2e-9
    dh[:, :-1] = 0
    _, cache = lstm_forward(x, h0, Wx, Wh, b)
    gates = lstm_backward(dh, cache)[4]
    np.testing.assert_allclose(gates[6:], 50 * 0.25 * dh[:, -1].sum(axis=0), rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_saturated_gates_pass_no_gradient_and_keep_the_dtype(dtype):
    x, h0, Wx, Wh, b, dh = (array.astype(dtype) for array in drawn())
    h, cache = lstm_forward(x, h0, 0 * Wx, 0 * Wh, b - 1e4)
    assert h.dtype == dtype
    for gradient in lstm_backward(dh, cache):
        assert gradient.dtype == dtype
        np.testing.assert_array_equal(gradient, 0)


@pytest.mark.parametrize(("samples", "steps"), [(0, 2), (1, 0)])
def test_without_samples_or_without_steps_the_gradients_of_the_parameters_are_zeros(samples, steps):
    h, cache = forward(X[:samples, :steps], H0[:samples])
    dx, dh0, *gradients = lstm_backward(DH[:samples, :steps], cache)
    assert h.shape == dx.shape == (samples, steps, 1)
    np.testing.assert_array_equal(dh0, np.zeros((samples, 1)))
    for gradient, parameter in zip(gradients, (WX, WH, B), strict=True):
        np.testing.assert_array_equal(gradient, np.zeros_like(parameter))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(Wh=WH[:, :3]), ValueError, "Wh: got shape (1, 3)"),
        (lambda: forward(b=B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: forward(h0=np.zeros((2, 1))), ValueError, "h0: got shape (2, 1)"),
        (lambda: forward(X[0]), ValueError, "x: got shape (2, 1)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: lstm_backward(DH, (X,)), TypeError, "cache: got tuple"),
        (lambda: lstm_backward(DH[:, :1], forward()[1]), ValueError, "dh: got shape (1, 1, 1)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
