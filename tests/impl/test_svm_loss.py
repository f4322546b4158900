import re

import numpy as np
import pytest

from yudo.impl.svm_loss import svm_loss

DTYPES = [np.float32, np.float64]


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_lacking_of_the_margin_is_charged_and_the_violations_are_counted(dtype):
    loss, dx = svm_loss(np.array([[2, 5, 3], [0, 4, 1]], dtype), np.array([0, 1]))
    assert loss == 3
    np.testing.assert_array_equal(dx, [[-1, 0.5, 0.5], [0, 0, 0]])
    assert loss.dtype == dx.dtype == dtype


def test_equal_scores_cost_the_margin_for_every_wrong_class():
    loss, dx = svm_loss(np.ones((5, 10)), np.arange(5))
    assert loss == 9
    np.testing.assert_allclose(dx.sum(axis=1), 0, atol=1e-15)
    np.testing.assert_allclose(dx[np.arange(5), np.arange(5)], -9 / 5)


def test_a_margin_that_is_met_exactly_costs_nothing_and_has_no_gradient():
    loss, dx = svm_loss(np.array([[3.0, 2.0]]), np.array([0]))
    assert loss == 0
    np.testing.assert_array_equal(dx, [[0, 0]])


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_scores_and_a_single_class_do_no_harm(dtype):
    loss, dx = svm_loss(np.array([[1e4, -1e4]], dtype), np.array([1]))
    assert (loss, dx.tolist()) == (20001, [[1, -1]])
    loss, dx = svm_loss(np.array([[7], [-7]], dtype), np.array([0, 0]), margin=0.5)
    assert (loss, dx.tolist()) == (0, [[0], [0]])


def test_any_integer_labels_will_do():
    x = np.array([[2.0, 5.0, 3.0]])
    for kind in ("int8", "uint8", "int32", "uint64"):
        assert svm_loss(x, np.array([2], kind))[0] == 3


@pytest.mark.parametrize(
    ("x", "y", "margin", "error", "message"),
    [
        (np.ones((2, 3)), [0, 1], 1, TypeError, "y: got list"),
        (np.ones((2, 3)), np.array([0.0, 1.0]), 1, TypeError, "y: got float64 array of shape (2,)"),
        (np.ones((2, 3)), np.array([0, 3]), 1, ValueError, "y: got y[1] = 3; expected labels in 0 … 2"),
        (np.ones((2, 3)), np.array([0, -1]), 1, ValueError, "y: got y[1] = -1"),
        (np.ones(3), np.array([0]), 1, ValueError, "x: got shape (3,)"),
        (np.ones((0, 3)), np.zeros(0, int), 1, ValueError, "x: got no samples, N = 0"),
        (np.ones((2, 3)), np.array([0, 1]), -1, ValueError, "margin: got -1; expected a finite number ≥ 0"),
        (np.ones((2, 3), int), np.array([0, 1]), 1, TypeError, "x: got int64 array of shape (2, 3)"),
    ],
)
def test_bad_arguments_are_refused_by_name(x, y, margin, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        svm_loss(x, y, margin)
