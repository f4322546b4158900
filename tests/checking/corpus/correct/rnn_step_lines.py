import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """One timestep of a vanilla RNN with a tanh nonlinearity."""
    forward = np.dot(x, Wx)
    recurrent = np.dot(prev_h, Wh)
    raw = forward + recurrent + b
    next_h = np.tanh(raw)
    cache = (x, Wx, prev_h, Wh, raw)
    return next_h, cache


def rnn_step_backward(dnext_h, cache):
    x, Wx, prev_h, Wh, raw = cache
    draw = (1 - np.tanh(raw) ** 2) * dnext_h
    db = draw.sum(0)
    dWh = (draw.T @ prev_h).T
    dprev_h = (Wh @ draw.T).T
    dWx = (draw.T @ x).T
    dx = (Wx @ draw.T).T
    return dx, dprev_h, dWx, dWh, db
