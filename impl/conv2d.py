"""Convolution of images: every filter looks at one window after another, all with the same weights."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

ConvCache = tuple[FloatArray, FloatArray, int, int]


def conv2d_forward(
    x: FloatArray, w: FloatArray, b: FloatArray, conv_param: Mapping[str, Any]
) -> tuple[FloatArray, ConvCache]:
    """Slide F filters over N images, in loops over the entries of a filter alone.

    Parameters
    ----------
    x : (N, C, H, W); N may be 0
    w : filters, (F, C, R, T)
    b : what is added to the output of each filter, (F,)
    conv_param : a dict; ``"stride"`` is how far the window moves, ``"pad"`` how many zeros are put around
        the images on each side. Rows and columns at the end that no window reaches are not used.

    Returns
    -------
    out : (N, F, P, Q) with P = (H + 2 pad - R) // stride + 1 and Q alike, in the dtype of the arguments
    cache : for :func:`conv2d_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, conv_param is no dict, or its numbers no integers.
    ValueError
        the shapes do not fit together, a filter is larger than the padded images, or a number is too small.

    Derivation: conv2d.out
    """
    _arguments.check_convolution(x, w, b, conv_param)
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    R, T = w.shape[2:]
    P = (padded.shape[2] - R) // stride + 1
    Q = (padded.shape[3] - T) // stride + 1
    out = np.broadcast_to(b[:, None, None], (len(x), len(w), P, Q)).copy()
    for r in range(R):
        for t in range(T):
            seen = padded[:, :, r : r + stride * P : stride, t : t + stride * Q : stride]
            out += np.einsum("ncpq,fc->nfpq", seen, w[:, :, r, t])
    return out, (padded, w, stride, pad)


def conv2d_backward(dout: FloatArray, cache: ConvCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back: each place of a filter gives to the pixels that it saw.

    Parameters
    ----------
    dout : upstream gradient, (N, F, P, Q)
    cache : what :func:`conv2d_forward` returned

    Returns
    -------
    dx : (N, C, H, W), without the padding; 0 where no window was
    dw : (F, C, R, T)
    db : (F,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: conv2d.dx, conv2d.dw, conv2d.db
    """
    _arguments.check_cache(cache, "padded, w, stride, pad", "conv2d_forward")
    padded, w, stride, pad = cache
    _arguments.check_windows(dout, padded, w, stride)
    P, Q = dout.shape[2:]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for r in range(w.shape[2]):
        for t in range(w.shape[3]):
            rows = slice(r, r + stride * P, stride)
            columns = slice(t, t + stride * Q, stride)
            dw[:, :, r, t] = np.einsum("nfpq,ncpq->fc", dout, padded[:, :, rows, columns])
            dpadded[:, :, rows, columns] += np.einsum("nfpq,fc->ncpq", dout, w[:, :, r, t])
    db = dout.sum(axis=(0, 2, 3))
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
