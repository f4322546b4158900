import math
import warnings

import numpy as np
import pytest

from yudo.impl.gelu import gelu_backward, gelu_exact_backward, gelu_exact_forward, gelu_forward


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gate_is_half_of_one_plus_tanh(dtype):
    x = np.linspace(-3, 3, 25).astype(dtype)
    wide = x.astype(np.float64)
    t = np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide**3))
    slope = np.sqrt(2 / np.pi) * (1 + 0.134145 * wide**2)
    out, cache = gelu_forward(x)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, 0.5 * wide * (1 + t), rtol=100 * eps, atol=eps)
    dx = gelu_backward(np.full_like(x, 3), cache)
    assert out.dtype == dx.dtype == dtype
    np.testing.assert_allclose(dx, 1.5 * (1 + t + wide * (1 - t * t) * slope), rtol=100 * eps, atol=10 * eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gate_is_open_or_closed_far_out_where_the_cube_overflows_too(dtype):
    for size in (1e2, 1e14, float(np.finfo(dtype).max) / 2):
        x = np.array([-size, size], dtype)
        out, cache = gelu_forward(x)
        np.testing.assert_array_equal(out, [0, x[1]])
        np.testing.assert_array_equal(gelu_backward(np.ones(2, dtype), cache), [0, 1])


def test_the_tail_keeps_its_digits():
    """There 1 + tanh(u) is 0."""
    out, cache = gelu_forward(np.array([-8.0]))
    assert out < 0
    assert gelu_backward(np.ones(1), cache) < 0


def test_infinity_times_a_closed_gate_is_not_hidden():
    np.testing.assert_array_equal(gelu_forward(np.array([-np.inf, np.inf]))[0], [np.nan, np.inf])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gate_of_the_exact_form_is_the_normal_probability(dtype):
    x = np.linspace(-3, 3, 25).astype(dtype)
    wide = x.astype(np.float64)
    probability = np.array([(1 + math.erf(value / math.sqrt(2))) / 2 for value in wide])
    density = np.exp(-wide * wide / 2) / np.sqrt(2 * np.pi)
    out, cache = gelu_exact_forward(x)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, wide * probability, rtol=100 * eps, atol=eps)
    dx = gelu_exact_backward(np.full_like(x, 3), cache)
    assert out.dtype == dx.dtype == dtype
    np.testing.assert_allclose(dx, 3 * (probability + wide * density), rtol=100 * eps, atol=10 * eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_far_out_the_exact_form_is_the_input_or_0_without_a_warning(dtype):
    for size in (1e2, 1e4, 1e14, float(np.finfo(dtype).max) / 2):
        x = np.array([-size, size], dtype)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            out, cache = gelu_exact_forward(x)
            dx = gelu_exact_backward(np.ones(2, dtype), cache)
        np.testing.assert_array_equal(out, [0, x[1]])
        np.testing.assert_array_equal(dx, [0, 1])


@pytest.mark.parametrize(("dtype", "accuracy"), [(np.float32, 1e-5), (np.float64, 1e-13)])
def test_the_tail_of_the_exact_form_keeps_its_digits(dtype, accuracy):
    """There (1 + erf(x / sqrt(2))) / 2 is 0."""
    out, cache = gelu_exact_forward(np.array([-10.0], dtype))
    assert out.item() == pytest.approx(-7.619853024160525e-23, rel=accuracy)
    dx = gelu_exact_backward(np.ones(1, dtype), cache)
    assert dx.item() == pytest.approx(-7.618400109158604e-22, rel=accuracy)


def test_the_exact_form_hides_no_infinity_either():
    np.testing.assert_array_equal(gelu_exact_forward(np.array([-np.inf, np.inf]))[0], [np.nan, np.inf])
