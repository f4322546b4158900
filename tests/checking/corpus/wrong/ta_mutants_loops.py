import numpy as np


def affine_forward(x, w, b):
    N, M = x.shape[0], w.shape[1]
    out = np.zeros((N, M), dtype=x.dtype)
    for i in range(N):
        out[i] = x[i].reshape(-1).dot(w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for i in range(x.shape[0]):
        dx[i] = w.dot(dout[i]).reshape(x.shape[1:])
        dw += np.outer(x[i], dout[i])
        db = dout[i]
    return dx, dw, db


def softmax_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros_like(x)
    for i in range(N):
        e = np.exp(x[i] - np.max(x[i]))
        p = e / np.sum(e)
        loss += -np.log(p[y[i]] + 1e-5)
        dx[i] = p
        dx[i, y[i]] -= 1
    return loss / N, dx / N


def softmax_loss_naive(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        s = X[i] @ W
        p = np.exp(s - s.max())
        p /= p.sum()
        loss += -np.log(p[y[i]])
        for j in range(C):
            if j != y[i]:
                dW[:, j] += p[j] * X[i]
            else:
                dW[:, j] += p[j] * X[i]
    return loss / N + 0.5 * reg * np.sum(W * W), dW / N + reg * W


def relu_forward(x):
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    return out, out


def relu_backward(dout, cache):
    dx = np.zeros_like(dout)
    dx[dout > 0] = dout[dout > 0]
    return dx
