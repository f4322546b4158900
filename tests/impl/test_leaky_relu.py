import re

import numpy as np
import pytest

from yudo.impl.leaky_relu import leaky_relu_backward, leaky_relu_forward


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_not_positive_is_multiplied_forward_and_backward(dtype):
    x = np.array([2, -8, 0, -0.0, 5e-30], dtype)
    out, cache = leaky_relu_forward(x, alpha=0.25)
    np.testing.assert_array_equal(out, np.array([2, -2, 0, 0, 5e-30], dtype))
    dx = leaky_relu_backward(np.array([3, -4, 8, 8, 8], dtype), cache)
    np.testing.assert_array_equal(dx, [3, -1, 2, 2, 8])


def test_without_a_slope_it_is_a_hundredth():
    assert leaky_relu_forward(np.array([-100.0]))[0] == -1


def test_a_slope_above_one_does_not_exchange_the_sides():
    np.testing.assert_array_equal(leaky_relu_forward(np.array([-1.0, 1.0]), 3)[0], [-3, 1])


@pytest.mark.parametrize(
    ("alpha", "error", "message"),
    [
        (-0.1, ValueError, "alpha: got -0.1; expected a finite number ≥ 0"),
        (np.inf, ValueError, "alpha: got inf; expected a finite number ≥ 0"),
        ("0.1", TypeError, "alpha: got str '0.1'; expected a real number"),
    ],
)
def test_what_is_no_slope_is_refused(alpha, error, message):
    with pytest.raises(error, match=re.escape(message)):
        leaky_relu_forward(np.ones(2), alpha)


def test_a_cache_without_the_slope_is_refused():
    with pytest.raises(TypeError, match=re.escape("the tuple (x, alpha) that leaky_relu_forward returned")):
        leaky_relu_backward(np.ones(2), np.ones(2))
