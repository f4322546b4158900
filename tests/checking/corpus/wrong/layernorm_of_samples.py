import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, ddof=1, keepdims=True)
    xhat = (x - mean) / np.sqrt(var + eps)
    return gamma * xhat + beta, (x, gamma, eps)


def layernorm_backward(dout, cache):
    x, gamma, eps = cache
    N, D = x.shape
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    xhat = (x - x.mean(axis=1, keepdims=True)) / std
    g = dout * gamma
    dx = (g - g.sum(axis=1, keepdims=True) / N - xhat * (g * xhat).sum(axis=1, keepdims=True) / N) / std
    return dx, np.mean(dout * xhat, axis=0), np.sum(dout, axis=0)
