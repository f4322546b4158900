"""The rectified linear unit: out = max(x, 0), entry by entry."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def relu_forward(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Keep the positive entries, put 0 in place of the others.

    Parameters
    ----------
    x : any shape with at least one axis; NaN stays NaN

    Returns
    -------
    out : the shape and dtype of x
    cache : x itself, for :func:`relu_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: relu.out
    """
    _arguments.check_float_array("x", x)
    out = np.maximum(x, 0.0)
    return out, x


def relu_backward(dout: FloatArray, cache: FloatArray) -> FloatArray:
    """Let the upstream gradient through where x > 0; at x = 0 the gradient is 0 by convention.

    The mask is a factor: on random signs a product is several times as fast as ``np.where``, which
    mispredicts its branch. So where x ≤ 0, an infinite or NaN dout gives NaN and stays visible, because
    0 · inf is undefined.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : x, as :func:`relu_forward` returned it

    Returns
    -------
    dx : the shape of x

    Raises
    ------
    TypeError
        dout or cache is not a floating-point array of at least 32 bits.
    ValueError
        dout does not have the shape of x.

    Derivation: relu.dx
    """
    _arguments.check_shapes("cache: ..., dout: ...", cache, dout)
    x = cache
    return dout * (x > 0.0)
