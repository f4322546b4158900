"""One step of a recurrent net: next_h = tanh(x Wx + prev_h Wh + b)."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

RNNStepCache = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def rnn_step_forward(
    x: FloatArray, prev_h: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, RNNStepCache]:
    """Mix the input of N samples with their hidden states into new hidden states.

    Parameters
    ----------
    x : input of this step, (N, D); N may be 0
    prev_h : hidden states of the step before, (N, H)
    Wx, Wh : weights of the input and of the hidden states, (D, H) and (H, H)
    b : biases, (H,)

    Returns
    -------
    next_h : (N, H) within [-1, 1], in the dtype of the arguments
    cache : (x, prev_h, Wx, Wh, next_h) for :func:`rnn_step_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: rnn_step.out
    """
    _arguments.check_shapes("Wx: D H, Wh: H H, b: H, x: N D, prev_h: N H", Wx, Wh, b, x, prev_h)
    a = x.dot(Wx) + prev_h.dot(Wh)
    a += b
    next_h = np.tanh(a)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(
    dnext_h: FloatArray, cache: RNNStepCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through tanh, and on as through two affine layers.

    Parameters
    ----------
    dnext_h : upstream gradient, (N, H)
    cache : what :func:`rnn_step_forward` returned

    Returns
    -------
    dx : (N, D)
    dprev_h : (N, H), the upstream gradient of the step before
    dWx, dWh, db : (D, H), (H, H) and (H,); the contribution of this step alone

    Raises
    ------
    TypeError
        dnext_h is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dnext_h does not have the shape of next_h.

    Derivation: rnn_step.dx, rnn_step.dprev_h, rnn_step.dWx, rnn_step.dWh, rnn_step.db
    """
    _arguments.check_cache(cache, "x, prev_h, Wx, Wh, next_h", "rnn_step_forward")
    x, prev_h, Wx, Wh, next_h = cache
    _arguments.check_shapes("next_h: N H, dnext_h: N H", next_h, dnext_h)
    da = next_h * next_h
    np.subtract(1.0, da, out=da)
    da *= dnext_h
    dx = da.dot(Wx.T)
    dprev_h = da.dot(Wh.T)
    dWx = x.T.dot(da)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db
