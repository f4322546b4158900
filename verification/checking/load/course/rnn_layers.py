"""Layers over time: CS231n's functions."""

import numpy as np


def sigmoid(x):
    """Return 1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """Return the next hidden states, and the cache."""
    next_h = np.tanh(np.dot(x, Wx) + np.dot(prev_h, Wh) + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    """Return dx, dprev_h, dWx, dWh, db."""
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    return np.dot(da, Wx.T), np.dot(da, Wh.T), np.dot(x.T, da), np.dot(prev_h.T, da), np.sum(da, axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    """Return the hidden states after each step, and the cache."""
    N, T, _ = x.shape
    h = np.zeros((N, T, h0.shape[1]), dtype=x.dtype)
    caches = []
    prev_h = h0
    for t in range(T):
        prev_h, cache = rnn_step_forward(x[:, t], prev_h, Wx, Wh, b)
        h[:, t] = prev_h
        caches.append(cache)
    return h, (x, h0, Wx, Wh, b, caches)


def rnn_backward(dh, cache):
    """Return dx, dh0, dWx, dWh, db."""
    x, h0, Wx, Wh, b, caches = cache
    dx, dprev_h = np.zeros_like(x), np.zeros_like(h0)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in reversed(range(dh.shape[1])):
        dx[:, t], dprev_h, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + dprev_h, caches[t])
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, dprev_h, dWx, dWh, db


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """Return the next hidden states and cells, and the cache; the gates are in the order i, f, o, g."""
    H = prev_h.shape[1]
    a = np.dot(x, Wx) + np.dot(prev_h, Wh) + b
    i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H]), sigmoid(a[:, 2 * H : 3 * H])
    g = np.tanh(a[:, 3 * H :])
    next_c = f * prev_c + i * g
    tanh_c = np.tanh(next_c)
    return o * tanh_c, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    """Return dx, dprev_h, dprev_c, dWx, dWh, db."""
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c = cache
    dc = dnext_c + dnext_h * o * (1 - tanh_c**2)
    da = np.concatenate(
        [
            dc * g * i * (1 - i),
            dc * prev_c * f * (1 - f),
            dnext_h * tanh_c * o * (1 - o),
            dc * i * (1 - g**2),
        ],
        axis=1,
    )
    dx, dprev_h = np.dot(da, Wx.T), np.dot(da, Wh.T)
    return dx, dprev_h, dc * f, np.dot(x.T, da), np.dot(prev_h.T, da), np.sum(da, axis=0)


def lstm_forward(x, h0, Wx, Wh, b):
    """Return the hidden states after each step, and the cache; the cells start at 0."""
    N, T, _ = x.shape
    h = np.zeros((N, T, h0.shape[1]), dtype=x.dtype)
    caches = []
    prev_h, prev_c = h0, np.zeros_like(h0)
    for t in range(T):
        prev_h, prev_c, cache = lstm_step_forward(x[:, t], prev_h, prev_c, Wx, Wh, b)
        h[:, t] = prev_h
        caches.append(cache)
    return h, (x, h0, Wx, Wh, b, caches)


def lstm_backward(dh, cache):
    """Return dx, dh0, dWx, dWh, db."""
    x, h0, Wx, Wh, b, caches = cache
    dx, dprev_h, dprev_c = np.zeros_like(x), np.zeros_like(h0), np.zeros_like(h0)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in reversed(range(dh.shape[1])):
        dx[:, t], dprev_h, dprev_c, dWx_t, dWh_t, db_t = lstm_step_backward(
            dh[:, t] + dprev_h, dprev_c, caches[t]
        )
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, dprev_h, dWx, dWh, db


def word_embedding_forward(x, W):
    """Return the rows of W that the words name, and the cache."""
    return W[x], (x, W)


def word_embedding_backward(dout, cache):
    """Return dW."""
    x, W = cache
    dW = np.zeros_like(W)
    np.add.at(dW, x, dout)
    return dW


def temporal_affine_forward(x, w, b):
    """Map every step to M numbers; the cache is (x, w, b)."""
    N, T, D = x.shape
    out = np.dot(x.reshape(N * T, D), w).reshape(N, T, b.shape[0]) + b
    return out, (x, w, b)


def temporal_affine_backward(dout, cache):
    """Return dx, dw, db."""
    x, w, b = cache
    N, T, D = x.shape
    flat = dout.reshape(N * T, b.shape[0])
    dx = np.dot(flat, w.T).reshape(N, T, D)
    return dx, np.dot(x.reshape(N * T, D).T, flat), np.sum(flat, axis=0)


def temporal_softmax_loss(x, y, mask, verbose=False):
    """Return the cross-entropy of the steps that the mask counts, divided by the samples, and dx."""
    N, T, V = x.shape
    flat, labels, counts = x.reshape(N * T, V), y.reshape(N * T), mask.reshape(N * T)
    shifted = flat - np.max(flat, axis=1, keepdims=True)
    log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.sum(counts * log_probs[np.arange(N * T), labels]) / N
    dflat = np.exp(log_probs)
    dflat[np.arange(N * T), labels] -= 1
    dflat *= counts[:, np.newaxis] / N
    return loss, dflat.reshape(N, T, V)
