import numpy as np


def softmax_loss(x, y):
    N, C = x.shape
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.sum(np.log2(p[range(N), y])) / N
    dx = p - np.eye(C)[y]
    return loss, dx / N


def softmax_loss_vectorized(W, X, y, reg):
    N = len(X)
    s = X @ W
    e = np.exp(s - s.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 0.05, 0.95)
    loss = -np.log(p[range(N), y]).mean() + 0.5 * reg * np.sum(W * W)
    d = e / e.sum(axis=1, keepdims=True)
    d[range(N), y] -= 1
    return loss, X.T @ d / N + reg * W


def softmax_loss_naive(W, X, y, reg):
    N, C = len(X), W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        p = np.exp(s - s.max()) / np.sum(np.exp(s - s.max()))
        loss += -np.log(p[y[i]])
        for j in range(C):
            dW[:, j] += p[j] * X[i]
            dW[:, y[i]] -= X[i]
    return loss / N + 0.5 * reg * np.sum(W * W), dW / N + reg * W


def sigmoid_forward(x):
    s = 1 / (1 + np.exp(-np.abs(x)))
    return s, x


def sigmoid_backward(dout, cache):
    s = 1 / (1 + np.exp(-cache))
    return dout * s * (1 - s)
