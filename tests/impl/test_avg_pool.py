import re

import numpy as np
import pytest

from yudo.impl.avg_pool import avg_pool_backward, avg_pool_forward

X = np.array([[[[1.0, 2, 5], [0, 1, 4], [3, 0, 3]]]])
DOUT = np.array([[[[4.0, 8], [0, -4]]]])
WINDOWS = [(2, 2, 2, 6, 8), (2, 3, 1, 5, 7), (3, 2, 2, 8, 6), (2, 2, 3, 9, 9), (4, 5, 1, 4, 5)]


def forward(x=X, **pool_param):
    return avg_pool_forward(x, {"pool_height": 2, "pool_width": 2, "stride": 1, **pool_param})


def pooled(rows, columns, stride, height, width):
    x = np.random.default_rng(0).normal(size=(2, 3, height, width))
    return x, *forward(x, pool_height=rows, pool_width=columns, stride=stride)


def test_the_output_and_the_gradient_are_those_that_a_pencil_gives():
    out, cache = forward()
    np.testing.assert_array_equal(out, [[[[1, 3], [1, 2]]]])
    np.testing.assert_array_equal(avg_pool_backward(DOUT, cache), [[[[1, 3, 2], [1, 2, 1], [0, -1, -1]]]])


@pytest.mark.parametrize(("rows", "columns", "stride", "height", "width"), WINDOWS)
def test_each_output_is_the_mean_of_a_window(rows, columns, stride, height, width):
    x, out, _ = pooled(rows, columns, stride, height, width)
    assert out.shape == (2, 3, 1 + (height - rows) // stride, 1 + (width - columns) // stride)
    for p, q in np.ndindex(out.shape[2:]):
        top, left = stride * p, stride * q
        mean = x[:, :, top : top + rows, left : left + columns].mean(axis=(2, 3))
        np.testing.assert_allclose(out[:, :, p, q], mean, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("rows", "columns", "stride", "height", "width"), WINDOWS)
def test_the_gradient_is_that_of_a_linear_function(rows, columns, stride, height, width):
    x, out, cache = pooled(rows, columns, stride, height, width)
    dout = np.random.default_rng(1).normal(size=out.shape)
    dx = avg_pool_backward(dout, cache)
    assert dx.shape == x.shape
    assert np.isclose((dx * x).sum(), (dout * out).sum(), rtol=1e-10)
    assert np.isclose(dx.sum(), dout.sum(), rtol=1e-10)


def test_pixels_that_no_window_sees_get_no_gradient():
    out, cache = forward(np.ones((1, 1, 6, 6)), stride=3)
    dx = avg_pool_backward(np.ones_like(out), cache)
    assert not dx[:, :, 2].any()
    assert not dx[:, :, :, 5].any()


def test_windows_like_tiles_repeat_the_gradient():
    out, cache = forward(np.ones((1, 2, 4, 6)), stride=2)
    dout = np.arange(12.0).reshape(out.shape)
    np.testing.assert_array_equal(avg_pool_backward(dout, cache), np.kron(dout, np.ones((2, 2))) / 4)


def test_without_samples_there_is_nothing_to_share_out():
    out, cache = forward(X[:0])
    assert out.shape == (0, 1, 2, 2)
    assert avg_pool_backward(out, cache).shape == (0, 1, 3, 3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(X[0]), ValueError, "x: got shape (1, 3, 3)"),
        (lambda: forward(X.tolist()), TypeError, "x: got list"),
        (lambda: forward(pool_height=4), ValueError, "pool_param['pool_height']: got 4; expected at most 3"),
        (lambda: forward(pool_width=4), ValueError, "pool_param['pool_width']: got 4; expected at most 3"),
        (lambda: forward(pool_width=0), ValueError, "pool_param['pool_width']: got 0"),
        (lambda: forward(pool_height=None), TypeError, "pool_param['pool_height']: got NoneType"),
        (lambda: forward(stride=0), ValueError, "pool_param['stride']: got 0"),
        (lambda: forward(stride=1.0), TypeError, "pool_param['stride']: got float"),
        (lambda: avg_pool_forward(X, None), TypeError, "pool_param: got NoneType"),
        (lambda: avg_pool_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (lambda: avg_pool_backward(DOUT[:, :, :1], forward()[1]), ValueError, "dout: got shape (1, 1, 1, 2)"),
        (lambda: avg_pool_backward(DOUT.tolist(), forward()[1]), TypeError, "dout: got list"),
    ],
)
def test_arguments_that_make_no_pooling_are_refused(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
