"""A recurrent net over all time steps: h_t = tanh(x_t Wx + h_{t-1} Wh + b)."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

RNNCache = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def rnn_forward(
    x: FloatArray, h0: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, RNNCache]:
    """Run N sequences through T steps, each with the same weights.

    Parameters
    ----------
    x : inputs, (N, T, D); N and T may be 0
    h0 : hidden states before the first step, (N, H)
    Wx, Wh : weights of the inputs and of the hidden states, (D, H) and (H, H)
    b : biases, (H,)

    Returns
    -------
    h : hidden states after each step, (N, T, H) within [-1, 1], in the dtype of the arguments
    cache : (x, h0, Wx, Wh, h) for :func:`rnn_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: rnn.out
    """
    _arguments.check_shapes("Wx: D H, Wh: H H, b: H, x: N T D, h0: N H", Wx, Wh, b, x, h0)
    a = x.dot(Wx)  # the inputs of all steps at once; only the states have to wait for each other
    a += b
    h = np.zeros_like(a)
    prev_h = h0
    for t in range(x.shape[1]):
        prev_h = np.tanh(a[:, t] + prev_h.dot(Wh))
        h[:, t] = prev_h
    return h, (x, h0, Wx, Wh, h)


def rnn_backward(
    dh: FloatArray, cache: RNNCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Backpropagation through time: from the last step to the first, each hands a gradient to the one before.

    Parameters
    ----------
    dh : upstream gradient of every step, (N, T, H), without what later steps hand back
    cache : what :func:`rnn_forward` returned

    Returns
    -------
    dx : (N, T, D)
    dh0 : (N, H)
    dWx, dWh, db : (D, H), (H, H) and (H,), the sums over all steps

    Raises
    ------
    TypeError
        dh is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dh does not have the shape of h.

    Derivation: rnn.dx, rnn.dh0, rnn.dWx, rnn.dWh, rnn.db
    """
    _arguments.check_cache(cache, "x, h0, Wx, Wh, h", "rnn_forward")
    x, h0, Wx, Wh, h = cache
    _arguments.check_shapes("h: N T H, dh: N T H", h, dh)
    N, T, D = x.shape
    da = np.zeros_like(h)
    dprev_h = np.zeros_like(h0)
    dWh = np.zeros_like(Wh)
    for t in reversed(range(T)):
        prev_h = h[:, t - 1] if t > 0 else h0
        da[:, t] = (dh[:, t] + dprev_h) * (1 - h[:, t] ** 2)
        dprev_h = da[:, t].dot(Wh.T)
        dWh += prev_h.T.dot(da[:, t])
    dx = da.dot(Wx.T)
    dWx = x.reshape(N * T, D).T.dot(da.reshape(N * T, len(Wh)))
    return dx, dprev_h, dWx, dWh, da.sum(axis=(0, 1))
