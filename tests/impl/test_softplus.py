import numpy as np
import pytest

from yudo.impl.softplus import softplus_backward, softplus_forward


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logarithms_have_outputs_and_slopes_that_are_known(dtype):
    x = np.log(np.array([1, 3, 1 / 3], dtype))
    out, cache = softplus_forward(x)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, np.log(np.array([2, 4, 4 / 3])), rtol=4 * eps)
    np.testing.assert_allclose(softplus_backward(np.array([2, 4, 4], dtype), cache), [1, 3, 1], rtol=4 * eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_overflows_far_out(dtype):
    x = np.array([-np.inf, -1e4, 1e4, np.inf], dtype)
    out, cache = softplus_forward(x)
    np.testing.assert_array_equal(out, [0, 0, 1e4, np.inf])
    np.testing.assert_array_equal(softplus_backward(np.ones(4, dtype), cache), [0, 0, 1, 1])


def test_small_outputs_keep_their_digits():
    out, _ = softplus_forward(np.array([-40.0, -700.0]))
    np.testing.assert_allclose(out, np.exp([-40.0, -700.0]), rtol=1e-14)
