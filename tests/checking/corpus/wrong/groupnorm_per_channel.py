import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    xg = x.reshape(N, G, C // G, H, W)
    mean = xg.mean(axis=(3, 4), keepdims=True)
    var = xg.var(axis=(3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    xhat = ((xg - mean) / std).reshape(x.shape)
    return gamma * xhat + beta, (xhat, std, gamma, G)


def spatial_groupnorm_backward(dout, cache):
    # gamma multiplied at the very end, like in batchnorm_backward_alt
    xhat, std, gamma, G = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = (dout * xhat).sum(axis=(0, 2, 3), keepdims=True)
    d = dout.reshape(N, G, C // G, H, W)
    h = xhat.reshape(N, G, C // G, H, W)
    ax = (2, 3, 4)
    dx = (d - d.mean(axis=ax, keepdims=True) - h * (d * h).mean(axis=ax, keepdims=True)) / std
    return gamma * dx.reshape(x_shape(dout)), dgamma, dbeta


def x_shape(a):
    return a.shape
