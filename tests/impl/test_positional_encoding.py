import re

import numpy as np
import pytest

from yudo.impl.positional_encoding import positional_encoding_backward, positional_encoding_forward

X = np.array([[[1.0, 2], [0, 3]], [[4, -1], [2, 2]]])
TABLE = np.array([[0.0, 1], [2, -1]])
DOUT = np.array([[[1.0, -2], [3, 0]], [[5, 1], [-1, 4]]])


def test_the_output_and_the_gradients_are_those_that_a_pencil_gives():
    out, cache = positional_encoding_forward(X, TABLE)
    np.testing.assert_array_equal(out, [[[1, 3], [2, 2]], [[4, 0], [4, 1]]])
    dx, dtable = positional_encoding_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, DOUT)
    np.testing.assert_array_equal(dtable, [[6, -1], [2, 4]])


def test_rows_that_no_position_uses_get_no_gradient():
    longer = np.concatenate([TABLE, TABLE, TABLE])
    out, cache = positional_encoding_forward(X, longer)
    np.testing.assert_array_equal(out, positional_encoding_forward(X, TABLE)[0])
    _, dtable = positional_encoding_backward(DOUT, cache)
    np.testing.assert_array_equal(dtable, [[6, -1], [2, 4], *[[0, 0]] * 4])


def test_the_gradient_of_the_input_is_no_view_of_what_came():
    _, cache = positional_encoding_forward(X, TABLE)
    dx, _ = positional_encoding_backward(DOUT, cache)
    assert not np.shares_memory(dx, DOUT)


@pytest.mark.parametrize("shape", [(0, 2, 2), (2, 0, 2), (2, 2, 0)])
def test_without_samples_positions_or_features_nothing_is_added(shape):
    x, table = np.ones(shape), np.ones((3, shape[2]))
    out, cache = positional_encoding_forward(x, table)
    dx, dtable = positional_encoding_backward(out, cache)
    assert dx.shape == shape
    if shape[0] == 0 or shape[1] == 0:
        np.testing.assert_array_equal(dtable, np.zeros(table.shape))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: positional_encoding_forward(X[0], TABLE), ValueError, "x: got shape (2, 2)"),
        (lambda: positional_encoding_forward(X, TABLE[:, :1]), ValueError, "table: got shape (2, 1)"),
        (lambda: positional_encoding_forward(X, TABLE[:1]), ValueError, "x: got 2 positions; expected ≤ 1"),
        (lambda: positional_encoding_forward(X, TABLE.astype(int)), TypeError, "table: got int64 array"),
        (lambda: positional_encoding_backward(DOUT, TABLE), TypeError, "cache: got float64 array"),
        (lambda: positional_encoding_backward(DOUT[0], ((2, 2),)), ValueError, "dout: got shape (2, 2)"),
        (lambda: positional_encoding_backward(DOUT, ((1, 2),)), ValueError, "dout: got 2 positions"),
        (lambda: positional_encoding_backward(DOUT, ((2, 3),)), ValueError, "dout: got shape (2, 2, 2)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
