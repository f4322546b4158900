import re

import numpy as np
import pytest

from yudo.impl.affine import affine_backward, affine_forward, affine_parameter_gradients

X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.5]])
B = np.array([10.0, 20.0, 30.0])
DOUT = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [-1.0, 1.0, 4.0]])


def test_forward_matches_the_example_worked_by_hand():
    out, _ = affine_forward(X, W, B)
    np.testing.assert_array_equal(out, [[15, 22, 30], [21, 24, 29], [27, 26, 28]])


def test_backward_matches_the_example_worked_by_hand():
    dx, dw, db = affine_backward(DOUT, affine_forward(X, W, B)[1])
    np.testing.assert_array_equal(dx, [[-1, 3], [0, 1], [-5, 1]])
    np.testing.assert_array_equal(dw, [[-4, 8, 22], [-4, 10, 28]])
    np.testing.assert_array_equal(db, [0, 2, 6])


@pytest.mark.parametrize("shape", [(3, 24), (3, 4, 6), (3, 2, 3, 4), (3, 24, 1), (1, 2, 2, 2, 3)])
def test_any_rank_of_x_is_flattened_in_row_major_order_and_dx_has_its_shape(shape):
    rng = np.random.default_rng(0)
    x = rng.integers(-5, 6, shape).astype(float)
    w = rng.integers(-5, 6, (24, 5)).astype(float)
    dout = rng.integers(-5, 6, (shape[0], 5)).astype(float)
    flat = np.array([list(sample.flat) for sample in x])

    out, cache = affine_forward(x, w, np.zeros(5))
    dx, dw, _ = affine_backward(dout, cache)

    np.testing.assert_array_equal(out, np.einsum("nd,dm->nm", flat, w))
    np.testing.assert_array_equal(dw, np.einsum("nd,nm->dm", flat, dout))
    assert dx.shape == shape
    np.testing.assert_array_equal([list(sample.flat) for sample in dx], np.einsum("nm,dm->nd", dout, w))


def test_parameter_gradients_alone_are_those_of_the_whole_backward():
    cache = affine_forward(X, W, B)[1]
    _, dw, db = affine_backward(DOUT, cache)
    alone = affine_parameter_gradients(DOUT, cache)
    np.testing.assert_array_equal(alone[0], dw)
    np.testing.assert_array_equal(alone[1], db)


def test_an_empty_batch_has_empty_dx_and_zero_parameter_gradients():
    out, cache = affine_forward(np.empty((0, 2, 3)), np.ones((6, 4)), np.ones(4))
    assert out.shape == (0, 4)
    dx, dw, db = affine_backward(np.empty((0, 4)), cache)
    assert dx.shape == (0, 2, 3)
    np.testing.assert_array_equal(dw, np.zeros((6, 4)))
    np.testing.assert_array_equal(db, np.zeros(4))


def test_samples_without_entries_give_the_bias():
    out, cache = affine_forward(np.empty((2, 0)), np.empty((0, 3)), B)
    np.testing.assert_array_equal(out, [B, B])
    dx, dw, _ = affine_backward(np.ones((2, 3)), cache)
    assert dx.shape == (2, 0)
    assert dw.shape == (0, 3)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        (
            {"x": X.astype(int)},
            TypeError,
            "x: got int64 array of shape (3, 2); expected a floating-point array",
        ),
        ({"x": X.astype(object)}, TypeError, "x: got object array of shape (3, 2)"),
        (
            {"x": X.astype(np.float16)},
            TypeError,
            "x: got float16 array of shape (3, 2), too narrow for sums",
        ),
        ({"x": X.astype(complex)}, TypeError, "x: got complex128 array"),
        ({"x": X.tolist()}, TypeError, "x: got list [[1.0, 2.0], "),
        ({"x": np.float64(1)}, TypeError, "x: got float64 np.float64(1.0)"),
        ({"x": np.array(1.0)}, ValueError, "x: got float64 array of shape (); expected at least one axis"),
        ({"w": W.astype(np.int8)}, TypeError, "w: got int8 array of shape (2, 3)"),
        ({"b": B > 0}, TypeError, "b: got bool array of shape (3,)"),
        ({"x": X[0]}, ValueError, "x: got shape (2,); expected (N, d1, …, dk) with d1 · … · dk = 2"),
        ({"x": X.T}, ValueError, "x: got shape (2, 3); expected (N, d1, …, dk) with d1 · … · dk = 2"),
        ({"x": np.ones((3, 2, 2))}, ValueError, "x: got shape (3, 2, 2)"),
        ({"w": W[0]}, ValueError, "w: got shape (3,); expected (D, M)"),
        ({"w": W[None]}, ValueError, "w: got shape (1, 2, 3); expected (D, M)"),
        ({"b": B[:2]}, ValueError, "b: got shape (2,); expected (3,), the M of w"),
        ({"b": B[None]}, ValueError, "b: got shape (1, 3); expected (3,)"),
    ],
)
def test_forward_refuses_by_name(changes, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        affine_forward(**{"x": X, "w": W, "b": B, **changes})


@pytest.mark.parametrize("backward", [affine_backward, affine_parameter_gradients])
@pytest.mark.parametrize(
    ("dout", "cache", "error", "message"),
    [
        (DOUT.T[:2], (X, W, B), ValueError, "dout: got shape (2, 3); expected (3, 3)"),
        (
            DOUT[:, :1],
            (X, W, B),
            ValueError,
            "dout: got shape (3, 1); expected (3, 3), the N of x and",
        ),
        (DOUT[0], (X, W, B), ValueError, "dout: got shape (3,); expected (3, 3)"),
        (DOUT.astype(int), (X, W, B), TypeError, "dout: got int64 array of shape (3, 3)"),
        (1.0, (X, W, B), TypeError, "dout: got float 1.0"),
        (DOUT, (X, W), TypeError, "cache: got tuple "),
        (DOUT, X, TypeError, "cache: got float64 array of shape (3, 2); expected the tuple (x, w, b)"),
    ],
)
def test_backward_refuses_by_name(backward, dout, cache, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        backward(dout, cache)
