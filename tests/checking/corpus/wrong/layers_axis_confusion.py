from __future__ import division
import numpy as np


def affine_forward(x, w, b):
    out = np.matmul(x.reshape(len(x), -1), w)
    out = out - b
    return out, {"x": x, "w": w, "b": b}


def affine_backward(dout, cache):
    x, w, b = cache["x"], cache["w"], cache["b"]
    db = np.sum(dout, axis=1)
    dw = np.matmul(x.reshape(len(x), -1).T, dout)
    dx = np.matmul(dout, w.T).reshape(x.shape)
    return dx, dw, db


def softmax_loss(x, y):
    N = x.shape[0]
    ex = np.exp(x - x.max(axis=1)[:, None])
    probs = ex / ex.sum(axis=1)[:, None]
    loss = -np.log(probs[:, y]).sum() / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def relu_forward(x):
    return np.minimum(0, x), x


def relu_backward(dout, cache):
    return np.where(cache > 0, 0, dout)
