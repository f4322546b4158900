"""The backward makes each step's cache anew from the states, and finds the state after it in a name."""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    return next_h, (x, prev_h, next_h, Wx, Wh)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, next_h, Wx, Wh = cache
    da = (1 - next_h * next_h) * dnext_h
    return da.dot(Wx.T), da.dot(Wh.T), x.T.dot(da), prev_h.T.dot(da), da.sum(axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, _ = x.shape
    h = np.zeros((N, T, b.shape[0]))
    state = h0
    for t in range(T):
        state, _ = rnn_step_forward(x[:, t, :], state, Wx, Wh, b)
        h[:, t, :] = state
    return h, (x, h0, h, Wx, Wh)


def rnn_backward(dh, cache):
    x, h0, h, Wx, Wh = cache
    N, T, H = dh.shape
    dx = np.zeros(x.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(H)
    after, from_after = h[:, T - 1, :], np.zeros((N, H))
    for i in range(T):
        t = T - 1 - i
        if t == 0:
            before = h0
        else:
            before = h[:, t - 1, :]
        step = (x[:, t, :], before, after, Wx, Wh)
        after = before
        dx[:, t, :], from_after, dwx, dwh, dbias = rnn_step_backward(dh[:, t, :] + from_after, step)
        dWx, dWh, db = dWx + dwx, dWh + dwh, db + dbias
    return dx, from_after, dWx, dWh, db
