import re

import numpy as np
import pytest

from yudo.impl.conv2d import conv2d_backward, conv2d_forward
from yudo.impl.depthwise_conv2d import depthwise_conv2d_backward, depthwise_conv2d_forward

X = np.array([[[[1.0, 2, 0], [0, 1, 3]], [[2, 0, 1], [1, -1, 4]]]])
W, B = np.array([[[1.0, -1], [2, 0]], [[0, 3], [1, 1]]]), np.array([1.0, -2])
DOUT = np.array([[[[1.0, 2]], [[-1, 3]]]])
SHAPES = [(1, 0, 7, 5), (1, 1, 4, 4), (2, 1, 7, 6), (3, 2, 5, 8), (5, 0, 9, 9)]


def forward(x=X, w=W, b=B, **conv_param):
    return depthwise_conv2d_forward(x, w, b, {"stride": 1, "pad": 0, **conv_param})


def test_the_output_and_the_gradients_are_those_that_a_pencil_gives():
    out, cache = forward()
    np.testing.assert_array_equal(out, [[[[0, 5]], [[-2, 4]]]])
    dx, dw, db = depthwise_conv2d_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, [[[[1, 1, -2], [2, 4, 0]], [[0, -3, 9], [-1, 2, 3]]]])
    np.testing.assert_array_equal(dw, [[[5, 2], [2, 7]], [[-2, 3], [-4, 13]]])
    np.testing.assert_array_equal(db, [3, 2])


@pytest.mark.parametrize(("stride", "pad", "height", "width"), SHAPES)
def test_it_is_a_convolution_whose_filters_are_0_in_other_channels(stride, pad, height, width):
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 3, height, width)), rng.normal(size=(3, 3, 2)), rng.normal(size=3)
    full = np.zeros((3, 3, 3, 2))
    full[range(3), range(3)] = w
    options = {"stride": stride, "pad": pad}
    out, cache = forward(x, w, b, **options)
    expected, cache_of_all = conv2d_forward(x, full, b, options)
    np.testing.assert_allclose(out, expected, rtol=1e-12, atol=1e-13)
    dout = rng.normal(size=out.shape)
    dx, dw, db = depthwise_conv2d_backward(dout, cache)
    dx_of_all, dw_of_all, db_of_all = conv2d_backward(dout, cache_of_all)
    np.testing.assert_allclose(dx, dx_of_all, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(dw, dw_of_all[range(3), range(3)], rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(db, db_of_all)


def test_without_samples_there_is_nothing_to_learn():
    out, cache = forward(X[:0])
    assert out.shape == (0, 2, 1, 2)
    dx, dw, db = depthwise_conv2d_backward(out, cache)
    assert dx.shape == (0, 2, 2, 3)
    assert not dw.any()
    assert not db.any()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: forward(X[0]), ValueError, "x"),
        (lambda: forward(X[:, :, :1]), ValueError, "w: got shape (2, 2, 2); expected filters of 1 to 1"),
        (lambda: forward(w=W[:1]), ValueError, "w: got shape (1, 2, 2); expected (2, R, T), the C of x"),
        (lambda: forward(w=W[:, None]), ValueError, "w: got shape (2, 1, 2, 2)"),
        (lambda: forward(stride=0), ValueError, "conv_param['stride']: got 0"),
        (lambda: forward(pad=-1), ValueError, "conv_param['pad']: got -1"),
        (lambda: depthwise_conv2d_forward(X, W, B, None), TypeError, "conv_param: got NoneType"),
        (lambda: depthwise_conv2d_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (
            lambda: depthwise_conv2d_backward(DOUT[:, :1], forward()[1]),
            ValueError,
            "dout: got shape (1, 1, 1, 2)",
        ),
        (
            lambda: depthwise_conv2d_backward(DOUT[:, :, :, :1], forward()[1]),
            ValueError,
            "dout: got shape (1, 2, 1, 1); expected (1, 2, 1, 2)",
        ),
        (lambda: depthwise_conv2d_backward(DOUT.tolist(), forward()[1]), TypeError, "dout: got list"),
    ],
)
def test_arguments_that_make_no_convolution_are_refused(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
