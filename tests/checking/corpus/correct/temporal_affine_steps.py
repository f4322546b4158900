import numpy as np


def temporal_affine_forward(x, w, b):
    return np.einsum("ntd,dm->ntm", x, w) + b, (x, w, b)


def temporal_affine_backward(dout, cache):
    x, w, b = cache
    dw = np.zeros_like(w)
    db = np.zeros_like(b)
    for t in range(x.shape[1]):
        dw += x[:, t].T @ dout[:, t]
        db += dout[:, t].sum(axis=0)
    return dout @ w.T, dw, db
