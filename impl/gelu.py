"""The Gaussian error linear unit out = x Φ(x), exactly, and in the form with tanh that comes close."""

import math

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.sigmoid import sigmoid_forward

Cache = tuple[FloatArray, FloatArray]

_erfc = np.vectorize(math.erfc, otypes=[float])  # NumPy has no error function, Python has it for one number


def gelu_forward(x: FloatArray) -> tuple[FloatArray, Cache]:
    """Multiply every entry by its gate, (1 + tanh u) / 2 with u = sqrt(2/pi) (x + 0.044715 x³).

    The gate is computed as sigmoid(2u), which keeps its digits where tanh u is close to -1. No finite x gives
    a warning. At -inf, where the limit is 0, the product -inf · 0 is NaN and stays visible.

    Parameters
    ----------
    x : any shape with at least one axis

    Returns
    -------
    out : the shape and dtype of x
    cache : (x, gate), for :func:`gelu_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: gelu.out
    """
    _arguments.check_float_array("x", x)
    scale: float = (2.0 / np.pi) ** 0.5
    with np.errstate(over="ignore", invalid="ignore"):  # x³ may be infinite: the gate is open or closed then
        u = scale * (x + 0.044715 * x * x * x)
        gate, _ = sigmoid_forward(2.0 * u)
        out = x * gate
    return out, (x, gate)


def gelu_backward(dout: FloatArray, cache: Cache) -> FloatArray:
    """Scale the upstream gradient by gate + 2 x gate (1 - gate) u': x passes the gate, and opens it.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : (x, gate), as :func:`gelu_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or x is not a floating-point array of at least 32 bits, or the cache is not that tuple.
    ValueError
        dout does not have the shape of x.

    Derivation: gelu.dx
    """
    _arguments.check_cache(cache, "x, gate", "gelu_forward")
    x, gate = cache
    _arguments.check_shapes("x: ..., gate: ..., dout: ...", x, gate, dout)
    scale: float = (2.0 / np.pi) ** 0.5
    opening = x * gate * (1.0 - gate)  # 0 where x² may be infinite
    rise = scale * (opening + 3.0 * 0.044715 * opening * x * x)
    return dout * (gate + 2.0 * rise)


def gelu_exact_forward(x: FloatArray) -> tuple[FloatArray, Cache]:
    """Multiply every entry by its gate, the probability Φ(x) that a standard normal number lies below it.

    The gate is computed as erfc(-x / sqrt(2)) / 2. For large negative x, (1 + erf(x / sqrt(2))) / 2 would be
    the difference of two numbers that are almost equal. No finite x gives a warning. At -inf, where the limit
    is 0, the product -inf · 0 is NaN and stays visible.

    Parameters
    ----------
    x : any shape with at least one axis

    Returns
    -------
    out : the shape and dtype of x
    cache : (x, gate), for :func:`gelu_exact_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: gelu.out_exact
    """
    _arguments.check_float_array("x", x)
    root: float = 2.0**0.5
    gate = 0.5 * _erfc(-x / root).astype(x.dtype)
    with np.errstate(invalid="ignore"):
        out = x * gate
    return out, (x, gate)


def gelu_exact_backward(dout: FloatArray, cache: Cache) -> FloatArray:
    """Scale the upstream gradient by Φ(x) + x φ(x), where the normal density φ is the slope of the gate.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : (x, gate), as :func:`gelu_exact_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or x is not a floating-point array of at least 32 bits, or the cache is not that tuple.
    ValueError
        dout does not have the shape of x.

    Derivation: gelu.dx_exact
    """
    _arguments.check_cache(cache, "x, gate", "gelu_exact_forward")
    x, gate = cache
    _arguments.check_shapes("x: ..., gate: ..., dout: ...", x, gate, dout)
    height: float = (2.0 * np.pi) ** -0.5
    with np.errstate(over="ignore"):  # exp(-inf) = 0 is the right density
        density = height * np.exp(-0.5 * x * x)
    return dout * (gate + x * density)
