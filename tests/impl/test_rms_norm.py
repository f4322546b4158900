import re

import numpy as np
import pytest

from yudo.impl.layer_norm import layernorm_backward, layernorm_forward
from yudo.impl.rms_norm import rmsnorm_backward, rmsnorm_forward

X = np.array([[3.0, 4], [1, 0]])
GAMMA = np.array([2.0, 1])
DOUT = np.array([[4.0, 8], [2, -4]])


def forward(x=X, gamma=GAMMA, eps=3.5):
    return rmsnorm_forward(x, gamma, eps)


def test_rows_of_mean_square_25_halves_and_a_half_are_divided_by_4_and_2():
    np.testing.assert_allclose(forward()[0], [[3 / 2, 1], [1, 0]], rtol=1e-15)


def test_the_gradients_are_those_that_a_pencil_gives():
    dx, dgamma = rmsnorm_backward(DOUT, forward()[1])
    np.testing.assert_allclose(dx, [[11 / 16, 1 / 4], [7 / 4, -2]], rtol=1e-14)
    np.testing.assert_allclose(dgamma, [4, 8], rtol=1e-15)


def test_for_samples_of_mean_0_it_is_layer_normalisation():
    x = np.array([[1.0, -1, 2, -2], [0.5, 0, -3, 2.5]])
    gamma, dout = np.array([2.0, 1, -1, 0.5]), np.arange(8.0).reshape(2, 4) - 3
    out, cache = rmsnorm_forward(x, gamma, 0.25)
    other, other_cache = layernorm_forward(x, gamma, np.zeros(4), {"eps": 0.25})
    np.testing.assert_allclose(out, other, rtol=1e-15)
    (dx, dgamma), (of_rows, scale, _) = rmsnorm_backward(dout, cache), layernorm_backward(dout, other_cache)
    np.testing.assert_allclose(dgamma, scale, rtol=1e-14)
    np.testing.assert_allclose(dx - dx.mean(axis=1, keepdims=True), of_rows, rtol=1e-12)


def test_an_empty_batch_passes_through():
    out, cache = forward(X[:0])
    dx, dgamma = rmsnorm_backward(DOUT[:0], cache)
    assert out.shape == dx.shape == (0, 2)
    np.testing.assert_array_equal(dgamma, [0, 0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_zeros_and_large_values_give_no_nan(dtype):
    for x in (np.zeros((2, 2), dtype), np.array([[1e4, -1e4], [1e4, 0]], dtype)):
        out, cache = forward(x, GAMMA.astype(dtype), 1e-5)
        for array in (out, *rmsnorm_backward(np.ones_like(x), cache)):
            assert array.dtype == dtype
            assert np.isfinite(array).all()


def test_eps_is_1e_5_where_nothing_is_said():
    np.testing.assert_array_equal(rmsnorm_forward(X, GAMMA)[0], forward(eps=1e-5)[0])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(gamma=GAMMA[:1]), ValueError, "gamma: got shape (1,)"),
        (lambda: forward(X[0]), ValueError, "x: got shape (2,)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: forward(X[:, :0], GAMMA[:0]), ValueError, "x: got no features, D = 0"),
        (lambda: forward(eps=None), TypeError, "eps: got NoneType None; expected a real number"),
        (lambda: forward(eps=-1e-5), ValueError, "eps: got -1e-05; expected a finite number"),
        (lambda: forward(eps=0.0), ValueError, "eps: got 0.0; expected a number > 0, because a mean square"),
        (lambda: rmsnorm_backward(DOUT, (X,)), TypeError, "cache: got tuple"),
        (lambda: rmsnorm_backward(DOUT[:1], forward()[1]), ValueError, "dout: got shape (1, 2)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
