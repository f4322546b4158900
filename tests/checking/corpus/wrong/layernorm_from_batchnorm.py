import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    mean = x.mean(axis=1, keepdims=True)
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    xhat = (x - mean) / std
    return gamma * xhat + beta, (xhat, std, gamma)


def layernorm_backward(dout, cache):
    xhat, std, gamma = cache
    mean = dout.mean(axis=1, keepdims=True)
    along = (dout * xhat).mean(axis=1, keepdims=True)
    dx = gamma / std * (dout - mean - xhat * along)
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
