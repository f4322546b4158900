import numpy as np


def affine_forward(x, w, b):
    cache = (x, w, b)
    out = x.reshape(x.shape[0], w.shape[0]) @ w + b
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    xf = x.reshape(x.shape[0], w.shape[0])
    dx = (dout @ w.T).reshape(x.shape)
    dw = np.zeros_like(w)
    for n in range(len(x)):
        dw = np.outer(xf[n], dout[n])
    db = dout
    return dx, dw, db.sum(axis=0)


def relu_forward(x):
    out = np.where(x > 1, x, 0)
    return out, x


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache > 0] = 1
    dx[cache <= 0] = 0
    return dx


def softmax_loss(x, y):
    N = x.shape[0]
    loss = 0.0
    dx = np.zeros_like(x)
    for i in range(N):
        e = np.exp(x[i] - x[i].max())
        p = e / e.sum()
        loss = -np.log(p[y[i]])
        dx[i] = p
        dx[i, y[i]] -= 1
    return loss / N, dx / N


def l2_regularization(W, reg):
    return 0.5 * reg * np.sum(W ** 2), reg * np.sum(W) * np.ones_like(W)
