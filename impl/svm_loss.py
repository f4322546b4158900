"""The multi-class hinge loss of an SVM: by how much wrong classes come closer than a margin."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray


def svm_loss(x: FloatArray, y: IntArray, margin: float = 1.0) -> tuple[FloatScalar, FloatArray]:
    """Return the mean hinge loss of the labels, and its gradient.

    Every wrong class adds what its score lacks of lying ``margin`` below that of the label. A class that lies
    exactly there adds nothing and has gradient 0.

    Parameters
    ----------
    x : scores, (N, C) with N ≥ 1 and C ≥ 1
    y : labels, (N,), any integer dtype, 0 ≤ y < C
    margin : at least 0

    Returns
    -------
    loss : scalar, the dtype of x
    dx : (N, C), the dtype of x

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, y is not an integer array, or margin is not
        a real number.
    ValueError
        x is not (N, C) with N ≥ 1 and C ≥ 1; y is not (N,) or holds a label outside 0 … C - 1; margin is
        negative or not finite.

    Derivation: svm_loss.loss, svm_loss.dx
    """
    _arguments.check_logits(x)
    _arguments.check_labels(x, y)
    _arguments.check_strengths(margin=margin)
    N = x.shape[0]
    rows = np.arange(N)
    margins = x - x[rows, y][:, None] + margin
    active = (margins > 0.0).astype(margins.dtype)
    active[rows, y] = 0.0
    loss = (active * margins).sum() / N
    dx = active
    dx[rows, y] = -active.sum(axis=1)
    dx /= N
    return loss, dx
