import math
import re

import numpy as np
import pytest

from yudo.impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss

FLOATS = [np.float32, np.float64]
INTEGERS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
INF = math.inf


def logits_for(probabilities, dtype=np.float64):
    return np.log(np.array(probabilities, dtype))


@pytest.mark.parametrize("dtype", FLOATS)
def test_probabilities_loss_and_gradient_match_the_example_worked_by_hand(dtype):
    x = logits_for([[1, 2, 5], [3, 3, 2]], dtype)  # rows sum to 8
    eps = 8 * float(np.finfo(dtype).eps)
    probs, _ = softmax_forward(x)
    np.testing.assert_allclose(probs, [[1 / 8, 2 / 8, 5 / 8], [3 / 8, 3 / 8, 2 / 8]], rtol=eps)
    loss, dx = softmax_loss(x, np.array([2, 0]))
    assert loss == pytest.approx((math.log(8 / 5) + math.log(8 / 3)) / 2, rel=eps)
    np.testing.assert_allclose(dx, [[1 / 16, 2 / 16, -3 / 16], [-5 / 16, 3 / 16, 2 / 16]], rtol=eps)


def test_softmax_backward_matches_the_jacobian_worked_by_hand():
    x = logits_for([[1, 1, 2]])  # p = 1/4, 1/4, 1/2
    _, cache = softmax_forward(x)
    jacobian = np.array([[3, -1, -2], [-1, 3, -2], [-2, -2, 4]]) / 16
    for k in range(3):
        dx = softmax_backward(np.eye(3)[[k]], cache)
        np.testing.assert_allclose(dx[0], jacobian[k], rtol=1e-15)


def test_the_right_class_is_picked_and_not_the_predicted_one():
    x = np.array([[0.0, 10.0]])
    assert softmax_loss(x, np.array([0]))[0] > 10
    assert softmax_loss(x, np.array([1]))[0] < 1e-4


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("scale", [700, 1e4])
def test_logits_far_apart_give_the_exact_limit(dtype, scale):
    x = np.array([[scale, 0, -scale]] * 3, dtype)
    probs, _ = softmax_forward(x)
    np.testing.assert_allclose(probs, [[1, math.exp(-scale), 0]] * 3, rtol=1e-13, atol=1e-38)
    loss, dx = softmax_loss(x, np.array([0, 1, 2]))
    assert loss == scale  # the mean of 0, scale and 2 · scale
    third = dtype(1) / dtype(3)
    np.testing.assert_allclose(dx, [[0, 0, 0], [third, -third, 0], [third, 0, -third]], rtol=0, atol=1e-38)


@pytest.mark.parametrize("dtype", FLOATS)
def test_adding_a_constant_to_a_row_changes_nothing(dtype):
    x = np.array([[0, 1, -3, 2], [5, 5, 5, 4]], dtype)
    y = np.array([1, 3])
    shifted = x + np.array([[1024], [-4096]], dtype)  # exact sums
    loss, dx = softmax_loss(x, y)
    shifted_loss, shifted_dx = softmax_loss(shifted, y)
    assert shifted_loss == loss
    np.testing.assert_array_equal(shifted_dx, dx)
    np.testing.assert_array_equal(softmax_forward(shifted)[0], softmax_forward(x)[0])


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_masked_class_has_probability_and_gradient_zero(dtype):
    x = np.array([[0, -INF, 0], [-INF, -INF, 7]], dtype)
    probs, cache = softmax_forward(x)
    np.testing.assert_array_equal(probs, [[0.5, 0, 0.5], [0, 0, 1]])
    np.testing.assert_array_equal(
        softmax_backward(np.array([[1, 9, 0], [9, 9, 9]], dtype), cache), [[0.25, 0, -0.25], [0, 0, 0]]
    )
    loss, dx = softmax_loss(x, np.array([0, 2]))
    assert loss == pytest.approx(math.log(2) / 2, rel=4 * float(np.finfo(dtype).eps))
    np.testing.assert_array_equal(dx, [[-0.25, 0, 0.25], [0, 0, 0]])


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_masked_label_has_an_infinite_loss_and_a_finite_gradient(dtype):
    loss, dx = softmax_loss(np.array([[0, -INF, 0]], dtype), np.array([1]))
    assert loss == INF
    np.testing.assert_array_equal(dx, [[0.5, -1, 0.5]])


def test_one_class_has_no_loss_and_no_gradient():
    loss, dx = softmax_loss(np.array([[3.0], [-1e4], [0.0]]), np.array([0, 0, 0]))
    assert loss == 0
    np.testing.assert_array_equal(dx, np.zeros((3, 1)))


def test_equal_logits_are_a_uniform_distribution():
    loss, dx = softmax_loss(np.zeros((2, 4)), np.array([3, 3]))
    assert loss == pytest.approx(math.log(4), rel=1e-15)
    np.testing.assert_array_equal(dx, np.tile([1 / 8, 1 / 8, 1 / 8, -3 / 8], (2, 1)))


@pytest.mark.parametrize("dtype", FLOATS)
def test_gradient_rows_sum_to_zero_and_the_labels_entry_is_never_positive(dtype):
    rng = np.random.default_rng(0)
    x = (30 * rng.standard_normal((200, 7))).astype(dtype)
    y = rng.integers(0, 7, 200)
    _, dx = softmax_loss(x, y)
    assert (dx[np.arange(200), y] <= 0).all()
    np.testing.assert_allclose(dx.sum(axis=1), 0, atol=8 * np.finfo(dtype).eps / 200)


@pytest.mark.parametrize("integer", INTEGERS)
def test_labels_of_every_integer_dtype_mean_the_same(integer):
    x = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]])
    loss, dx = softmax_loss(x, np.array([2, 1], integer))
    expected_loss, expected_dx = softmax_loss(x, np.array([2, 1]))
    assert loss == expected_loss
    np.testing.assert_array_equal(dx, expected_dx)


def test_more_classes_than_the_labels_dtype_can_count_are_fine():
    loss, _ = softmax_loss(np.zeros((2, 1000)), np.array([127, 0], np.int8))
    assert loss == pytest.approx(math.log(1000), rel=1e-14)


def test_an_empty_batch_has_probabilities_but_no_mean():
    probs, cache = softmax_forward(np.empty((0, 3)))
    assert probs.shape == softmax_backward(np.empty((0, 3)), cache).shape == (0, 3)
    with pytest.raises(ValueError, match=r"^x: got no samples, N = 0; expected N ≥ 1"):
        softmax_loss(np.empty((0, 3)), np.empty(0, int))


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (
            np.ones((2, 3), int),
            TypeError,
            "x: got int64 array of shape (2, 3); expected a floating-point array",
        ),
        (np.ones((2, 3), object), TypeError, "x: got object array of shape (2, 3)"),
        (np.ones((2, 3), np.float16), TypeError, "x: got float16 array of shape (2, 3), too narrow"),
        ([[0.0, 1.0]], TypeError, "x: got list [[0.0, 1.0]]"),
        (np.ones(3), ValueError, "x: got shape (3,); expected logits of shape (N, C)"),
        (np.ones((2, 3, 1)), ValueError, "x: got shape (2, 3, 1); expected logits of shape (N, C)"),
        (np.ones((2, 0)), ValueError, "x: got shape (2, 0); expected at least one class"),
        (
            np.array([[0, 1], [2, np.nan]]),
            ValueError,
            "x: got x[1, 1] = nan; expected logits that are not NaN",
        ),
        (np.array([[0, np.nan], [INF, 0]]), ValueError, "x: got x[0, 1] = nan"),
        (np.array([[0, 1], [INF, 2]]), ValueError, "x: got x[1, 0] = inf; expected logits below +inf"),
        (np.array([[0, 1], [INF, INF]]), ValueError, "x: got x[1, 0] = inf"),
        (
            np.array([[0, 1], [-INF, -INF]]),
            ValueError,
            "x: got row 1 with every logit -inf; expected at least one",
        ),
    ],
)
@pytest.mark.parametrize("function", [softmax_forward, lambda x: softmax_loss(x, np.array([0, 1]))])
def test_bad_logits_are_refused_by_name(function, x, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        function(x)


@pytest.mark.parametrize(
    ("y", "error", "message"),
    [
        (np.array([0, -1]), ValueError, "y: got y[1] = -1; expected labels in 0 … 2"),
        (np.array([3, 0]), ValueError, "y: got y[0] = 3; expected labels in 0 … 2"),
        (np.array([0, 255], np.uint8), ValueError, "y: got y[1] = 255; expected labels in 0 … 2"),
        (np.array([0, 2**63], np.uint64), ValueError, "y: got y[1] = 9223372036854775808"),
        (np.array([0.0, 1.0]), TypeError, "y: got float64 array of shape (2,); expected an integer array"),
        (np.array([True, False]), TypeError, "y: got bool array of shape (2,); expected an integer array"),
        (np.array([0, 1], object), TypeError, "y: got object array of shape (2,)"),
        ([0, 1], TypeError, "y: got list [0, 1]; expected an integer array of shape (2,)"),
        (None, TypeError, "y: got NoneType None; expected an integer array of shape (2,)"),
        (np.array([0]), ValueError, "y: got shape (1,); expected (2,), one label for each row of x"),
        (np.array([[0], [1]]), ValueError, "y: got shape (2, 1); expected (2,)"),
        (np.eye(3, dtype=int)[:2], ValueError, "y: got shape (2, 3); expected (2,)"),
    ],
)
def test_bad_labels_are_refused_by_name(y, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        softmax_loss(np.ones((2, 3)), y)


@pytest.mark.parametrize(
    ("dout", "error", "message"),
    [
        (np.ones((3, 2)), ValueError, "dout: got shape (3, 2); expected (2, 3)"),
        (np.ones((2, 3), int), TypeError, "dout: got int64 array of shape (2, 3)"),
    ],
)
def test_a_bad_upstream_gradient_is_refused_by_name(dout, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        softmax_backward(dout, np.full((2, 3), 1 / 3))
