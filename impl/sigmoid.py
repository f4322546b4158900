"""The sigmoid out = 1 / (1 + exp(-x)), its inverse the logit, and the odds between the two."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def sigmoid_forward(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Squash every entry into [0, 1], without a warning for any x, ±inf included.

    For x below about -709 (float64) or -88 (float32) exp(-x) overflows to inf and out is exactly 0; the true
    value is smaller than the smallest normal number of the dtype. NaN stays NaN.

    Parameters
    ----------
    x : any shape with at least one axis

    Returns
    -------
    out : the shape and dtype of x
    cache : out itself, for :func:`sigmoid_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: sigmoid.out
    """
    _arguments.check_float_array("x", x)
    with np.errstate(over="ignore"):  # 1 / (1 + inf) = 0 is the right answer
        out = -x
        np.exp(out, out=out)
    out += 1.0
    np.divide(1.0, out, out=out)
    return out, out


def sigmoid_backward(dout: FloatArray, cache: FloatArray) -> FloatArray:
    """Scale the upstream gradient by out (1 - out), which is at most 1/4.

    Where out has rounded to 1 (x above about 37 in float64, 17 in float32) the gradient is 0: wrong by less
    than one rounding error of out, times dout.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : out, as :func:`sigmoid_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or cache is not a floating-point array of at least 32 bits.
    ValueError
        dout does not have the shape of x.

    Derivation: sigmoid.dx
    """
    _arguments.check_shapes("cache: ..., dout: ...", cache, dout)
    out = cache
    dx = 1.0 - out
    dx *= out
    dx *= dout
    return dx


def odds(p: FloatArray) -> FloatArray:
    """Return p / (1 - p), the odds of an event of probability p.

    Parameters
    ----------
    p : probabilities in [0, 1], any shape with at least one axis

    Returns
    -------
    The shape and dtype of p, values in [0, inf]: a certain event has odds inf.

    Raises
    ------
    TypeError
        p is not a floating-point array of at least 32 bits.
    ValueError
        p has no axis, or an entry is NaN or outside [0, 1].

    Derivation: sigmoid.odds
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # as in _odds
        return _odds(p)


def _odds(p: FloatArray) -> FloatArray:
    """Return the odds of checked probabilities; 1 / 0 = inf is meant, inf / -inf is refused."""
    _arguments.check_float_array("p", p)
    result = 1.0 - p
    np.divide(p, result, out=result)
    _arguments.check_probabilities(p, result)
    return result


def logit(p: FloatArray) -> FloatArray:
    """Return the log-odds log(p / (1 - p)), the inverse of the sigmoid.

    Parameters
    ----------
    p : probabilities in [0, 1], any shape with at least one axis

    Returns
    -------
    The shape and dtype of p, values in [-inf, inf]; the ends belong to p = 0 and p = 1.

    Raises
    ------
    TypeError
        p is not a floating-point array of at least 32 bits.
    ValueError
        p has no axis, or an entry is NaN or outside [0, 1].

    Derivation: sigmoid.logit
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # as in _odds, and log 0 = -inf is meant
        result = _odds(p)
        np.log(result, out=result)
    return result
