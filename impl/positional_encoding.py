"""Positional encoding: at every position a row of a table is added, the same for all samples."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

PositionsCache = tuple[tuple[int, ...]]


def positional_encoding_forward(x: FloatArray, table: FloatArray) -> tuple[FloatArray, PositionsCache]:
    """Add the first T rows of a table, of sines and cosines or learned, to T positions.

    Parameters
    ----------
    x : (N, T, D); N and T may be 0
    table : a row for each position, (K, D) with K ≥ T

    Returns
    -------
    out : (N, T, D), in the dtype of x and table
    cache : the shape of the table, for :func:`positional_encoding_backward`

    Raises
    ------
    TypeError
        x or table is not a floating-point array of at least 32 bits.
    ValueError
        the numbers of features differ, or there are more positions than rows.

    Derivation: positional_encoding.out
    """
    _arguments.check_shapes("x: N T D, table: K D", x, table)
    _arguments.check_positions(x, table.shape)
    out = x + table[: x.shape[1]]
    return out, (table.shape,)


def positional_encoding_backward(dout: FloatArray, cache: PositionsCache) -> tuple[FloatArray, FloatArray]:
    """Carry the upstream gradient back: to x as it is, to the table as a sum over the samples.

    Parameters
    ----------
    dout : upstream gradient, (N, T, D)
    cache : what :func:`positional_encoding_forward` returned

    Returns
    -------
    dx : (N, T, D), a copy of dout
    dtable : (K, D); 0 in rows that no position used

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the features of the table, or more positions than it has rows.

    Derivation: positional_encoding.dx, positional_encoding.dtable
    """
    _arguments.check_cache(cache, "shape", "positional_encoding_forward")
    (shape,) = cache
    _arguments.check_added(dout, shape)
    dx = dout.copy()
    dtable = np.zeros_like(dout, shape=shape)
    dtable[: dout.shape[1]] = dout.sum(axis=0)
    return dx, dtable
