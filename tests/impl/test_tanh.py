import numpy as np
import pytest

from yudo.impl.tanh import tanh_backward, tanh_forward

DTYPES = [np.float32, np.float64]


@pytest.mark.parametrize("dtype", DTYPES)
def test_tanh_of_logarithms_is_rational(dtype):
    x = np.log(np.array([1, 2, 1 / 2, 3], dtype))
    out, cache = tanh_forward(x)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, [0, 0.6, -0.6, 0.8], rtol=4 * eps)
    dx = tanh_backward(np.array([3, 25, -25, 50], dtype), cache)
    np.testing.assert_allclose(dx, [3, 16, -16, 18], rtol=16 * eps)


@pytest.mark.parametrize("dtype", DTYPES)
def test_far_from_zero_the_output_is_one_and_the_gradient_zero(dtype):
    x = np.array([-np.inf, -1e4, -20, 20, 1e4, np.inf], dtype)
    out, cache = tanh_forward(x)
    np.testing.assert_array_equal(out, [-1, -1, -1, 1, 1, 1])
    np.testing.assert_array_equal(tanh_backward(np.ones_like(x), cache), np.zeros(6))


@pytest.mark.parametrize("dtype", DTYPES)
def test_small_inputs_keep_all_their_digits(dtype):
    x = np.array([1e-30, -1e-10, 1e-5], dtype)
    exact = x - x.astype(np.longdouble) ** 3 / 3
    np.testing.assert_allclose(tanh_forward(x)[0], exact, rtol=2 * np.finfo(dtype).eps)
