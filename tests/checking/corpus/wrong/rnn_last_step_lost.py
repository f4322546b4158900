"""The last step goes back before the loop, and what it hands back is lost."""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(np.dot(x, Wx) + np.dot(prev_h, Wh) + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    return np.dot(da, Wx.T), np.dot(da, Wh.T), np.dot(x.T, da), np.dot(prev_h.T, da), da.sum(0)


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h, caches, state = np.zeros((N, T, b.size)), {}, h0
    for t in range(T):
        state, caches[t] = rnn_step_forward(x[:, t], state, Wx, Wh, b)
        h[:, t] = state
    return h, caches


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    dx = np.zeros((N, T, cache[0][0].shape[1]))
    dprev = np.zeros((N, H))
    dx[:, T - 1], _, dWx, dWh, db = rnn_step_backward(dh[:, T - 1], cache[T - 1])
    for t in range(T - 2, -1, -1):
        dx[:, t], dprev, more_Wx, more_Wh, more_b = rnn_step_backward(dh[:, t] + dprev, cache[t])
        dWx += more_Wx
        dWh += more_Wh
        db += more_b
    return dx, dprev, dWx, dWh, db
