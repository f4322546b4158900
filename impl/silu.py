"""The sigmoid linear unit (Swish): out = x sigmoid(x)."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.sigmoid import sigmoid_forward

Cache = tuple[FloatArray, FloatArray]


def silu_forward(x: FloatArray) -> tuple[FloatArray, Cache]:
    """Multiply every entry by its sigmoid.

    No finite x gives a warning. At -inf, where the limit is 0, the product -inf · 0 is NaN and stays visible.

    Parameters
    ----------
    x : any shape with at least one axis

    Returns
    -------
    out : the shape and dtype of x
    cache : (x, gate) with the sigmoid of x, for :func:`silu_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis.

    Derivation: silu.out
    """
    gate, _ = sigmoid_forward(x)
    with np.errstate(invalid="ignore"):  # the NaN at -inf is warning enough
        out = x * gate
    return out, (x, gate)


def silu_backward(dout: FloatArray, cache: Cache) -> FloatArray:
    """Scale the upstream gradient by gate (1 + x (1 - gate)): x passes the gate, and opens it.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : (x, gate), as :func:`silu_forward` returned it

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout or x is not a floating-point array of at least 32 bits, or the cache is not that tuple.
    ValueError
        dout does not have the shape of x.

    Derivation: silu.dx
    """
    _arguments.check_cache(cache, "x, gate", "silu_forward")
    x, gate = cache
    _arguments.check_shapes("x: ..., gate: ..., dout: ...", x, gate, dout)
    slope = gate * (1.0 + x * (1.0 - gate))
    return dout * slope
