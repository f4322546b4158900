import numpy as np


def sigmoid(z):
    """stable for both signs"""
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
    ez = np.exp(z[~pos])
    out[~pos] = ez / (1.0 + ez)
    return out


def sigmoid_forward(x):
    s = 0.5 * (1.0 + np.tanh(0.5 * x))
    return s, (x, s)


def sigmoid_backward(dout, cache):
    x, s = cache
    ds_dx = s - s ** 2
    return np.multiply(dout, ds_dx)
