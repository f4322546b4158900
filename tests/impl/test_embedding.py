import re

import numpy as np
import pytest

from yudo.impl.embedding import word_embedding_backward, word_embedding_forward

X = np.array([[2, 0], [2, 3]])
W = np.array([[1.0, 2], [3, 4], [5, 6], [7, 8]])
DOUT = np.array([[[1.0, -1], [10, 20]], [[2, 3], [0, 4]]])


def test_rows_are_taken_out_and_repeated_words_add_up():
    out, cache = word_embedding_forward(X, W)
    np.testing.assert_array_equal(out, [[[5, 6], [1, 2]], [[5, 6], [7, 8]]])
    np.testing.assert_array_equal(word_embedding_backward(DOUT, cache), [[10, 20], [0, 0], [3, 2], [0, 4]])


@pytest.mark.parametrize("shape", [(4,), (2, 2), (2, 1, 2)])
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64])
def test_numbers_may_have_any_shape_and_any_integer_type(shape, dtype):
    out, cache = word_embedding_forward(X.reshape(shape).astype(dtype), W)
    assert out.shape == (*shape, 2)
    np.testing.assert_array_equal(
        word_embedding_backward(DOUT.reshape(*shape, 2), cache), [[10, 20], [0, 0], [3, 2], [0, 4]]
    )


def test_without_words_the_gradient_is_zero():
    out, cache = word_embedding_forward(X[:0], W)
    assert out.shape == (0, 2, 2)
    np.testing.assert_array_equal(word_embedding_backward(DOUT[:0], cache), np.zeros_like(W))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: word_embedding_forward(X - 3, W), ValueError, "x: got x[0, 0] = -1; expected 0 … 3"),
        (lambda: word_embedding_forward(X + 1, W), ValueError, "x: got x[1, 1] = 4; expected 0 … 3"),
        (lambda: word_embedding_forward(X * 1.0, W), TypeError, "x: got float64 array of shape (2, 2)"),
        (lambda: word_embedding_forward(np.array(1), W), ValueError, "x: got shape ()"),
        (lambda: word_embedding_forward(X, W[0]), ValueError, "W: got shape (2,)"),
        (lambda: word_embedding_backward(DOUT, (X,)), TypeError, "cache: got tuple"),
        (
            lambda: word_embedding_backward(DOUT[:1], (X, W)),
            ValueError,
            "dout: got shape (1, 2, 2); expected (2, 2, 2), the shape of out",
        ),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
