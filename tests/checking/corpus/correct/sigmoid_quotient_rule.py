import numpy as np


def sigmoid(x):
    return np.exp(x) / (np.exp(x) + 1)


def sigmoid_forward(x):
    out = sigmoid(x)
    cache = x
    return out, cache


def sigmoid_backward(dout, cache):
    # d/dx (1 + e^-x)^-1 = e^-x / (1 + e^-x)^2
    e = np.exp(-cache)
    dx = dout * e / (1 + e) ** 2
    return dx
