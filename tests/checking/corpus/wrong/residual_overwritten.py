import numpy as np


def residual_forward(x, w, b):
    z = x @ w + b
    out = np.maximum(0, z) + x
    return out, (x, w, z)


def residual_backward(dout, cache):
    x, w, z = cache
    dz = dout.copy()
    dz[z <= 0] = 0
    dx = dz @ w.T
    dw = x.T @ dz
    db = dz.sum(axis=0)
    return dx, dw, db
