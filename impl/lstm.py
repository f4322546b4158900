"""An LSTM over all time steps, each with the same weights and a cell that starts at 0."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.lstm_step import LSTMStepCache, lstm_step_backward, lstm_step_forward

LSTMCache = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, list[LSTMStepCache]]


def lstm_forward(
    x: FloatArray, h0: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, LSTMCache]:
    """Run N sequences through T steps; the cells start at 0 and are not returned.

    Along the axes of length 4H lie the input, forget and output gates and the candidate, in this order.

    Parameters
    ----------
    x : inputs, (N, T, D); N and T may be 0
    h0 : hidden states before the first step, (N, H)
    Wx, Wh : weights of the inputs and of the hidden states, (D, 4H) and (H, 4H)
    b : biases, (4H,)

    Returns
    -------
    h : hidden states after each step, (N, T, H), in the dtype of the arguments
    cache : for :func:`lstm_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: lstm.out
    """
    _arguments.check_shapes("Wx: D K, Wh: H K, b: K, x: N T D, h0: N H", Wx, Wh, b, x, h0)
    _arguments.check_gates("Wh", Wh, 4)
    N, T, _ = x.shape
    h = np.zeros_like(h0, shape=(N, T, h0.shape[1]))
    next_h, next_c = h0, np.zeros_like(h0)
    caches = []
    for t in range(T):
        next_h, next_c, of_step = lstm_step_forward(x[:, t], next_h, next_c, Wx, Wh, b)
        h[:, t] = next_h
        caches.append(of_step)
    return h, (x, h0, Wx, Wh, b, h, caches)


def lstm_backward(
    dh: FloatArray, cache: LSTMCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Backpropagation through time: each step hands on the gradients of two states, hidden state and cell.

    Parameters
    ----------
    dh : upstream gradient of every step, (N, T, H), without what later steps hand back
    cache : what :func:`lstm_forward` returned

    Returns
    -------
    dx : (N, T, D)
    dh0 : (N, H)
    dWx, dWh, db : (D, 4H), (H, 4H) and (4H,), the sums over all steps

    Raises
    ------
    TypeError
        dh is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dh does not have the shape of h.

    Derivation: lstm.dx, lstm.dh0, lstm.dWx, lstm.dWh, lstm.db
    """
    _arguments.check_cache(cache, "x, h0, Wx, Wh, b, h, caches", "lstm_forward")
    x, h0, Wx, Wh, b, h, caches = cache
    _arguments.check_shapes("h: N T H, dh: N T H", h, dh)
    dx, dWx, dWh, db = np.zeros_like(x), np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    dprev_h, dprev_c = np.zeros_like(h0), np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        dx[:, t], dprev_h, dprev_c, *of_step = lstm_step_backward(dh[:, t] + dprev_h, dprev_c, caches[t])
        dWx += of_step[0]
        dWh += of_step[1]
        db += of_step[2]
    return dx, dprev_h, dWx, dWh, db
