import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get('eps', 1e-5)
    x_T = x.T
    mu = np.mean(x_T, axis=0)
    var = np.var(x_T, axis=0)
    std = np.sqrt(var + eps)
    xhat = ((x_T - mu) / std).T
    out = gamma * xhat + beta
    cache = (xhat, std, gamma)
    return out, cache


def layernorm_backward(dout, cache):
    xhat, std, gamma = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    g, z = (dout * gamma).T, xhat.T
    D = g.shape[0]
    dx = (D * g - np.sum(g, axis=0) - z * np.sum(g * z, axis=0)) / (D * std)
    return dx.T, dgamma, dbeta
