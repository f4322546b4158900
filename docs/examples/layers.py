"""A submission with mistakes, for the page on ``yudo check``."""

import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1) @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = dout.mean(axis=0)
    return dx, dw, db


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    dx = dout
    dx[cache < 0] = 0
    return dx


def softmax_loss(x, y):
    probs = np.exp(x - x.max())
    probs /= probs.sum(axis=1, keepdims=True)
    rows = np.arange(len(x))
    loss = -np.log(probs[rows, y]).mean()
    probs[rows, y] -= 1
    return loss, probs
