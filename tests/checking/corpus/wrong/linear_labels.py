import numpy as np


def _p(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    P = _p(X @ W)
    picked = P[np.arange(N), y - 1]
    D = P.copy()
    D[np.arange(N), y - 1] -= 1
    return -np.log(picked).mean() + 0.5 * reg * np.sum(W * W), X.T @ D / N + reg * W


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    P = _p(X @ W)
    loss = 0.0
    for i in range(N):
        loss -= np.log(P[i, y[i]])
    D = P.copy()
    for i in range(N):
        D[i, y[i]] += 1
    return loss / N + 0.5 * reg * np.sum(W * W), X.T @ D / N + reg * W
