"""The caches stand in a dictionary by their steps; what comes from the next step is added in place."""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h - dnext_h * next_h**2
    return da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da, np.sum(da, axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h = np.zeros((N, T, h0.shape[1]))
    caches = {}
    last = h0
    for t in range(T):
        last, caches[t] = rnn_step_forward(x[:, t], last, Wx, Wh, b)
        h[:, t] = last
    return h, caches


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    D = cache[T - 1][0].shape[1]
    dx, dWx, dWh, db = np.zeros((N, T, D)), np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
    arriving = np.zeros((N, H))
    for t in range(T, 0, -1):
        arriving += dh[:, t - 1]
        dx[:, t - 1], arriving, step_dWx, step_dWh, step_db = rnn_step_backward(arriving, cache[t - 1])
        dWx += step_dWx
        dWh += step_dWh
        db += step_db
    return dx, arriving, dWx, dWh, db
