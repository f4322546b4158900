"""Softmax over the classes, and its cross-entropy with the labels, averaged over the samples."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray


def _shifted_exponentials(x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return exp(x - row maximum) (N, C), its row sums (N, 1) and the row maxima (N, 1).

    The largest exponent of a row is 0, so nothing overflows and every row sum is at least 1.
    """
    row_max = x.max(axis=1, keepdims=True)
    _arguments.check_row_max(x, row_max)
    exps = x - row_max
    np.exp(exps, out=exps)
    return exps, exps.sum(axis=1, keepdims=True), row_max


def softmax_forward(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn every row of logits into probabilities.

    Parameters
    ----------
    x : logits, (N, C) with C ≥ 1; N may be 0. -inf masks a class: its probability is 0.

    Returns
    -------
    probs : (N, C), the dtype of x; rows sum to 1
    cache : probs itself, for :func:`softmax_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x is not (N, C) with C ≥ 1, holds NaN or +inf, or has a row that is -inf throughout.

    Derivation: softmax_cross_entropy.probs
    """
    _arguments.check_logits(x)
    probs, row_sums, _ = _shifted_exponentials(x)
    probs /= row_sums
    return probs, probs


def softmax_backward(dout: FloatArray, cache: FloatArray) -> FloatArray:
    """Multiply the upstream gradient by the softmax Jacobian diag(p) - p pᵀ of its row.

    Parameters
    ----------
    dout : upstream gradient, (N, C)
    cache : probs, as :func:`softmax_forward` returned it

    Returns
    -------
    dx : (N, C)

    Raises
    ------
    TypeError
        dout or cache is not a floating-point array of at least 32 bits.
    ValueError
        dout does not have the shape of probs.

    Derivation: softmax_cross_entropy.jacobian
    """
    _arguments.check_shapes("cache: ..., dout: ...", cache, dout)
    probs = cache
    row_dots: FloatArray = np.einsum("nc,nc->n", dout, probs)
    dx = dout - row_dots[:, None]
    dx *= probs
    return dx


def softmax_loss(x: FloatArray, y: IntArray) -> tuple[FloatScalar, FloatArray]:
    """Return the mean cross-entropy of the labels under softmax(x), and its gradient.

    The loss of a sample is log(sum of exp(x)) - x[label], so no probability is ever inside the logarithm.
    Where the label's own logit is -inf, the loss is +inf and the gradient is still finite.

    Parameters
    ----------
    x : logits, (N, C) with N ≥ 1 and C ≥ 1. -inf masks a class.
    y : labels, (N,), any integer dtype, 0 ≤ y < C

    Returns
    -------
    loss : scalar in nats, the dtype of x
    dx : (N, C), the dtype of x

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, or y is not an integer array.
    ValueError
        x is not (N, C) with N ≥ 1 and C ≥ 1, holds NaN or +inf, or has a row that is -inf
        throughout; y is not (N,) or holds a label outside 0 … C - 1.

    Derivation: softmax_cross_entropy.loss, softmax_cross_entropy.dx
    """
    _arguments.check_logits(x)
    _arguments.check_labels(x, y)
    N = x.shape[0]
    rows = np.arange(N)
    exps, row_sums, row_max = _shifted_exponentials(x)
    losses = np.log(row_sums[:, 0]) - (x[rows, y] - row_max[:, 0])
    loss = losses.sum() / N
    dx = exps
    dx /= N * row_sums  # probs / N, in one pass
    dx[rows, y] -= 1 / N
    return loss, dx
