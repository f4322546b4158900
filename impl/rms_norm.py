"""RMS normalisation: the features of every sample are divided by their root mean square, then scaled."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

RMSNormCache = tuple[FloatArray, FloatArray, FloatArray]


def rmsnorm_forward(x: FloatArray, gamma: FloatArray, eps: float = 1e-5) -> tuple[FloatArray, RMSNormCache]:
    """Divide each of N samples by the root mean square of its D features.

    Parameters
    ----------
    x : (N, D) with D ≥ 1; N may be 0
    gamma : scale of each feature, (D,)
    eps : added to the mean square, > 0

    Returns
    -------
    out : (N, D), in the dtype of the arguments
    cache : for :func:`rmsnorm_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, or eps is no number.
    ValueError
        the shapes do not fit together, D is 0, or eps is not positive.

    Derivation: rms_norm.out
    """
    _arguments.check_shapes("x: N D, gamma: D", x, gamma)
    _arguments.check_eps("eps", eps, "a mean square")
    _arguments.check_features(x)
    rms = np.sqrt((x * x).sum(axis=1, keepdims=True) / x.shape[1] + eps)
    xhat = x / rms
    out = gamma * xhat
    return out, (xhat, rms, gamma)


def rmsnorm_backward(dout: FloatArray, cache: RMSNormCache) -> tuple[FloatArray, FloatArray]:
    """Carry the upstream gradient back; gamma stays inside the sum over the features.

    Parameters
    ----------
    dout : upstream gradient, (N, D)
    cache : what :func:`rmsnorm_forward` returned

    Returns
    -------
    dx : (N, D)
    dgamma : (D,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: rms_norm.dx, rms_norm.dgamma
    """
    _arguments.check_cache(cache, "xhat, rms, gamma", "rmsnorm_forward")
    xhat, rms, gamma = cache
    _arguments.check_shapes("xhat: N D, dout: N D", xhat, dout)
    dx = dout * gamma
    dx -= xhat * ((dx * xhat).sum(axis=1, keepdims=True) / dout.shape[1])
    dx /= rms
    dgamma = (dout * xhat).sum(axis=0)
    return dx, dgamma
