"""Depthwise convolution: every channel of an image is seen through a filter of its own."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

DepthwiseCache = tuple[FloatArray, FloatArray, int, int]


def depthwise_conv2d_forward(
    x: FloatArray, w: FloatArray, b: FloatArray, conv_param: Mapping[str, Any]
) -> tuple[FloatArray, DepthwiseCache]:
    """Slide one filter over each channel, in loops over the entries of a filter alone.

    Parameters
    ----------
    x : (N, C, H, W); N may be 0
    w : a filter for each channel, (C, R, T)
    b : what is added to the output of each channel, (C,)
    conv_param : a dict; ``"stride"`` is how far the window moves, ``"pad"`` how many zeros are put around
        the images on each side. Rows and columns at the end that no window reaches are not used.

    Returns
    -------
    out : (N, C, P, Q) with P = (H + 2 pad - R) // stride + 1 and Q alike, in the dtype of the arguments
    cache : for :func:`depthwise_conv2d_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, conv_param is no dict, or its numbers no integers.
    ValueError
        the shapes do not fit together, a filter is larger than the padded images, or a number is too small.

    Derivation: depthwise_conv2d.out
    """
    _arguments.check_convolution(x, w, b, conv_param, "w: C R T, b: C")
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    C, R, T = w.shape
    P = (padded.shape[2] - R) // stride + 1
    Q = (padded.shape[3] - T) // stride + 1
    out = np.broadcast_to(b[:, None, None], (len(x), C, P, Q)).copy()
    for r in range(R):
        for t in range(T):
            seen = padded[:, :, r : r + stride * P : stride, t : t + stride * Q : stride]
            out += seen * w[:, r, t][:, None, None]
    return out, (padded, w, stride, pad)


def depthwise_conv2d_backward(
    dout: FloatArray, cache: DepthwiseCache
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back: a place of a filter gives to the pixels of its channel that it saw.

    Parameters
    ----------
    dout : upstream gradient, (N, C, P, Q)
    cache : what :func:`depthwise_conv2d_forward` returned

    Returns
    -------
    dx : (N, C, H, W), without the padding; 0 where no window was
    dw : (C, R, T)
    db : (C,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: depthwise_conv2d.dx, depthwise_conv2d.dw, depthwise_conv2d.db
    """
    _arguments.check_cache(cache, "padded, w, stride, pad", "depthwise_conv2d_forward")
    padded, w, stride, pad = cache
    _arguments.check_windows(dout, padded, w, stride, "w: C R T, dout: N C P Q")
    P, Q = dout.shape[2:]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for r in range(w.shape[1]):
        for t in range(w.shape[2]):
            rows = slice(r, r + stride * P, stride)
            columns = slice(t, t + stride * Q, stride)
            dw[:, r, t] = np.einsum("ncpq,ncpq->c", dout, padded[:, :, rows, columns])
            dpadded[:, :, rows, columns] += dout * w[:, r, t][:, None, None]
    db = dout.sum(axis=(0, 2, 3))
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
