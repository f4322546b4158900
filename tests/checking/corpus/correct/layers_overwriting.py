import numpy as np


def affine_forward(x, w, b):
    shape = x.shape
    x.shape = (shape[0], -1)
    out = x.dot(w) + b
    x.shape = shape
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dw = x.reshape(len(x), -1).T.dot(dout)
    db = dout.sum(axis=0)
    x[...] = dout.dot(w.T).reshape(x.shape)  # x is not needed any more
    return x, dw, db


def relu_forward(x):
    cache = x.copy()
    x[x < 0] = 0
    return x, cache


def relu_backward(dout, cache):
    x = cache
    dx = dout
    dx[x <= 0] = 0
    return dx


def softmax_loss(x, y):
    x -= np.max(x)
    p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
    num = x.shape[0]
    loss = -np.sum(np.log(p[range(num), y])) / num
    p[range(num), y] -= 1
    return loss, p / num
