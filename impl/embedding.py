"""An embedding: for every number of a word the row of a table."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, IntArray

EmbeddingCache = tuple[IntArray, FloatArray]


def word_embedding_forward(x: IntArray, W: FloatArray) -> tuple[FloatArray, EmbeddingCache]:
    """Take a row out of the table for every number.

    Parameters
    ----------
    x : numbers of words, integers in 0 … V - 1, of any shape with at least one axis, such as (N, T)
    W : table, (V, D): a row for each of V words

    Returns
    -------
    out : the shape of x and then D, such as (N, T, D); in the dtype of W
    cache : (x, W) for :func:`word_embedding_backward`

    Raises
    ------
    TypeError
        x is not an integer array, or W not a floating-point array of at least 32 bits.
    ValueError
        x has no axis or a number outside of 0 … V - 1, or W is not (V, D).

    Derivation: embedding.out
    """
    _arguments.check_shapes("W: V D", W)
    _arguments.check_words(x, W)
    return W[x], (x, W)


def word_embedding_backward(dout: FloatArray, cache: EmbeddingCache) -> FloatArray:
    """Add the upstream gradient to the rows of its words; a repeated word gets the sum.

    Parameters
    ----------
    dout : upstream gradient, the shape of x and then D
    cache : what :func:`word_embedding_forward` returned

    Returns
    -------
    dW : (V, D), in the dtype of W; 0 in the rows of words that do not occur

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: embedding.dW
    """
    _arguments.check_cache(cache, "x, W", "word_embedding_forward")
    x, W = cache
    _arguments.check_rows_of_words(dout, x, W)
    dW = np.zeros_like(W)
    np.add.at(dW, x, dout)
    return dW
