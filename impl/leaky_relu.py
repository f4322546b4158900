"""The leaky ReLU: the input itself where it is positive, elsewhere a fraction alpha of it."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

Cache = tuple[FloatArray, float]


def leaky_relu_forward(x: FloatArray, alpha: float = 0.01) -> tuple[FloatArray, Cache]:
    """Pass what is positive and multiply the rest by alpha.

    Parameters
    ----------
    x : any shape with at least one axis
    alpha : the slope on the negative side, at least 0; 0 makes it a ReLU, 1 the identity

    Returns
    -------
    out : the shape and dtype of x
    cache : (x, alpha), for :func:`leaky_relu_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, or alpha is not a real number.
    ValueError
        x has no axis, or alpha is negative or not finite.

    Derivation: leaky_relu.out
    """
    _arguments.check_float_array("x", x)
    _arguments.check_strengths(alpha=alpha)
    out = np.where(x > 0.0, x, x * alpha)
    return out, (x, alpha)


def leaky_relu_backward(dout: FloatArray, cache: Cache) -> FloatArray:
    """Pass the upstream gradient where x was positive and multiply it by alpha elsewhere, at 0 as well.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : (x, alpha), as :func:`leaky_relu_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or x is not a floating-point array of at least 32 bits, or the cache is not that tuple.
    ValueError
        dout does not have the shape of x.

    Derivation: leaky_relu.dx
    """
    _arguments.check_cache(cache, "x, alpha", "leaky_relu_forward")
    x, alpha = cache
    _arguments.check_shapes("x: ..., dout: ...", x, dout)
    return np.where(x > 0.0, dout, dout * alpha)
