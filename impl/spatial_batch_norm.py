"""Batch normalisation of images: every channel gets mean 0 and variance 1 over samples and pixels."""

from collections.abc import MutableMapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

SpatialBatchNormCache = tuple[FloatArray, FloatArray, FloatArray]


def spatial_batchnorm_forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, bn_param: MutableMapping[str, Any]
) -> tuple[FloatArray, SpatialBatchNormCache | None]:
    """Normalise each of C channels over samples and pixels, or by the running averages at test time.

    In training the new running averages are put into bn_param, as the course's functions do; the arrays that
    it held are left alone.

    Parameters
    ----------
    x : (N, C, H, W), or with another number of axes behind the channels, at least one; in training not empty
    gamma, beta : scale and shift of each channel, (C,)
    bn_param : as for :func:`yudo.impl.batch_norm.batchnorm_forward`, with running averages of shape (C,)

    Returns
    -------
    out : in the shape of x and the dtype of the arguments
    cache : for :func:`spatial_batchnorm_backward`; None at test time

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, bn_param is no dict, or holds no numbers.
    ValueError
        the shapes do not fit together, there is nothing to take a mean of in training, or bn_param holds an
        unknown mode, an eps that is not positive or a momentum that is negative.

    Derivation: spatial_batch_norm.out, spatial_batch_norm.running_mean, spatial_batch_norm.running_var,
    spatial_batch_norm.out_test
    """
    _arguments.check_shapes("x: N C P*, gamma: C, beta: C", x, gamma, beta)
    _arguments.check_normalization(bn_param, "bn_param", ("train", "test"))
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    C = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(C, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(C, dtype=x.dtype))
    _arguments.check_shapes("x: N C P*, running_mean: C, running_var: C", x, running_mean, running_var)
    per_channel = (C, *(1,) * (x.ndim - 2))

    if bn_param["mode"] == "test":
        out = x - running_mean.reshape(per_channel)
        out *= (gamma / np.sqrt(running_var + eps)).reshape(per_channel)
        out += beta.reshape(per_channel)
        return out, None

    _arguments.check_pixels(x)
    axes = (0, *range(2, x.ndim))
    count = x.size // C
    mean = x.sum(axis=axes) / count
    centred = x - mean.reshape(per_channel)
    var = (centred * centred).sum(axis=axes) / count
    std = np.sqrt(var + eps)
    xhat = centred / std.reshape(per_channel)
    out = gamma.reshape(per_channel) * xhat
    out += beta.reshape(per_channel)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return out, (xhat, std, gamma)


def spatial_batchnorm_backward(
    dout: FloatArray, cache: SpatialBatchNormCache
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back: the closed form of batch normalisation, with more values a channel.

    Parameters
    ----------
    dout : upstream gradient, (N, C, H, W)
    cache : what :func:`spatial_batchnorm_forward` returned in training

    Returns
    -------
    dx : in the shape of dout
    dgamma, dbeta : (C,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not one of training.
    ValueError
        dout does not have the shape of out.

    Derivation: spatial_batch_norm.dx, spatial_batch_norm.dgamma, spatial_batch_norm.dbeta
    """
    _arguments.check_cache(cache, "xhat, std, gamma", "spatial_batchnorm_forward")
    xhat, std, gamma = cache
    _arguments.check_shapes("xhat: ..., dout: ...", xhat, dout)
    axes = (0, *range(2, dout.ndim))
    per_channel = (len(gamma), *(1,) * (dout.ndim - 2))
    count = dout.size // len(gamma)
    dbeta = dout.sum(axis=axes)
    dgamma = (dout * xhat).sum(axis=axes)
    dx = xhat * dgamma.reshape(per_channel)
    dx += dbeta.reshape(per_channel)
    dx /= -count
    dx += dout
    dx *= (gamma / std).reshape(per_channel)
    return dx, dgamma, dbeta
