"""Binary cross-entropy with logits: the mean loss of yes-or-no answers under the sigmoid of a score."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar
from yudo.impl.sigmoid import sigmoid_forward


def binary_cross_entropy_loss(x: FloatArray, target: FloatArray) -> tuple[FloatScalar, FloatArray]:
    """Return the mean cross-entropy of the targets under sigmoid(x) over all entries, and its gradient.

    The loss of an entry is target · log(1 + exp(-x)) + (1 - target) · log(1 + exp(x)): no probability is ever
    inside a logarithm, and nothing overflows. A logit that is not finite makes the loss NaN.

    Parameters
    ----------
    x : logits, any shape with at least one axis and one entry
    target : the shape of x; 1 for yes, 0 for no, or a number between

    Returns
    -------
    loss : scalar in nats
    dx : the shape of x

    Raises
    ------
    TypeError
        x or target is not a floating-point array of at least 32 bits.
    ValueError
        target does not have the shape of x, or holds NaN or a number outside [0, 1]; x has no axis or no
        entry.

    Derivation: binary_cross_entropy.loss, binary_cross_entropy.dx
    """
    _arguments.check_shapes("x: ..., target: ...", x, target)
    _arguments.check_entries("x", x)
    _arguments.check_shares("target", target)
    with np.errstate(invalid="ignore"):  # 0 · inf is NaN, which is warning enough
        losses = target * np.logaddexp(-x, 0.0) + (1.0 - target) * np.logaddexp(x, 0.0)
    loss = losses.sum() / x.size
    probs, _ = sigmoid_forward(x)
    dx = (probs - target) / x.size
    return loss, dx
