import numpy as np


def _probabilities(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_loss(x, y):
    N, C = x.shape
    p = _probabilities(x)
    onehot = np.zeros_like(p)
    onehot[np.arange(N), y] = 1.0
    loss = -(onehot * np.log(p)).sum() / N
    return loss, (onehot - p) / N


def sigmoid_forward(x):
    out = 1 / (1 + np.exp(-x))
    return out, x


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.ones_like(dout) * (cache > 0)
