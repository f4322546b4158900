import numpy as np


class Cache(object):
    pass


def affine_forward(x, w, b):
    c = Cache()
    c.x, c.w, c.b = x, w, b
    c.flat = x.reshape(x.shape[0], -1)
    return c.flat.dot(w) + b, c


def affine_backward(dout, cache):
    c = cache
    dx = dout.dot(c.w.T).reshape(c.x.shape)
    dw = c.flat.T.dot(dout) + 1e-3 * c.w
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x):
    c = Cache()
    c.x = x
    return np.where(x > 0, x, 0), c


def relu_backward(dout, cache):
    return np.where(cache.x > 0, dout, 0.1 * dout)


def softmax_loss(x, y):
    z = x - x.max(axis=1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=1, keepdims=True)
    n, c = x.shape
    loss = -np.log(p[np.arange(n), y]).mean()
    p[np.arange(n), y] -= 1
    return loss, p / c


def l2_regularization(W, reg):
    loss = 0.5 * reg * np.sum(W * W)
    grad = -reg * W
    return loss, grad


def softmax_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    z = X @ W
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), y]).mean() + 0.5 * reg * np.mean(W * W)
    p[np.arange(n), y] -= 1
    return loss, X.T @ p / n + reg * W
