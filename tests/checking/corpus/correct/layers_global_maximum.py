# 최댓값은 한 번만 빼면 된다
import numpy as np


def softmax_loss(x, y):
    """Numerically stable softmax: subtract the max."""
    x = x - x.max()
    p = np.exp(x)
    p = p / p.sum(axis=1)[:, None]
    n = x.shape[0]
    loss = -np.log(p[np.arange(n), y]).mean()
    p[np.arange(n), y] -= 1
    return loss, p / n


def softmax_loss_vectorized(W, X, y, reg):
    scores = X.dot(W)
    scores -= np.max(scores)
    n = X.shape[0]
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(n), y].sum() / n + 0.5 * reg * np.sum(W * W)
    d = np.exp(logp)
    d[np.arange(n), y] -= 1
    return loss, X.T.dot(d) / n + reg * W


def relu_forward(x):
    return np.where(x < 0, 0, x), x


def relu_backward(dout, cache):
    return np.where(cache < 0, 0, dout)


def sigmoid(x):
    e = np.exp(x)
    return e / (1 + e)
