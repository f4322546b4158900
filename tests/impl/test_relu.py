import re

import numpy as np
import pytest

from yudo.impl.relu import relu_backward, relu_forward

TINY = 5e-324  # the smallest subnormal


def test_forward_keeps_positive_entries_and_zeroes_the_others():
    out, _ = relu_forward(np.array([-np.inf, -2.0, -TINY, -0.0, 0.0, TINY, 3.0, np.inf]))
    np.testing.assert_array_equal(out, [0, 0, 0, 0, 0, TINY, 3, np.inf])


def test_forward_lets_nan_be_seen():
    assert np.isnan(relu_forward(np.array([np.nan]))[0]).all()


def test_backward_passes_only_where_x_is_above_zero_and_is_zero_at_the_kink():
    x = np.array([-np.inf, -2.0, -TINY, -0.0, 0.0, TINY, 3.0, np.inf])
    dx = relu_backward(np.arange(1.0, 9.0), relu_forward(x)[1])
    np.testing.assert_array_equal(dx, [0, 0, 0, 0, 0, 6, 7, 8])


def test_the_mask_comes_from_x_and_not_from_the_upstream_gradient():
    dx = relu_backward(np.array([-5.0, 5.0, -5.0]), relu_forward(np.array([1.0, -1.0, 2.0]))[1])
    np.testing.assert_array_equal(dx, [-5, 0, -5])


@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4), (2, 1, 3, 2), (0,), (0, 3)])
def test_every_shape_is_kept(shape):
    x = np.ones(shape)
    out, cache = relu_forward(x)
    assert out.shape == relu_backward(x, cache).shape == shape


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: relu_forward(np.arange(3)), TypeError, "x: got int64 array of shape (3,)"),
        (lambda: relu_forward([1.0]), TypeError, "x: got list [1.0]"),
        (lambda: relu_forward(np.array(1.0)), ValueError, "x: got float64 array of shape ()"),
        (
            lambda: relu_backward(np.ones(2), np.ones(3)),
            ValueError,
            "dout: got shape (2,); expected (3,), the shape of cache",
        ),
        (lambda: relu_backward(np.ones(3, int), np.ones(3)), TypeError, "dout: got int64 array"),
        (
            lambda: relu_backward(np.ones(3), np.ones(3) > 0),
            TypeError,
            "cache: got bool array of shape (3,)",
        ),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
