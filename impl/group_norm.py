"""Group normalisation: groups of channels of an image get mean 0 and variance 1, then a scale and a shift."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

GroupNormCache = tuple[FloatArray, FloatArray, FloatArray]


def spatial_groupnorm_forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, G: int, gn_param: Mapping[str, Any]
) -> tuple[FloatArray, GroupNormCache]:
    """Normalise each of N images in G groups of neighbouring channels; training and test are alike.

    Parameters
    ----------
    x : (N, C, H, W), or with another number of axes behind the channels, at least one; N may be 0
    gamma, beta : scale and shift of each channel, (C,) or (1, C, 1, 1)
    G : into how many groups the channels are divided; 1 makes layer normalisation of images, C instance
        normalisation
    gn_param : a dict; ``"eps"`` is added to the variance, > 0, and 1e-5 if it is missing

    Returns
    -------
    out : in the shape of x and the dtype of the arguments
    cache : for :func:`spatial_groupnorm_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, G is no integer, gn_param is no dict, or its eps
        no number.
    ValueError
        the shapes do not fit together, G does not divide C, a group has no entries, or eps is not positive.

    Derivation: group_norm.out
    """
    _arguments.check_groups(x, gamma, beta, G)
    _arguments.check_normalization(gn_param, "gn_param")
    N, C, *pixels = x.shape
    per_channel = (G, C // G, *(1,) * len(pixels))
    groups = x.reshape(N, G, C // G, *pixels)
    within = tuple(range(2, groups.ndim))
    centred = groups - groups.mean(axis=within, keepdims=True)
    var = (centred * centred).mean(axis=within, keepdims=True)
    std = np.sqrt(var + gn_param.get("eps", 1e-5))
    xhat = centred / std
    out = gamma.reshape(per_channel) * xhat
    out += beta.reshape(per_channel)
    return out.reshape(x.shape), (xhat, std, gamma)


def spatial_groupnorm_backward(
    dout: FloatArray, cache: GroupNormCache
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back: as in layer normalisation, gamma stays inside the sums.

    Parameters
    ----------
    dout : upstream gradient, (N, C, H, W)
    cache : what :func:`spatial_groupnorm_forward` returned

    Returns
    -------
    dx : in the shape of dout
    dgamma, dbeta : in the shape of gamma

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: group_norm.dx, group_norm.dgamma, group_norm.dbeta
    """
    _arguments.check_cache(cache, "xhat, std, gamma", "spatial_groupnorm_forward")
    xhat, std, gamma = cache
    _arguments.check_images_in_groups(xhat, dout)
    _, G, K, *pixels = xhat.shape
    per_channel = (G, K, *(1,) * len(pixels))
    groups = dout.reshape(xhat.shape)
    within = tuple(range(2, groups.ndim))
    shared = (0, *range(3, groups.ndim))
    dxhat = groups * gamma.reshape(per_channel)
    dx = xhat * (dxhat * xhat).mean(axis=within, keepdims=True)
    dx += dxhat.mean(axis=within, keepdims=True)
    np.subtract(dxhat, dx, out=dx)
    dx /= std
    dgamma = (groups * xhat).sum(axis=shared)
    dbeta = groups.sum(axis=shared)
    return dx.reshape(dout.shape), dgamma.reshape(gamma.shape), dbeta.reshape(gamma.shape)
