import numpy as np


def residual_forward(x, w, b):
    out = np.maximum(x.dot(w) + b, 0)
    out = out + x
    cache = (x, w, out)
    return out, cache


def residual_backward(dout, cache):
    x, w, out = cache
    dz = dout * (out > 0)
    dx = dz.dot(w.T) + dout
    dw = x.T.dot(dz)
    db = dz.sum(axis=0)
    return dx, dw, db
