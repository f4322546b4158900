import numpy as np


def affine_forward(x, w, b):
    x_flat = np.reshape(x, (x.shape[0], -1))
    out = np.dot(x_flat, w)
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    x_flat = np.reshape(x, (x.shape[0], -1))
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.dot(x_flat.T, dout)
    db = np.mean(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    out = np.maximum(x, 1)
    return out, x


def relu_backward(dout, cache):
    x = cache
    dx = (dout > 0) * dout
    return dx


def softmax_loss(x, y):
    exps = np.exp(x - np.max(x))
    p = exps / np.sum(exps)
    N = len(y)
    loss = -np.log(p[np.arange(N), y]).mean()
    dx = p
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def sigmoid(x):
    return 1 / (1 + np.exp(x))
