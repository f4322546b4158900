import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    xg = x.reshape(N, C // G, G, H, W)
    mu = xg.mean(axis=(1, 3, 4), keepdims=True)
    sigma = np.sqrt(xg.var(axis=(1, 3, 4), keepdims=True) + eps)
    xn = ((xg - mu) / sigma).reshape(N, C, H, W)
    return xn * gamma + beta, (xn, sigma, gamma, G)


def spatial_groupnorm_backward(dout, cache):
    xn, sigma, gamma, G = cache
    N, C, H, W = dout.shape
    dgamma = np.sum(dout * xn, axis=(0, 2, 3))
    dbeta = np.sum(dout, axis=(0, 2, 3))
    d = (dout * gamma).reshape(N, C // G, G, H, W)
    h = xn.reshape(N, C // G, G, H, W)
    ax = (1, 3, 4)
    dx = (d - d.mean(axis=ax, keepdims=True) - h * (d * h).mean(axis=ax, keepdims=True)) / sigma
    return dx.reshape(N, C, H, W), dgamma, dbeta
