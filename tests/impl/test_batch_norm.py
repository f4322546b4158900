import re

import numpy as np
import pytest

from yudo.impl.batch_norm import batchnorm_backward, batchnorm_backward_alt, batchnorm_forward

BACKWARDS = [batchnorm_backward, batchnorm_backward_alt]
X = np.array([[0.0, 6], [0, -2], [0, 2], [4, 2]])
GAMMA, BETA = np.array([2.0, 3]), np.array([1.0, 0])
DOUT = np.array([[1.0, 3], [3, 0], [0, 6], [4, -9]])


def training(**more):
    return {"mode": "train", "eps": 1.0, **more}


def forward(x=X, gamma=GAMMA, beta=BETA, **more):
    return batchnorm_forward(x, gamma, beta, training(**more))


def test_columns_of_variance_3_and_8_are_divided_by_2_and_3():
    out, _ = forward()
    np.testing.assert_allclose(out, [[0, 4], [0, -4], [0, 0], [4, 0]], atol=1e-15)


@pytest.mark.parametrize("backward", BACKWARDS)
def test_both_backwards_give_the_gradients_that_a_pencil_gives(backward):
    dx, dgamma, dbeta = backward(DOUT, forward()[1])
    np.testing.assert_allclose(dx, [[-1 / 2, 5 / 3], [3 / 2, 4 / 3], [-3 / 2, 6], [1 / 2, -9]], rtol=1e-14)
    np.testing.assert_allclose(dgamma, [4, 4], rtol=1e-15)
    np.testing.assert_allclose(dbeta, [8, 0], rtol=1e-15)


def test_the_running_averages_keep_their_share_of_the_old():
    bn_param = training(momentum=0.75, running_mean=np.array([1.0, -2]), running_var=np.array([7.0, 0]))
    before = bn_param["running_mean"]
    batchnorm_forward(X, GAMMA, BETA, bn_param)
    np.testing.assert_allclose(bn_param["running_mean"], [1, -1], rtol=1e-15)
    np.testing.assert_allclose(bn_param["running_var"], [6, 2], rtol=1e-15)
    np.testing.assert_array_equal(before, [1, -2])


def test_after_many_batches_test_mode_knows_the_distribution():
    rng = np.random.default_rng(0)
    bn_param = {"mode": "train"}
    for _ in range(80):
        batchnorm_forward(rng.normal(5, 3, (200, 2)), np.ones(2), np.zeros(2), bn_param)
    out, cache = batchnorm_forward(
        rng.normal(5, 3, (2000, 2)), np.ones(2), np.zeros(2), {**bn_param, "mode": "test"}
    )
    np.testing.assert_allclose(out.mean(axis=0), 0, atol=0.1)
    np.testing.assert_allclose(out.std(axis=0), 1, atol=0.1)
    assert cache is None


def test_test_mode_treats_every_sample_by_itself_and_changes_no_average():
    bn_param = {"mode": "test", "running_mean": np.array([1.0, 2]), "running_var": np.array([4.0, 9])}
    kept = {name: bn_param[name].copy() for name in ("running_mean", "running_var")}
    whole, _ = batchnorm_forward(X, GAMMA, BETA, bn_param)
    alone, _ = batchnorm_forward(X[2:3], GAMMA, BETA, bn_param)
    np.testing.assert_array_equal(whole[2:3], alone)
    assert batchnorm_forward(X[:0], GAMMA, BETA, bn_param)[0].shape == (0, 2)
    for name, value in kept.items():
        np.testing.assert_array_equal(bn_param[name], value)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("backward", BACKWARDS)
def test_a_constant_column_and_a_single_sample_give_beta_and_no_nan(dtype, backward):
    for x in (np.full((3, 2), 1e4, dtype), np.array([[1e4, -1e4]], dtype)):
        out, cache = forward(x, GAMMA.astype(dtype), BETA.astype(dtype))
        np.testing.assert_array_equal(out, np.broadcast_to(BETA, out.shape))
        for gradient in backward(np.ones_like(x), cache):
            assert gradient.dtype == dtype
            assert np.isfinite(gradient).all()


def test_small_differences_of_large_numbers_keep_their_variance():
    x = np.array([[10000], [10001], [10002]], np.float32)
    bn_param = {"mode": "train", "momentum": 0.0}
    batchnorm_forward(x, np.ones(1, np.float32), np.zeros(1, np.float32), bn_param)
    np.testing.assert_allclose(bn_param["running_var"], [2 / 3], rtol=1e-6)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: batchnorm_forward(X, GAMMA[:1], BETA, training()), ValueError, "gamma: got shape (1,)"),
        (lambda: batchnorm_forward(X[0], GAMMA, BETA, training()), ValueError, "x: got shape (2,)"),
        (lambda: batchnorm_forward(X.astype(int), GAMMA, BETA, training()), TypeError, "x: got int64 array"),
        (lambda: forward(X[:0]), ValueError, "x: got no samples, N = 0"),
        (lambda: batchnorm_forward(X, GAMMA, BETA, "train"), TypeError, "bn_param: got str 'train'"),
        (lambda: batchnorm_forward(X, GAMMA, BETA, {}), ValueError, "bn_param['mode']: got None"),
        (lambda: forward(eps=0), ValueError, "bn_param['eps']: got 0; expected a number > 0"),
        (lambda: forward(eps="small"), TypeError, "bn_param['eps']: got str 'small'"),
        (lambda: forward(momentum=-0.1), ValueError, "bn_param['momentum']: got -0.1"),
        (lambda: forward(running_mean=np.zeros(3)), ValueError, "running_mean: got shape (3,)"),
        (lambda: forward(running_var=0), TypeError, "running_var: got int 0"),
        (lambda: batchnorm_backward(DOUT, None), TypeError, "cache: got NoneType None; expected the tuple"),
        (lambda: batchnorm_backward_alt(DOUT[:1], forward()[1]), ValueError, "dout: got shape (1, 2)"),
    ],
)  # fmt: skip
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()


def test_what_is_refused_leaves_the_running_averages_alone():
    bn_param = training(running_mean=np.zeros(2))
    with pytest.raises(ValueError, match="no samples"):
        batchnorm_forward(X[:0], GAMMA, BETA, bn_param)
    np.testing.assert_array_equal(bn_param["running_mean"], [0, 0])
    assert "running_var" not in bn_param
