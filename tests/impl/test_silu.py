import numpy as np
import pytest

from yudo.impl.silu import silu_backward, silu_forward


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_input_passes_its_own_gate(dtype):
    x = np.array([0, np.log(3), -np.log(3)], dtype)
    out, cache = silu_forward(x)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, x * np.array([1 / 2, 3 / 4, 1 / 4]), rtol=4 * eps)
    dx = silu_backward(np.full(3, 16, dtype), cache)
    np.testing.assert_allclose(dx, [8, 12 + 3 * np.log(3), 4 - 3 * np.log(3)], rtol=16 * eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gate_is_open_or_closed_far_out(dtype):
    out, cache = silu_forward(np.array([-1e4, 1e4], dtype))
    np.testing.assert_array_equal(out, [0, 1e4])
    np.testing.assert_array_equal(silu_backward(np.ones(2, dtype), cache), [0, 1])


def test_infinity_times_a_closed_gate_is_not_hidden():
    np.testing.assert_array_equal(silu_forward(np.array([-np.inf, np.inf]))[0], [np.nan, np.inf])
