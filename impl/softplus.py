"""The softplus out = log(1 + exp(x)), a ReLU with its corner rounded off."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.sigmoid import sigmoid_forward


def softplus_forward(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute log(exp(x) + exp(0)), which ``np.logaddexp`` does without overflow or loss of small values.

    Parameters
    ----------
    x : any shape with at least one axis; NaN stays NaN

    Returns
    -------
    out : the shape and dtype of x
    cache : x, for :func:`softplus_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: softplus.out
    """
    _arguments.check_float_array("x", x)
    with np.errstate(invalid="ignore"):  # logaddexp warns of NaN
        out: FloatArray = np.logaddexp(x, 0.0)
    return out, x


def softplus_backward(dout: FloatArray, cache: FloatArray) -> FloatArray:
    """Scale the upstream gradient by the sigmoid of x.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : x, as :func:`softplus_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or cache is not a floating-point array of at least 32 bits.
    ValueError
        dout does not have the shape of x.

    Derivation: softplus.dx
    """
    _arguments.check_shapes("cache: ..., dout: ...", cache, dout)
    slope, _ = sigmoid_forward(cache)
    return dout * slope
