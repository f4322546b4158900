import numpy as np


def affine_forward(x, w, b):
    shape = x.shape
    # keep the image axes, fold them out of w instead of folding x
    w_nd = w.reshape(shape[1:] + (w.shape[1],))
    k = len(shape) - 1
    out = np.tensordot(x, w_nd, axes=(list(range(1, k + 1)), list(range(k)))) + b
    return out, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    w_nd = w.reshape(x.shape[1:] + (-1,))
    dx = np.tensordot(dout, w_nd, axes=([1], [w_nd.ndim - 1]))
    dw = np.tensordot(x, dout, axes=([0], [0])).reshape(w.shape)
    db = np.tensordot(np.ones(len(dout)), dout, axes=1)
    return dx, dw, db


def relu_forward(x):
    return x * np.heaviside(x, 0.0), x


def relu_backward(dout, cache):
    return dout * np.heaviside(cache, 0.0)


def softmax_loss(x, y):
    """log-sum-exp all the way"""
    N, C = x.shape
    top = np.max(x, axis=1, keepdims=True)
    lse = top + np.log(np.sum(np.exp(x - top), axis=1, keepdims=True))
    picked = np.take_along_axis(x, y[:, None], axis=1)
    loss = np.mean(lse - picked)
    dx = np.exp(x - lse)
    np.put_along_axis(dx, y[:, None], np.take_along_axis(dx, y[:, None], axis=1) - 1, axis=1)
    return loss, dx / N
