"""Batch normalisation over the samples, in training."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

BatchNormCache = tuple[FloatArray, FloatArray, FloatArray]


def batch_norm_forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, epsilon: float = 1e-5
) -> tuple[FloatArray, BatchNormCache]:
    """Normalise each of D features over N samples, then scale and shift. Derivation: batch_norm.out."""
    _arguments.check_shapes("x: N D, gamma: D, beta: D", x, gamma, beta)
    centred = x - x.sum(axis=0) / len(x)
    std = np.sqrt((centred * centred).sum(axis=0) / len(x) + epsilon)
    xhat = centred / std
    return gamma * xhat + beta, (xhat, std, gamma)


def batch_norm_backward(dout: FloatArray, cache: BatchNormCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient (N, D) back.

    Derivation: batch_norm.dx, batch_norm.dgamma, batch_norm.dbeta
    """
    xhat, std, gamma = cache
    _arguments.check_shapes("xhat: N D, dout: N D", xhat, dout)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dx = gamma / std * (dout - (dbeta + xhat * dgamma) / len(dout))
    return dx, dgamma, dbeta
