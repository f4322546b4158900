import re

import numpy as np
import pytest

from yudo.impl.max_pool import max_pool_backward, max_pool_forward

X = np.array([[[[1.0, 2, 0], [0, 1, 3], [4, 0, 1]]]])
DOUT = np.array([[[[1.0, 2], [3, -1]]]])
WINDOWS = [(2, 2, 2, 6, 8), (2, 3, 1, 5, 7), (3, 2, 2, 8, 6), (2, 2, 3, 9, 9), (4, 5, 1, 4, 5)]


def forward(x=X, **pool_param):
    return max_pool_forward(x, {"pool_height": 2, "pool_width": 2, "stride": 1, **pool_param})


def test_the_output_and_the_gradient_are_those_that_a_pencil_gives():
    out, cache = forward()
    np.testing.assert_array_equal(out, [[[[2, 3], [4, 3]]]])
    np.testing.assert_array_equal(max_pool_backward(DOUT, cache), [[[[0, 1, 0], [0, 0, 1], [3, 0, 0]]]])


@pytest.mark.parametrize(("rows", "columns", "stride", "height", "width"), WINDOWS)
def test_each_window_gives_its_gradient_to_its_largest_pixel(rows, columns, stride, height, width):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, height, width)) - 3  # most windows have negative pixels alone
    out, cache = forward(x, pool_height=rows, pool_width=columns, stride=stride)
    assert out.shape == (2, 3, 1 + (height - rows) // stride, 1 + (width - columns) // stride)
    dout, dx = rng.normal(size=out.shape), np.zeros_like(x)
    for n, c, p, q in np.ndindex(out.shape):
        window = x[n, c, stride * p : stride * p + rows, stride * q : stride * q + columns]
        r, t = np.unravel_index(window.argmax(), window.shape)
        assert out[n, c, p, q] == window[r, t]
        dx[n, c, stride * p + r, stride * q + t] += dout[n, c, p, q]
    np.testing.assert_allclose(max_pool_backward(dout, cache), dx, rtol=1e-12, atol=1e-14)


def test_each_of_several_largest_pixels_gets_the_gradient():
    out, cache = forward(np.array([[[[0.0, 2, -0.0], [2, 1, 0]]]]), stride=1)
    np.testing.assert_array_equal(out, [[[[2, 2]]]])
    dx = max_pool_backward(np.array([[[[3.0, 5]]]]), cache)
    np.testing.assert_array_equal(dx, [[[[0, 8, 0], [3, 0, 0]]]])


def test_pixels_that_no_window_sees_get_no_gradient():
    out, cache = forward(np.ones((1, 1, 6, 6)), stride=3)
    dx = max_pool_backward(np.ones_like(out), cache)
    assert not dx[:, :, 2].any()
    assert not dx[:, :, :, 5].any()


def test_a_window_with_a_nan_has_no_largest_pixel():
    out, cache = forward(np.array([[[[1.0, np.nan], [2, 3]]]]))
    assert np.isnan(out).all()
    assert not max_pool_backward(np.ones_like(out), cache).any()


def test_without_samples_there_is_nothing_to_choose_from():
    out, cache = forward(X[:0])
    assert out.shape == (0, 1, 2, 2)
    assert max_pool_backward(out, cache).shape == (0, 1, 3, 3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(X[0]), ValueError, "x: got shape (1, 3, 3)"),
        (lambda: forward(pool_height=4), ValueError, "pool_param['pool_height']: got 4; expected at most 3"),
        (lambda: forward(stride=0), ValueError, "pool_param['stride']: got 0"),
        (lambda: max_pool_forward(X, None), TypeError, "pool_param: got NoneType"),
        (lambda: max_pool_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (lambda: max_pool_backward(DOUT[:, :, :1], forward()[1]), ValueError, "dout: got shape (1, 1, 1, 2)"),
    ],
)
def test_arguments_that_make_no_pooling_are_refused(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
