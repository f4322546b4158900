import numpy as np
from functools import reduce
from operator import mul


def affine_forward(x, w, b):
    n, *rest = x.shape
    d = reduce(mul, rest, 1)
    out = np.inner(x.reshape(n, d), w.T)
    np.add(out, b, out)
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    n = len(dout)
    dx = np.inner(dout, w).reshape(x.shape)
    dw = sum(np.outer(x[i], dout[i]) for i in range(n))
    db = sum(dout)
    return dx, dw, db


def relu_forward(x):
    out = np.zeros_like(x)
    np.copyto(out, x, where=x > 0)
    return out, x


def relu_backward(dout, cache):
    x = cache
    if (negative := x <= 0).any():
        dout = np.where(negative, 0, dout)
    return dout


def softmax_loss(x, y):
    n, c = x.shape
    with np.errstate(over="raise"):
        p = np.exp(x - np.max(x, axis=1, keepdims=True))
    np.divide(p, p.sum(axis=1, keepdims=True), out=p)
    correct = p[np.arange(n), y]
    loss = np.sum(np.log(1.0 / correct)) / n
    p -= np.arange(c) == y.reshape(n, 1)
    return loss, p / n
