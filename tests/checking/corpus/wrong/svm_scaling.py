import numpy as np


def svm_loss(x, y):
    N = x.shape[0]
    margins = np.maximum(0, x - x[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    dx = (margins > 0).astype(x.dtype)
    dx[np.arange(N), y] -= np.sum(dx, axis=1)
    return loss, dx


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    n = X.shape[0]
    for i in range(n):
        f = X[i] @ W
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            m = f[j] - f[y[i]] + 1
            if m > 0:
                loss += m
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss = loss / n + reg * np.sum(W * W)
    return loss, dW / n + reg * W


def multiclass_hinge_loss(scores, y):
    n = len(y)
    m = scores - scores[np.arange(n), y].reshape(-1, 1)
    m = m * (m > 0)
    m[np.arange(n), y] = 0
    g = (m > 0) * 1.0
    g[np.arange(n), y] = -g.sum(axis=1)
    return m.sum() / n, g / n
