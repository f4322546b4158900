import re

import numpy as np
import pytest

from yudo.impl.layer_norm import layernorm_backward, layernorm_forward

X = np.array([[0.0, 0, 0, 4], [6, -2, 2, 2]])
GAMMA, BETA = np.array([1.0, 3, 2, 1]), np.array([0.0, 1, 0, 0])
DOUT = np.array([[1.0, 1, 0, 4], [3, 0, 3, -9]])


def forward(x=X, gamma=GAMMA, beta=BETA, eps=1.0):
    return layernorm_forward(x, gamma, beta, {"eps": eps})


def test_rows_of_variance_3_and_8_are_divided_by_2_and_3():
    np.testing.assert_allclose(forward()[0], [[-1 / 2, -1 / 2, -1, 3 / 2], [4 / 3, -3, 0, 0]], atol=1e-15)


def test_the_gradients_are_those_that_a_pencil_gives():
    dx, dgamma, dbeta = layernorm_backward(DOUT, forward()[1])
    np.testing.assert_allclose(dx, [[-1 / 4, 3 / 4, -3 / 4, 1 / 4], [5 / 9, 4 / 9, 2, -3]], rtol=1e-14)
    np.testing.assert_allclose(dgamma, [7 / 2, -1 / 2, 0, 6], atol=1e-15)
    np.testing.assert_allclose(dbeta, [4, 1, 3, -5], rtol=1e-15)


def test_every_sample_is_treated_by_itself():
    whole, cache = forward()
    alone, cache_of_one = forward(X[1:])
    np.testing.assert_array_equal(whole[1:], alone)
    np.testing.assert_array_equal(
        layernorm_backward(DOUT, cache)[0][1:], layernorm_backward(DOUT[1:], cache_of_one)[0]
    )


def test_an_empty_batch_passes_through():
    out, cache = forward(X[:0])
    dx, dgamma, dbeta = layernorm_backward(DOUT[:0], cache)
    assert out.shape == dx.shape == (0, 4)
    np.testing.assert_array_equal([dgamma, dbeta], np.zeros((2, 4)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equal_features_and_a_single_feature_give_beta_and_no_nan(dtype):
    for x in (np.full((2, 4), 1e4, dtype), np.array([[1e4], [-1e4]], dtype)):
        D = x.shape[1]
        out, cache = forward(x, GAMMA[:D].astype(dtype), BETA[:D].astype(dtype), 1e-5)
        np.testing.assert_array_equal(out, np.broadcast_to(BETA[:D], x.shape))
        for gradient in layernorm_backward(np.ones_like(x), cache):
            assert gradient.dtype == dtype
            assert np.isfinite(gradient).all()


def test_eps_is_1e_5_where_nothing_is_said():
    np.testing.assert_array_equal(layernorm_forward(X, GAMMA, BETA, {})[0], forward(eps=1e-5)[0])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(gamma=GAMMA[:1]), ValueError, "gamma: got shape (1,)"),
        (lambda: forward(X[0]), ValueError, "x: got shape (4,)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: forward(X[:, :0], GAMMA[:0], BETA[:0]), ValueError, "x: got no features, D = 0"),
        (lambda: layernorm_forward(X, GAMMA, BETA, None), TypeError, "ln_param: got NoneType None"),
        (lambda: forward(eps=-1e-5), ValueError, "ln_param['eps']: got -1e-05"),
        (lambda: forward(eps=0.0), ValueError, "ln_param['eps']: got 0.0; expected a number > 0"),
        (lambda: layernorm_backward(DOUT, (X,)), TypeError, "cache: got tuple"),
        (lambda: layernorm_backward(DOUT.T, forward()[1]), ValueError, "dout: got shape (4, 2)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
