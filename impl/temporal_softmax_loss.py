"""Softmax and cross-entropy at every time step; a mask tells which steps count."""

from typing import Any

import numpy as np
import numpy.typing as npt

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray


def temporal_softmax_loss(
    x: FloatArray, y: IntArray, mask: npt.NDArray[Any], verbose: bool = False
) -> tuple[FloatScalar, FloatArray]:
    """Return the cross-entropy of the labels that count, divided by the number of samples, and its gradient.

    The loss of a step is log(sum of exp(x)) - x[label], as in
    :func:`~yudo.impl.softmax_cross_entropy.softmax_loss`.

    Parameters
    ----------
    x : finite logits, (N, T, V) with N ≥ 1 and V ≥ 1; T may be 0
    y : labels, (N, T), any integer dtype, 0 ≤ y < V, also where they do not count
    mask : (N, T), booleans, or numbers 0 and 1: where a step counts
    verbose : print the shape of dx

    Returns
    -------
    loss : scalar in nats, the dtype of x
    dx : (N, T, V), the dtype of x; 0 where a step does not count

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, y not an integer array, or mask neither
        boolean nor numbers.
    ValueError
        the shapes do not fit together, N or V is 0, x is not finite (an infinite loss times a mask of 0
        would be NaN), or a label is outside 0 … V - 1.

    Derivation: temporal_softmax_loss.loss, temporal_softmax_loss.dx
    """
    _arguments.check_shapes("x: N T V", x)
    _arguments.check_steps(x, y, mask)
    N, T, V = x.shape
    flat = x.reshape(N * T, V)
    rows = np.arange(N * T)
    chosen = y.reshape(N * T)
    counts = mask.reshape(N * T).astype(x.dtype)  # from booleans
    row_max = flat.max(axis=1, keepdims=True)
    exps = np.exp(flat - row_max)
    row_sums = exps.sum(axis=1, keepdims=True)
    losses = np.log(row_sums[:, 0]) - (flat[rows, chosen] - row_max[:, 0])
    loss = (counts * losses).sum() / N
    by_row = exps / row_sums
    by_row[rows, chosen] -= 1
    by_row *= counts[:, None] / N
    dx = by_row.reshape(N, T, V)
    if verbose:
        print("dx:", dx.shape)
    return loss, dx
