"""The hyperbolic tangent, entry by entry."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def tanh_forward(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Squash every entry into [-1, 1].

    For |x| above about 19 (float64) or 9 (float32) out is exactly -1 or 1. NaN stays NaN.

    Parameters
    ----------
    x : any shape with at least one axis

    Returns
    -------
    out : the shape and dtype of x
    cache : out itself, for :func:`tanh_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: tanh.out
    """
    _arguments.check_float_array("x", x)
    out: FloatArray = np.tanh(x)
    return out, out


def tanh_backward(dout: FloatArray, cache: FloatArray) -> FloatArray:
    """Scale the upstream gradient by 1 - out², which lies between 0 and 1.

    Where out has rounded to -1 or 1 the gradient is 0: wrong by less than one rounding error of out, times
    dout.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : out, as :func:`tanh_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or cache is not a floating-point array of at least 32 bits.
    ValueError
        dout does not have the shape of x.

    Derivation: tanh.dx
    """
    _arguments.check_shapes("cache: ..., dout: ...", cache, dout)
    dx = cache * cache
    np.subtract(1.0, dx, out=dx)
    dx *= dout
    return dx
