"""One step of a GRU: two gates decide how far the hidden state moves, and what its candidate sees of it."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.sigmoid import sigmoid_forward
from yudo.impl.tanh import tanh_forward

GRUStepCache = tuple[FloatArray, ...]


def gru_step_forward(
    x: FloatArray, prev_h: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, GRUStepCache]:
    """Move the hidden states of N samples a share of the way towards a candidate.

    Along the axes of length 3H lie the update gate, the reset gate and the candidate, in this order. The
    candidate has the share of the update gate, and the reset gate comes before the product with Wh.

    Parameters
    ----------
    x : input of this step, (N, D); N may be 0
    prev_h : hidden states of the step before, (N, H)
    Wx, Wh : weights of the input and of the hidden states, (D, 3H) and (H, 3H)
    b : biases, (3H,)

    Returns
    -------
    next_h : (N, H), in the dtype of the arguments
    cache : for :func:`gru_step_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: gru_step.out
    """
    _arguments.check_shapes("Wx: D K, Wh: H K, b: K, x: N D, prev_h: N H", Wx, Wh, b, x, prev_h)
    _arguments.check_gates("Wh", Wh, 3)
    H = prev_h.shape[1]
    fed = x.dot(Wx)
    fed += b
    gates = fed[:, : 2 * H] + prev_h.dot(Wh[:, : 2 * H])
    z, _ = sigmoid_forward(gates[:, :H])
    r, _ = sigmoid_forward(gates[:, H:])
    kept = r * prev_h
    g, _ = tanh_forward(fed[:, 2 * H :] + kept.dot(Wh[:, 2 * H :]))
    next_h = (1.0 - z) * prev_h + z * g
    return next_h, (x, prev_h, Wx, Wh, z, r, kept, g)


def gru_step_backward(
    dnext_h: FloatArray, cache: GRUStepCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back: past the gates, and through the candidate and both gates.

    Parameters
    ----------
    dnext_h : upstream gradient, (N, H)
    cache : what :func:`gru_step_forward` returned

    Returns
    -------
    dx : (N, D)
    dprev_h : (N, H), the upstream gradient of the step before
    dWx, dWh, db : (D, 3H), (H, 3H) and (3H,); the contribution of this step alone

    Raises
    ------
    TypeError
        dnext_h is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dnext_h does not have the shape of next_h.

    Derivation: gru_step.dx, gru_step.dprev_h, gru_step.dWx, gru_step.dWh, gru_step.db
    """
    _arguments.check_cache(cache, "x, prev_h, Wx, Wh, z, r, kept, g", "gru_step_forward")
    x, prev_h, Wx, Wh, z, r, kept, g = cache
    _arguments.check_shapes("prev_h: N H, dnext_h: N H", prev_h, dnext_h)
    H = prev_h.shape[1]
    dag = dnext_h * z * (1.0 - g * g)
    dkept = dag.dot(Wh[:, 2 * H :].T)
    dar = dkept * prev_h * r * (1.0 - r)
    daz = dnext_h * (g - prev_h) * z * (1.0 - z)
    dgates = np.concatenate([daz, dar], axis=1)
    da = np.concatenate([dgates, dag], axis=1)
    dx = da.dot(Wx.T)
    dprev_h = dnext_h * (1.0 - z) + dkept * r + dgates.dot(Wh[:, : 2 * H].T)
    dWx = x.T.dot(da)
    dWh = np.concatenate([prev_h.T.dot(dgates), kept.T.dot(dag)], axis=1)
    db = da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db
