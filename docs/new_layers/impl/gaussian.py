"""The Gaussian bump exp(-x²), entry by entry."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def gaussian_forward(x: FloatArray) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    """Map every entry into [0, 1]; the cache is the input and the output. Derivation: gaussian.out."""
    _arguments.check_float_array("x", x)
    out = np.exp(-x * x)
    return out, (x, out)


def gaussian_backward(dout: FloatArray, cache: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Multiply the upstream gradient, of the shape of x, by -2 x out. Derivation: gaussian.dx."""
    _arguments.check_cache(cache, "x, out", "gaussian_forward")
    x, out = cache
    _arguments.check_shapes("x: ..., out: ..., dout: ...", x, out, dout)
    return dout * (-2 * x * out)
