"""Global average pooling of images: of each channel, the mean of all its pixels."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

GlobalAveragesCache = tuple[tuple[int, ...]]


def global_avg_pool_forward(x: FloatArray) -> tuple[FloatArray, GlobalAveragesCache]:
    """Take the mean of each channel's pixels, which may lie along any number of axes.

    Parameters
    ----------
    x : (N, C, H, W), or with any axes of pixels after the channels; N may be 0

    Returns
    -------
    out : (N, C), in the dtype of x
    cache : for :func:`global_avg_pool_backward`; a mean needs no pixel of x for its gradient, only the shape

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits.
    ValueError
        x has no axis of pixels, or its channels have no pixel.

    Derivation: global_avg_pool.out
    """
    _arguments.check_shapes("x: N C P*", x)
    _arguments.check_channels(x)
    out = x.mean(axis=tuple(range(2, x.ndim)))
    return out, (x.shape,)


def global_avg_pool_backward(dout: FloatArray, cache: GlobalAveragesCache) -> FloatArray:
    """Carry the upstream gradient back: all pixels of a channel share it in equal parts.

    Parameters
    ----------
    dout : upstream gradient, (N, C)
    cache : what :func:`global_avg_pool_forward` returned

    Returns
    -------
    dx : in the shape of x and the dtype of dout

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: global_avg_pool.dx
    """
    _arguments.check_cache(cache, "shape", "global_avg_pool_forward")
    (shape,) = cache
    _arguments.check_averaged(dout, shape)
    N, C, *pixels = shape
    count = 1
    for size in pixels:
        count *= size
    share = dout / count
    dx = np.zeros_like(dout, shape=shape)
    dx += share.reshape(N, C, *(1,) * len(pixels))
    return dx
