"""Layer normalisation: the features of every sample get mean 0 and variance 1, then a scale and a shift."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

LayerNormCache = tuple[FloatArray, FloatArray, FloatArray]


def layernorm_forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, ln_param: Mapping[str, Any]
) -> tuple[FloatArray, LayerNormCache]:
    """Normalise each of N samples over its D features; training and test are alike.

    Parameters
    ----------
    x : (N, D) with D ≥ 1; N may be 0
    gamma, beta : scale and shift of each feature, (D,)
    ln_param : a dict; ``"eps"`` is added to the variance, > 0, and 1e-5 if it is missing

    Returns
    -------
    out : (N, D), in the dtype of the arguments
    cache : for :func:`layernorm_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, ln_param is no dict, or its eps no number.
    ValueError
        the shapes do not fit together, D is 0, or eps is not positive.

    Derivation: layer_norm.out
    """
    _arguments.check_shapes("x: N D, gamma: D, beta: D", x, gamma, beta)
    _arguments.check_normalization(ln_param, "ln_param")
    _arguments.check_features(x)
    D = x.shape[1]
    centred = x - x.sum(axis=1, keepdims=True) / D
    var = (centred * centred).sum(axis=1, keepdims=True) / D
    std = np.sqrt(var + ln_param.get("eps", 1e-5))
    xhat = centred / std
    out = gamma * xhat
    out += beta
    return out, (xhat, std, gamma)


def layernorm_backward(dout: FloatArray, cache: LayerNormCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back; gamma stays inside the sums over the features.

    Parameters
    ----------
    dout : upstream gradient, (N, D)
    cache : what :func:`layernorm_forward` returned

    Returns
    -------
    dx : (N, D)
    dgamma, dbeta : (D,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: layer_norm.dx, layer_norm.dgamma, layer_norm.dbeta
    """
    _arguments.check_cache(cache, "xhat, std, gamma", "layernorm_forward")
    xhat, std, gamma = cache
    _arguments.check_shapes("xhat: N D, dout: N D", xhat, dout)
    D = dout.shape[1]
    dxhat = dout * gamma
    along = (dxhat * xhat).sum(axis=1, keepdims=True)
    dx = xhat * along
    dx += dxhat.sum(axis=1, keepdims=True)
    dx /= -D
    dx += dxhat
    dx /= std
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta
