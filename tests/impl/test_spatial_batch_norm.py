import re

import numpy as np
import pytest

from yudo.impl.batch_norm import batchnorm_backward_alt, batchnorm_forward
from yudo.impl.spatial_batch_norm import spatial_batchnorm_backward, spatial_batchnorm_forward

X = np.array([[[0.0, 0], [6, -2]], [[0, 4], [2, 2]]])
GAMMA, BETA = np.array([2.0, 3]), np.array([1.0, 0])
DOUT = np.array([[[1.0, 3], [3, 0]], [[0, 4], [6, -9]]])


def forward(x=X, gamma=GAMMA, beta=BETA, mode="train", **more):
    return spatial_batchnorm_forward(x, gamma, beta, {"mode": mode, "eps": 1.0, **more})


def in_rows(images):
    return np.moveaxis(images, 1, -1).reshape(-1, images.shape[1])


def test_channels_of_variance_3_and_8_are_divided_by_2_and_3():
    np.testing.assert_allclose(forward()[0], [[[0, 0], [4, -4]], [[0, 4], [0, 0]]], atol=1e-15)


def test_the_gradients_are_those_that_a_pencil_gives():
    dx, dgamma, dbeta = spatial_batchnorm_backward(DOUT, forward()[1])
    expected = [[[-1 / 2, 3 / 2], [5 / 3, 4 / 3]], [[-3 / 2, 1 / 2], [6, -9]]]
    np.testing.assert_allclose(dx, expected, rtol=1e-14)
    np.testing.assert_allclose(dgamma, [4, 4], rtol=1e-15)
    np.testing.assert_allclose(dbeta, [8, 0], rtol=1e-15)


@pytest.mark.parametrize("mode", ["train", "test"])
@pytest.mark.parametrize("pixels", [(1,), (5,), (2, 3), (2, 3, 2)])
def test_it_is_batch_normalisation_of_one_row_for_each_pixel(mode, pixels):
    rng = np.random.default_rng(0)
    x, dout = rng.normal(size=(2, 3, 4, *pixels))
    gamma, beta, mean, var = rng.uniform(0.5, 1.5, (4, 4))
    params = [{"mode": mode, "running_mean": mean.copy(), "running_var": var.copy()} for _ in range(2)]
    out, cache = spatial_batchnorm_forward(x, gamma, beta, params[0])
    rows, of_rows = batchnorm_forward(in_rows(x), gamma, beta, params[1])
    np.testing.assert_allclose(in_rows(out), rows, rtol=1e-12)
    for name in ("running_mean", "running_var"):
        np.testing.assert_allclose(params[0][name], params[1][name], rtol=1e-13)
    if mode == "train":
        dx, *rest = spatial_batchnorm_backward(dout, cache)
        expected, *others = batchnorm_backward_alt(in_rows(dout), of_rows)
        np.testing.assert_allclose(in_rows(dx), expected, rtol=1e-11)
        np.testing.assert_allclose(rest, others, rtol=1e-12)
    else:
        assert cache is None


def test_the_arrays_of_running_averages_stay_as_they_were():
    before = np.array([1.0, -2])
    bn_param = {"mode": "train", "running_mean": before}
    spatial_batchnorm_forward(X, GAMMA, BETA, bn_param)
    np.testing.assert_array_equal(before, [1, -2])
    assert bn_param["running_mean"] is not before


def test_one_image_of_several_pixels_can_be_trained_on():
    out, _ = forward(X[1:])
    np.testing.assert_allclose(out.mean(axis=(0, 2)), BETA, atol=1e-15)


def test_an_empty_batch_is_fine_at_test_time():
    assert forward(X[:0], mode="test")[0].shape == (0, 2, 2)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_constant_channels_give_no_nan(dtype):
    x = np.full((2, 2, 3, 3), 1e4, dtype)
    out, cache = spatial_batchnorm_forward(x, GAMMA.astype(dtype), BETA.astype(dtype), {"mode": "train"})
    for array in (out, *spatial_batchnorm_backward(np.ones_like(x), cache)):
        assert array.dtype == dtype
        assert np.isfinite(array).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(gamma=GAMMA[:1]), ValueError, "gamma: got shape (1,)"),
        (lambda: forward(X[0, 0]), ValueError, "x: got shape (2,)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (lambda: forward(X[:0]), ValueError, "x: got shape (0, 2, 2); expected an entry in every channel"),
        (lambda: forward(X[:, :, :0]), ValueError, "x: got shape (2, 2, 0); expected an entry"),
        (lambda: forward(mode="eval"), ValueError, "bn_param['mode']: got 'eval'"),
        (lambda: forward(eps=0.0), ValueError, "bn_param['eps']: got 0.0"),
        (lambda: forward(running_mean=np.zeros(3)), ValueError, "running_mean: got shape (3,)"),
        (lambda: spatial_batchnorm_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (lambda: spatial_batchnorm_backward(DOUT[:1], forward()[1]), ValueError, "dout: got shape (1, 2, 2)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
