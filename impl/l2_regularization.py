"""L2 regularization (weight decay) under the three usual scalings."""

from typing import Literal

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar


def l2_regularization(
    w: FloatArray,
    reg: float,
    scaling: Literal["full", "half", "mean"] = "half",
    num_samples: int | None = None,
) -> tuple[FloatScalar, FloatArray]:
    """Return the penalty on a weight array and the gradient that belongs to that very scaling.

    ========  ====================  ===============
    scaling   penalty               dw
    ========  ====================  ===============
    "full"    reg · Σw²             2 · reg · w
    "half"    reg / 2 · Σw²         reg · w
    "mean"    reg / (2N) · Σw²      reg / N · w
    ========  ====================  ===============

    Biases are not regularized: do not pass them.

    Parameters
    ----------
    w : weights, any shape with at least one axis
    reg : strength λ, a finite number ≥ 0
    scaling : "full", "half" (CS231n's) or "mean"
    num_samples : N ≥ 1, for "mean" and for no other

    Returns
    -------
    penalty : scalar, the dtype of w
    dw : the shape and dtype of w

    Raises
    ------
    TypeError
        w is not a floating-point array of at least 32 bits, reg is not a real number, or num_samples
        is not an integer where "mean" needs one.
    ValueError
        w has no axis, reg is negative or not finite, scaling is unknown, num_samples is below 1 or
        given for a scaling that has no N.

    Derivation: l2_regularization.loss, l2_regularization.dw
    """
    _arguments.check_l2(w, reg, scaling, num_samples)
    factor = float(reg)  # a NumPy float64 would turn a float32 w into float64
    if scaling == "full":
        factor *= 2
    elif num_samples is not None:
        factor = float(factor / num_samples)  # which may be a NumPy integer
    # penalty = factor / 2 · Σw² has the gradient factor · w
    dw = w * w
    penalty: FloatScalar = factor / 2 * dw.sum()
    np.multiply(factor, w, out=dw)  # the squares have been summed; the gradient takes their memory
    return penalty, dw
