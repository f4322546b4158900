"""The hyperbolic tangent, entry by entry."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def tanh_forward(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Squash every entry into (-1, 1); the cache is the output. Derivation: tanh.out."""
    _arguments.check_float_array("x", x)
    out = np.tanh(x)
    return out, out


def tanh_backward(dout: FloatArray, cache: FloatArray) -> FloatArray:
    """Multiply the upstream gradient, of the shape of x, by 1 - out². Derivation: tanh.dx."""
    _arguments.check_shapes("cache: ..., dout: ...", cache, dout)
    return dout * (1 - cache * cache)
