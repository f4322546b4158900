"""The exponential linear unit: the input itself where it is positive, elsewhere alpha (exp(x) - 1)."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

Cache = tuple[FloatArray, float]


def elu_forward(x: FloatArray, alpha: float = 1.0) -> tuple[FloatArray, Cache]:
    """Pass what is positive and bend the rest towards -alpha.

    exp(x) - 1 is computed as expm1, so that inputs close to 0 keep their digits.

    Parameters
    ----------
    x : any shape with at least one axis
    alpha : what the output falls to, with the sign changed; at least 0

    Returns
    -------
    out : the shape and dtype of x
    cache : (x, alpha), for :func:`elu_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, or alpha is not a real number.
    ValueError
        x has no axis, or alpha is negative or not finite.

    Derivation: elu.out
    """
    _arguments.check_float_array("x", x)
    _arguments.check_strengths(alpha=alpha)
    with np.errstate(over="ignore", invalid="ignore"):  # where x is large, this side is not used
        bent = np.expm1(x) * alpha
    out = np.where(x > 0.0, x, bent)
    return out, (x, alpha)


def elu_backward(dout: FloatArray, cache: Cache) -> FloatArray:
    """Pass the upstream gradient where x was positive and multiply it by alpha exp(x) elsewhere.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : (x, alpha), as :func:`elu_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or x is not a floating-point array of at least 32 bits, or the cache is not that tuple.
    ValueError
        dout does not have the shape of x.

    Derivation: elu.dx
    """
    _arguments.check_cache(cache, "x, alpha", "elu_forward")
    x, alpha = cache
    _arguments.check_shapes("x: ..., dout: ...", x, dout)
    with np.errstate(over="ignore", invalid="ignore"):  # as in elu_forward
        bent = dout * (np.exp(x) * alpha)
    return np.where(x > 0.0, dout, bent)
