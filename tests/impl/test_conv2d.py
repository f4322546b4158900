import re

import numpy as np
import pytest

from yudo.impl.conv2d import conv2d_backward, conv2d_forward

X = np.array([[[[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]]])
W, B = np.array([[[[1.0, -1], [2, 0]]]]), np.array([1.0])
DOUT = np.array([[[[1.0, 2], [0, -1]]]])
SHAPES = [(1, 0, 7, 5), (1, 1, 4, 4), (2, 1, 7, 6), (3, 2, 5, 8), (5, 0, 9, 9)]


def forward(x=X, w=W, b=B, **conv_param):
    return conv2d_forward(x, w, b, {"stride": 1, "pad": 0, **conv_param})


def drawn(height, width):
    rng = np.random.default_rng(0)
    return (
        rng.normal(size=(2, 3, height, width)),
        rng.normal(size=(4, 3, 3, 2)),
        rng.normal(size=4),
    )


def by_windows(x, w, b, stride, pad):
    """Output, and for each of its entries the window that it saw."""
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    R, T = w.shape[2:]
    P, Q = 1 + (x.shape[2] - R) // stride, 1 + (x.shape[3] - T) // stride
    out = np.empty((len(x), len(w), P, Q))
    for n, f, p, q in np.ndindex(out.shape):
        top, left = stride * p, stride * q
        out[n, f, p, q] = (x[n, :, top : top + R, left : left + T] * w[f]).sum() + b[f]
    return out


def test_the_output_and_the_gradients_are_those_that_a_pencil_gives():
    out, cache = forward()
    np.testing.assert_array_equal(out, [[[[0, 5], [4, -1]]]])
    dx, dw, db = conv2d_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, [[[[1, 1, -2], [2, 3, 1], [0, -2, 0]]]])
    np.testing.assert_array_equal(dw, [[[[4, -1], [2, 6]]]])
    np.testing.assert_array_equal(db, [2])


@pytest.mark.parametrize(("stride", "pad", "height", "width"), SHAPES)
def test_each_output_is_a_window_times_a_filter(stride, pad, height, width):
    x, w, b = drawn(height, width)
    out, _ = forward(x, w, b, stride=stride, pad=pad)
    np.testing.assert_allclose(out, by_windows(x, w, b, stride, pad), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("stride", "pad", "height", "width"), SHAPES)
def test_the_gradients_are_those_of_a_function_that_is_linear_in_each_argument(stride, pad, height, width):
    x, w, b = drawn(height, width)
    out, cache = forward(x, w, b, stride=stride, pad=pad)
    dout = np.random.default_rng(1).normal(size=out.shape)
    gradients = conv2d_backward(dout, cache)
    for place, gradient in enumerate(gradients):
        arguments = [x, w, b]
        assert gradient.shape == arguments[place].shape
        direction = np.random.default_rng(2).normal(size=gradient.shape)
        arguments[place] = arguments[place] + direction
        moved, _ = forward(*arguments, stride=stride, pad=pad)
        assert np.isclose((gradient * direction).sum(), (dout * (moved - out)).sum(), rtol=1e-10)


def test_pixels_that_no_window_sees_get_no_gradient():
    out, cache = forward(np.ones((1, 1, 6, 6)), stride=3)
    dx, _, _ = conv2d_backward(np.ones_like(out), cache)
    assert not dx[:, :, 2].any()
    assert not dx[:, :, :, 5].any()


def test_without_samples_there_is_nothing_to_learn():
    out, cache = forward(X[:0])
    assert out.shape == (0, 1, 2, 2)
    dx, dw, db = conv2d_backward(out, cache)
    assert dx.shape == (0, 1, 3, 3)
    assert not dw.any()
    assert not db.any()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(X[0]), ValueError, "x"),
        (lambda: forward(X[:, :, :1]), ValueError, "w: got shape (1, 1, 2, 2); expected filters of 1 to 1"),
        (lambda: forward(w=W[:, [0, 0]]), ValueError, "w"),
        (lambda: forward(stride=0), ValueError, "conv_param['stride']: got 0"),
        (lambda: forward(stride=1.0), TypeError, "conv_param['stride']: got float"),
        (lambda: forward(pad=-1), ValueError, "conv_param['pad']: got -1"),
        (lambda: forward(pad=None), TypeError, "conv_param['pad']: got NoneType"),
        (lambda: conv2d_forward(X, W, B, None), TypeError, "conv_param: got NoneType"),
        (lambda: conv2d_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (lambda: conv2d_backward(DOUT[:, :, :1], forward()[1]), ValueError, "dout: got shape (1, 1, 1, 2)"),
        (lambda: conv2d_backward(DOUT.tolist(), forward()[1]), TypeError, "dout: got list"),
    ],
)
def test_arguments_that_make_no_convolution_are_refused(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
