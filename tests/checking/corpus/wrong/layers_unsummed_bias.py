import numpy as np
from numpy import dot, maximum, exp, log, arange


def affine_forward(x, w, b):
    return dot(x.reshape(len(x), -1), w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dot(dout, w.T).reshape(x.shape)
    dw = dot(x.reshape(len(x), -1).T, dout)
    db = dout
    return dx, dw, db


def relu_forward(x):
    return maximum(-x, 0), x


def relu_backward(dout, cache):
    return -dout * (cache > 0)


def softmax_loss(x, y):
    z = x - x.max(axis=1).reshape(-1, 1)
    p = exp(z) / exp(z).sum(axis=1).reshape(-1, 1)
    n, c = x.shape
    loss = -log(p[arange(n), y]).sum() / c
    p[arange(n), y] -= 1
    return loss, p / n


def affine_relu_forward(x, w, b):
    a, c = affine_forward(x, w, b)
    return maximum(a, 0), (c, a)


def affine_relu_backward(dout, cache):
    (x, w, b), a = cache
    # multiplied by the activation instead of by its slope
    da = dout * maximum(a, 0)
    return dot(da, w.T).reshape(x.shape), dot(x.reshape(len(x), -1).T, da), da.sum(axis=0)
