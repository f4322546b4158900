"""Every sample divided by its length."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

UnitNormCache = tuple[FloatArray, FloatArray]


def unit_norm_forward(x: FloatArray, epsilon: float = 1e-12) -> tuple[FloatArray, UnitNormCache]:
    """Give every one of N samples of D features the length 1. Derivation: unit_norm.out."""
    _arguments.check_shapes("x: N D", x)
    length = np.sqrt((x * x).sum(axis=1, keepdims=True) + epsilon)
    out = x / length
    return out, (out, length)


def unit_norm_backward(dout: FloatArray, cache: UnitNormCache) -> FloatArray:
    """Carry the upstream gradient (N, D) back. Derivation: unit_norm.dx."""
    out, length = cache
    _arguments.check_shapes("out: N D, dout: N D", out, dout)
    return (dout - out * (dout * out).sum(axis=1, keepdims=True)) / length
