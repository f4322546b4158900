import numpy as np


def rmsnorm_forward(x, gamma, eps):
    rms = np.sqrt((x * x).mean(axis=1, keepdims=True) + eps)
    out = x / rms * gamma
    return out, (x, rms, gamma)


def rmsnorm_backward(dout, cache):
    x, rms, gamma = cache
    dgamma = np.sum(dout * x, axis=0)
    dx = dout * gamma / rms
    return dx, dgamma
