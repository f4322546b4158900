"""Everything as an einsum, because then I don't have to think about transposes."""
import numpy as np


def _flat(x):
    return np.reshape(x, (len(x), -1))


def affine_forward(x, w, b):
    out = np.einsum("nd,dm->nm", _flat(x), w) + b[np.newaxis, :]
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    dx = np.einsum("nm,dm->nd", dout, w).reshape(*x.shape)
    dw = np.einsum("nd,nm->dm", _flat(x), dout)
    db = np.einsum("nm->m", dout)
    return dx, dw, db


def relu_forward(x):
    return np.where(x > 0, x, 0), {"x": x}


def relu_backward(dout, cache):
    return np.where(cache["x"] > 0, dout, 0)


def softmax_loss(x, y):
    n, c = x.shape
    t = np.eye(c)[y]
    z = x - x.max(axis=-1)[:, None]
    logp = z - np.log(np.exp(z).sum(axis=-1))[:, None]
    loss = -np.einsum("nc,nc->", t, logp) / n
    dx = (np.exp(logp) - t) / n
    return loss, dx
