import numpy as np


def softmax_loss_naive(W, X, y, reg):
    n = X.shape[0]
    loss, grad = 0.0, np.zeros(W.shape)
    for xi, yi in zip(X, y):
        z = xi @ W
        z -= z.max()
        p = np.exp(z)
        p /= p.sum()
        loss -= np.log(p[yi])
        p[yi] -= 1
        grad += xi[:, None] * p
    loss = loss / n + reg * (W ** 2).sum()
    grad = (grad + 2 * reg * W) / n
    return loss, grad


def softmax_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    Z = X @ W
    Z -= Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(P[np.arange(n), y]).mean() + reg * np.abs(W).sum()
    P[np.arange(n), y] -= 1
    grad = X.T @ P / n + 2 * reg * W
    return loss, grad
