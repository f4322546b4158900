import numpy as np


def temporal_affine_forward(x, w, b):
    N, T, D = x.shape
    out = np.zeros((N, T, w.shape[1]))
    for t in range(T):
        out[:, t] = x[:, t] @ w
    return out, (x, w, b)


def temporal_affine_backward(dout, cache):
    x, w, b = cache
    for t in range(x.shape[1]):
        dw = x[:, t].T @ dout[:, t]
    return dout @ w.T, dw, dout.sum(axis=0).sum(axis=0)
