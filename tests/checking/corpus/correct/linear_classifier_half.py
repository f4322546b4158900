import numpy as np


def l2_loss(W, reg):
    """Penalty and its gradient."""
    return 0.5 * reg * np.sum(W * W), reg * W


def _softmax(z, axis=1):
    e = np.exp(z - np.amax(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    total, dW = 0.0, np.zeros(W.shape)
    for xi, yi in zip(X, y):
        p = _softmax(xi @ W, axis=0)
        total += -np.log(p[yi])
        p[yi] -= 1
        dW += np.outer(xi, p)
    penalty, dpenalty = l2_loss(W, reg)
    return total / N + penalty, dW / N + dpenalty


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    P = _softmax(X @ W)
    Y = np.zeros(P.shape)
    Y[range(N), y] = 1
    penalty, dpenalty = l2_loss(W, reg)
    loss = -np.sum(Y * np.log(P)) / N + penalty
    dW = X.T @ (P - Y) / N + dpenalty
    return loss, dW
