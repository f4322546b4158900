"""Max pooling of images: in place of each window, the largest of its pixels."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

LargestCache = tuple[FloatArray, FloatArray, int, int, int]


def max_pool_forward(x: FloatArray, pool_param: Mapping[str, Any]) -> tuple[FloatArray, LargestCache]:
    """Take the largest pixel of each window, in loops over the entries of a window alone.

    Parameters
    ----------
    x : (N, C, H, W); N may be 0
    pool_param : a dict; a window has R = ``"pool_height"`` rows and T = ``"pool_width"`` columns, and moves
        by ``"stride"``. Rows and columns at the end that no window reaches are not used.

    Returns
    -------
    out : (N, C, P, Q) with P = (H - R) // stride + 1 and Q alike, in the dtype of x
    cache : for :func:`max_pool_backward`

    Raises
    ------
    TypeError
        x is not a floating-point array of at least 32 bits, pool_param is no dict, or one of its numbers no
        integer.
    ValueError
        x has not four axes, a window is larger than the images, or a number is too small.

    Derivation: max_pool.out
    """
    _arguments.check_pooling(x, pool_param)
    R, T, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H, W = x.shape[2:]
    P, Q = (H - R) // stride + 1, (W - T) // stride + 1
    out = x[:, :, : stride * P : stride, : stride * Q : stride].copy()
    for r in range(R):
        for t in range(T):
            seen = x[:, :, r : r + stride * P : stride, t : t + stride * Q : stride]
            np.maximum(out, seen, out=out)
    return out, (x, out, R, T, stride)


def max_pool_backward(dout: FloatArray, cache: LargestCache) -> FloatArray:
    """Carry the upstream gradient back: each window gives it to its largest pixel.

    Parameters
    ----------
    dout : upstream gradient, (N, C, P, Q)
    cache : what :func:`max_pool_forward` returned

    Returns
    -------
    dx : (N, C, H, W), in the dtype of dout; where several pixels of a window are the largest, each of them
        gets the whole, and 0 goes to all others

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: max_pool.dx
    """
    _arguments.check_cache(cache, "x, out, R, T, stride", "max_pool_forward")
    x, out, R, T, stride = cache
    _arguments.check_pooled(dout, x.shape, R, T, stride)
    P, Q = dout.shape[2:]
    dx = np.zeros_like(dout, shape=x.shape)
    for r in range(R):
        for t in range(T):
            rows, columns = slice(r, r + stride * P, stride), slice(t, t + stride * Q, stride)
            dx[:, :, rows, columns] += dout * (x[:, :, rows, columns] >= out)  # never larger: equal
    return dx
