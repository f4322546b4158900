import numpy as np


def affine_relu_forward(x, w, b):
    rows = x.reshape(len(x), -1)
    out = np.maximum(rows @ w + b, 0)
    return out, (x, w, b, out)


def affine_relu_backward(dout, cache):
    x, w, b, out = cache
    da = np.where(out > 0, dout, 0)
    dx = (da @ w.T).reshape(x.shape)
    dw = x.reshape(len(x), -1).T @ da
    db = dout.sum(axis=0)
    return dx, dw, db
