import numpy as np


def forward(x, gamma, beta, eps):
    mu = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    return gamma * xhat + beta, (xhat, std, gamma)


def backward(dout, cache):
    xhat, std, gamma = cache
    dxhat = dout * gamma
    mean = np.mean(dxhat, axis=1, keepdims=True)
    dx = (dxhat - mean) / std
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    return dx, dgamma, dbeta
