import re

import numpy as np
import pytest

from yudo.impl.rnn import rnn_backward, rnn_forward
from yudo.impl.rnn_step import rnn_step_backward, rnn_step_forward

X = np.array([[[np.log(2), 0], [np.log(3), -2]]])
H0 = np.array([[0.2, -0.2]])
WX, WH = np.array([[1.0, -1], [1, -2]]), np.array([[5.0, -5], [0, 5]])
B = np.array([-1.0, 2])
DH = np.array([[[25.0, 5], [25, 25]]])
DTYPES = [np.float32, np.float64]


def forward(x=X, h0=H0, Wx=WX, Wh=WH, b=B):
    return rnn_forward(x, h0, Wx, Wh, b)


def test_two_steps_and_their_gradients_are_those_that_a_pencil_gives():
    h, cache = forward()
    np.testing.assert_allclose(h, [[[3 / 5, -3 / 5], [4 / 5, -4 / 5]]], rtol=1e-13)
    dx, dh0, dWx, dWh, db = rnn_backward(DH, cache)
    np.testing.assert_allclose(dx, [[[-16, -48], [0, -9]]], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(dh0, [[-80, 160]], rtol=1e-12)
    two, three = np.log([2, 3])
    np.testing.assert_allclose(dWx, [[16 * two + 9 * three, 32 * two + 9 * three], [-18, -18]], rtol=1e-12)
    np.testing.assert_allclose(dWh, [[43 / 5, 59 / 5], [-43 / 5, -59 / 5]], rtol=1e-12)
    np.testing.assert_allclose(db, [25, 41], rtol=1e-12)


def test_many_steps_are_single_steps_one_after_the_other():
    rng = np.random.default_rng(0)
    N, T, D, H = 3, 5, 4, 2
    x, h0, dh = rng.normal(size=(N, T, D)), rng.normal(size=(N, H)), rng.normal(size=(N, T, H))
    Wx, Wh, b = rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)
    h, cache = rnn_forward(x, h0, Wx, Wh, b)
    states, caches = [h0], []
    for t in range(T):
        state, of_step = rnn_step_forward(x[:, t], states[-1], Wx, Wh, b)
        states.append(state)
        caches.append(of_step)
    np.testing.assert_allclose(h, np.stack(states[1:], axis=1), rtol=1e-12)
    handed_back, shares = np.zeros_like(h0), []
    for t in reversed(range(T)):
        _, handed_back, *of_parameters = rnn_step_backward(dh[:, t] + handed_back, caches[t])
        shares.append(of_parameters)
    _, dh0, *gradients = rnn_backward(dh, cache)
    np.testing.assert_allclose(dh0, handed_back, rtol=1e-10)
    for found, of_steps in zip(gradients, zip(*shares, strict=True), strict=True):
        np.testing.assert_allclose(found, sum(of_steps), rtol=1e-10)


@pytest.mark.parametrize("dtype", DTYPES)
def test_saturated_units_are_one_in_size_and_pass_no_gradient(dtype):
    signs = np.sign(DH - 10).astype(dtype)
    h, cache = forward(signs, *(a.astype(dtype) for a in (H0, 1e4 * np.eye(2), 0 * WH, 0 * B)))
    np.testing.assert_array_equal(h, signs)
    for gradient in rnn_backward(DH.astype(dtype), cache):
        assert gradient.dtype == dtype
        np.testing.assert_array_equal(gradient, 0)


@pytest.mark.parametrize(("samples", "steps"), [(0, 2), (1, 0)])
def test_without_samples_or_without_steps_the_gradients_of_the_parameters_are_zeros(samples, steps):
    h, cache = forward(X[:samples, :steps], H0[:samples])
    dx, dh0, *gradients = rnn_backward(DH[:samples, :steps], cache)
    assert h.shape == dx.shape == (samples, steps, 2)
    np.testing.assert_array_equal(dh0, np.zeros((samples, 2)))
    for gradient, parameter in zip(gradients, (WX, WH, B), strict=True):
        np.testing.assert_array_equal(gradient, np.zeros_like(parameter))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(Wh=WH[:1]), ValueError, "Wh: got shape (1, 2)"),
        (lambda: forward(b=B[:1]), ValueError, "b: got shape (1,)"),
        (lambda: forward(h0=np.zeros((2, 2))), ValueError, "h0: got shape (2, 2)"),
        (lambda: forward(X[0]), ValueError, "x: got shape (2, 2)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: rnn_backward(DH, (X,)), TypeError, "cache: got tuple"),
        (lambda: rnn_backward(DH[:, :1], forward()[1]), ValueError, "dh: got shape (1, 1, 2)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
