"""One step of an LSTM: four gates decide what the cell keeps, takes in and shows."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.sigmoid import sigmoid_forward
from yudo.impl.tanh import tanh_forward

LSTMStepCache = tuple[FloatArray, ...]


def lstm_step_forward(
    x: FloatArray, prev_h: FloatArray, prev_c: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, FloatArray, LSTMStepCache]:
    """Carry the cells of N samples on, and make new hidden states of them.

    Along the axes of length 4H lie the input, forget and output gates and the candidate, in this order.

    Parameters
    ----------
    x : input of this step, (N, D); N may be 0
    prev_h, prev_c : hidden states and cells of the step before, (N, H)
    Wx, Wh : weights of the input and of the hidden states, (D, 4H) and (H, 4H)
    b : biases, (4H,)

    Returns
    -------
    next_h, next_c : (N, H), in the dtype of the arguments
    cache : for :func:`lstm_step_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: lstm_step.next_h, lstm_step.next_c
    """
    _arguments.check_shapes(
        "Wx: D K, Wh: H K, b: K, x: N D, prev_h: N H, prev_c: N H", Wx, Wh, b, x, prev_h, prev_c
    )
    _arguments.check_gates("Wh", Wh, 4)
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh)
    a += b
    i, _ = sigmoid_forward(a[:, :H])
    f, _ = sigmoid_forward(a[:, H : 2 * H])
    o, _ = sigmoid_forward(a[:, 2 * H : 3 * H])
    g, _ = tanh_forward(a[:, 3 * H :])
    next_c = f * prev_c + i * g
    tanh_c, _ = tanh_forward(next_c)
    next_h = o * tanh_c
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c)


def lstm_step_backward(
    dnext_h: FloatArray, dnext_c: FloatArray, cache: LSTMStepCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Carry two upstream gradients back, that of the hidden states and that of the cells.

    Parameters
    ----------
    dnext_h, dnext_c : upstream gradients, (N, H)
    cache : what :func:`lstm_step_forward` returned

    Returns
    -------
    dx : (N, D)
    dprev_h, dprev_c : (N, H), the upstream gradients of the step before
    dWx, dWh, db : (D, 4H), (H, 4H) and (4H,); the contribution of this step alone

    Raises
    ------
    TypeError
        an upstream gradient is not a floating-point array of at least 32 bits, or cache is not a cache of
        this layer.
    ValueError
        an upstream gradient does not have the shape of next_h.

    Derivation: lstm_step.dx, lstm_step.dprev_h, lstm_step.dprev_c, lstm_step.dWx, lstm_step.dWh,
    lstm_step.db
    """
    _arguments.check_cache(cache, "x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c", "lstm_step_forward")
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c = cache
    _arguments.check_shapes("prev_c: N H, dnext_h: N H, dnext_c: N H", prev_c, dnext_h, dnext_c)
    dc = dnext_c + dnext_h * o * (1.0 - tanh_c * tanh_c)
    dai = dc * g * i * (1.0 - i)
    daf = dc * prev_c * f * (1.0 - f)
    dao = dnext_h * tanh_c * o * (1.0 - o)
    dag = dc * i * (1.0 - g * g)
    da = np.concatenate([dai, daf, dao, dag], axis=1)
    dx = da.dot(Wx.T)
    dprev_h = da.dot(Wh.T)
    dprev_c = dc * f
    dWx = x.T.dot(da)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dprev_c, dWx, dWh, db
