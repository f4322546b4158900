import numpy as np


def affine_forward(x, w, b):
    N = x.shape[0]
    out = x.reshape(N, -1).dot(w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    N = dout.shape[0]
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(N, -1).T.dot(dout)
    db = dout.sum(axis=0)
    return dw, dx, db


def relu_forward(x):
    out = np.maximum(0, x)
    return out, (x, out)


def relu_backward(dout, cache):
    mask, x = cache
    return dout * mask * (x > 0)


def affine_relu_forward(x, w, b):
    a, fc = affine_forward(x, w, b)
    out, act = relu_forward(a)
    return out, (fc, act)


def affine_relu_backward(dout, cache):
    (x, w, b), (a, out) = cache
    flat = x.reshape(x.shape[0], -1)
    d = dout * (out > 0)
    return d.dot(w.T).reshape(x.shape), flat.T.dot(dout), d.sum(axis=0)
