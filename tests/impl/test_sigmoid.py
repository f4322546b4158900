import math
import re

import numpy as np
import pytest

from yudo.impl.sigmoid import logit, odds, sigmoid_backward, sigmoid_forward

DTYPES = [np.float32, np.float64]


@pytest.mark.parametrize("dtype", DTYPES)
def test_odds_of_three_to_one_are_a_probability_of_three_quarters(dtype):
    x = np.log(np.array([1, 3, 1 / 3], dtype))
    out, cache = sigmoid_forward(x)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, [0.5, 0.75, 0.25], rtol=4 * eps)
    dx = sigmoid_backward(np.array([1, 16, -16], dtype), cache)
    np.testing.assert_allclose(dx, [0.25, 3, -3], rtol=8 * eps)


@pytest.mark.parametrize("dtype", DTYPES)
def test_no_input_is_too_large_and_nothing_warns(dtype):
    x = np.array([-np.inf, -1e4, 1e4, np.inf, np.finfo(dtype).max, np.finfo(dtype).min], dtype)
    out, cache = sigmoid_forward(x)
    np.testing.assert_array_equal(out, [0, 0, 1, 1, 1, 0])
    np.testing.assert_array_equal(sigmoid_backward(np.ones_like(x), cache), np.zeros(6))


def test_the_far_negative_tail_keeps_its_relative_accuracy():
    x = np.array([-700.0, -100.0, -40.0, -37.0, -1.0])
    out, cache = sigmoid_forward(x)
    expected = [math.exp(v) / (1 + math.exp(v)) for v in x]
    np.testing.assert_allclose(out, expected, rtol=1e-15)
    slopes = [math.exp(v) / (1 + math.exp(v)) ** 2 for v in x]
    np.testing.assert_allclose(sigmoid_backward(np.ones(5), cache), slopes, rtol=1e-15)


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_underflows_is_below_the_smallest_normal_number(dtype):
    info = np.finfo(dtype)
    lowest = float(np.log(info.tiny))
    x = np.linspace(lowest - 20, lowest + 5, 2001).astype(dtype)
    exact = np.exp(x.astype(np.longdouble))
    error = np.abs(sigmoid_forward(x)[0].astype(np.longdouble) - exact)
    assert (error <= np.maximum(info.tiny, 4 * info.eps * exact)).all()
    assert (error > 0).any()


def test_nan_stays_visible():
    assert np.isnan(sigmoid_forward(np.array([np.nan]))[0]).all()


def test_errors_other_than_the_overflow_are_reported_as_before():
    before = np.geterr()
    sigmoid_forward(np.array([-1e4]))
    odds(np.array([1.0]))
    logit(np.array([0.0]))
    assert np.geterr() == before


@pytest.mark.parametrize("dtype", DTYPES)
def test_odds_and_logit_of_known_probabilities(dtype):
    p = np.array([0, 0.2, 0.5, 0.75, 1], dtype)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(odds(p), [0, 0.25, 1, 3, np.inf], rtol=4 * eps)
    np.testing.assert_allclose(
        logit(p), [-np.inf, -math.log(4), 0, math.log(3), np.inf], rtol=4 * eps, atol=4 * eps
    )


@pytest.mark.parametrize("dtype", DTYPES)
def test_logit_undoes_the_sigmoid(dtype):
    x = np.linspace(-8, 8, 101).astype(dtype)
    out, _ = sigmoid_forward(x)
    # One rounding of out, of relative size eps, moves the logit by eps / (1 - out).
    bound = 4 * np.finfo(dtype).eps * (1 / (1 - out.astype(float)) + np.abs(x))
    assert (np.abs(logit(out) - x) <= bound).all()


@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4), (0,), (0, 3)])
def test_every_shape_is_kept(shape):
    x = np.full(shape, 0.5)
    out, cache = sigmoid_forward(x)
    assert out.shape == sigmoid_backward(x, cache).shape == odds(x).shape == logit(x).shape == shape


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: sigmoid_forward(np.arange(3)), TypeError, "x: got int64 array of shape (3,)"),
        (lambda: sigmoid_forward(0.0), TypeError, "x: got float 0.0"),
        (lambda: sigmoid_forward(np.array(0.0)), ValueError, "x: got float64 array of shape ()"),
        (
            lambda: sigmoid_backward(np.ones((3, 1)), np.ones(3)),
            ValueError,
            "dout: got shape (3, 1); expected (3,)",
        ),
        (lambda: sigmoid_backward(1.0, np.ones(3)), TypeError, "dout: got float 1.0"),
        (lambda: sigmoid_backward(np.ones(3), (np.ones(3),)), TypeError, "cache: got tuple"),
        (lambda: odds(np.array([1])), TypeError, "p: got int64 array of shape (1,)"),
        (lambda: logit(0.5), TypeError, "p: got float 0.5"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()


@pytest.mark.parametrize("function", [odds, logit])
@pytest.mark.parametrize("bad", [np.nan, -1e-300, 1 + 1e-15, 2.0, np.inf, -np.inf])
def test_what_is_no_probability_is_refused_with_its_place(function, bad):
    with pytest.raises(
        ValueError, match=rf"^p: got p\[1, 0\] = {re.escape(str(np.float64(bad)))}; expected prob"
    ):
        function(np.array([[0.5, 0.25], [bad, 0.5]]))
