import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    return gamma * x_hat + beta, (x_hat, std, gamma)


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    D = dout.shape[1]
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    g = dout * gamma
    dx = (D * g - g.sum(axis=1, keepdims=True) - x_hat * (g * x_hat).sum(axis=1, keepdims=True)) / (D * std)
    return dx, dgamma, dbeta


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    # every group of every image is one row; the layer norm must not scale, gamma is per channel
    N, C, H, W = x.shape
    rows = x.reshape(N * G, -1)
    D = rows.shape[1]
    normed, ln_cache = layernorm_forward(rows, np.ones(D), np.zeros(D), gn_param)
    x_hat = normed.reshape(N, C, H, W)
    out = gamma * x_hat + beta
    return out, (G, x_hat, gamma, ln_cache)


def spatial_groupnorm_backward(dout, cache):
    G, x_hat, gamma, ln_cache = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3), keepdims=True)
    drows = (dout * gamma).reshape(N * G, -1)
    dx, _, _ = layernorm_backward(drows, ln_cache)
    return dx.reshape(N, C, H, W), dgamma, dbeta
