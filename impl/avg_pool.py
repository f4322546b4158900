"""Average pooling of images: in place of each window, the mean of its pixels."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

AveragesCache = tuple[tuple[int, ...], int, int, int]


def avg_pool_forward(x: FloatArray, pool_param: Mapping[str, Any]) -> tuple[FloatArray, AveragesCache]:
    """Take the mean of each window, in loops over the entries of a window alone.

    Parameters
    ----------
    x : (N, C, H, W); N may be 0
    pool_param : a dict; a window has R = ``"pool_height"`` rows and T = ``"pool_width"`` columns, and moves
        by ``"stride"``. Rows and columns at the end that no window reaches are not used.

    Returns
    -------
    out : (N, C, P, Q) with P = (H - R) // stride + 1 and Q alike, in the dtype of x
    cache : for :func:`avg_pool_backward`; a mean needs no pixel of x for its gradient, only the shape

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, pool_param is no dict, or one of its numbers no
        integer.
    ValueError
        x has not four axes, a window is larger than the images, or a number is too small.

    Derivation: avg_pool.out
    """
    _arguments.check_pooling(x, pool_param)
    R, T, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    P, Q = (H - R) // stride + 1, (W - T) // stride + 1
    out = np.zeros_like(x, shape=(N, C, P, Q))
    for r in range(R):
        for t in range(T):
            out += x[:, :, r : r + stride * P : stride, t : t + stride * Q : stride]
    out /= R * T
    return out, (x.shape, R, T, stride)


def avg_pool_backward(dout: FloatArray, cache: AveragesCache) -> FloatArray:
    """Carry the upstream gradient back: each window shares it out among its pixels, in equal parts.

    Parameters
    ----------
    dout : upstream gradient, (N, C, P, Q)
    cache : what :func:`avg_pool_forward` returned

    Returns
    -------
    dx : (N, C, H, W), in the dtype of dout; 0 where no window was

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: avg_pool.dx
    """
    _arguments.check_cache(cache, "shape, R, T, stride", "avg_pool_forward")
    shape, R, T, stride = cache
    _arguments.check_pooled(dout, shape, R, T, stride)
    P, Q = dout.shape[2:]
    share = dout / (R * T)
    dx = np.zeros_like(dout, shape=shape)
    for r in range(R):
        for t in range(T):
            dx[:, :, r : r + stride * P : stride, t : t + stride * Q : stride] += share
    return dx
