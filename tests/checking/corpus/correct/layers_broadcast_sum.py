"""No matrix products: multiply with broadcasting, then sum the axis away."""
import numpy as np


def affine_forward(x, w, b):
    v = x.reshape(x.shape[0], -1)
    out = (v[:, :, None] * w[None, :, :]).sum(axis=1) + b
    return out, (x.shape, v, w)


def affine_backward(dout, cache):
    shape, v, w = cache
    dx = (dout[:, None, :] * w[None, ...]).sum(axis=-1).reshape(shape)
    dw = (v[..., np.newaxis] * dout[:, np.newaxis]).sum(axis=0)
    return dx, dw, np.einsum("ij->j", dout)


def relu_forward(x):
    return np.max(np.stack([x, np.zeros_like(x)]), axis=0), x


def relu_backward(dout, cache):
    return dout * (np.sign(cache) > 0)


def softmax_loss(x, y):
    lse = np.logaddexp.reduce(x, axis=1)
    n = np.size(y)
    loss = (lse - np.diagonal(x[:, y])).mean()
    dx = np.exp(x - lse[:, None])
    np.subtract.at(dx, (np.arange(n), y), 1)
    return loss, dx / n
