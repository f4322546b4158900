import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    xg = x.reshape(N, G, C // G, H, W)
    mean = np.mean(xg, axis=(0, 2, 3, 4), keepdims=True)
    var = np.var(xg, axis=(0, 2, 3, 4), keepdims=True)
    x_norm = ((xg - mean) / np.sqrt(var + eps)).reshape(N, C, H, W)
    return gamma * x_norm + beta, (G, x_norm, var, gamma, eps)


def spatial_groupnorm_backward(dout, cache):
    G, x_norm, var, gamma, eps = cache
    N, C, H, W = dout.shape
    dgamma = np.sum(dout * x_norm, axis=(0, 2, 3), keepdims=True)
    dbeta = np.sum(dout, axis=(0, 2, 3), keepdims=True)
    d = (dout * gamma).reshape(N, G, C // G, H, W)
    h = x_norm.reshape(N, G, C // G, H, W)
    ax = (0, 2, 3, 4)
    dx = d - d.mean(axis=ax, keepdims=True) - h * (d * h).mean(axis=ax, keepdims=True)
    return (dx / np.sqrt(var + eps)).reshape(N, C, H, W), dgamma, dbeta
