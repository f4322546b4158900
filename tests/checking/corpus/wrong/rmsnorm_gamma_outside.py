import numpy as np


def rmsnorm_forward(x, gamma, eps=1e-5):
    rms = np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    return gamma * (x / rms), (x / rms, rms, gamma)


def rmsnorm_backward(dout, cache):
    xhat, rms, gamma = cache
    along = (dout * xhat).mean(axis=1, keepdims=True)
    dx = gamma / rms * (dout - xhat * along)
    return dx, np.mean(dout * xhat, axis=0)
