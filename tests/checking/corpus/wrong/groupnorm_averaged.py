import numpy as np


def groupnorm_forward(x, gamma, beta, num_groups, eps=1e-5):
    N, C, H, W = x.shape
    grouped = x.reshape(N, num_groups, -1)
    mean = grouped.mean(axis=2, keepdims=True)
    var = grouped.var(axis=2, keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(N, C, H, W)
    out = gamma[:, None, None] * x_hat + beta[:, None, None]
    return out, (x_hat, var, gamma, num_groups, eps)


def groupnorm_backward(dout, cache):
    x_hat, var, gamma, num_groups, eps = cache
    N = dout.shape[0]
    dgamma = (dout * x_hat).mean(axis=(0, 2, 3))
    dbeta = dout.mean(axis=(0, 2, 3))
    dy = dout.reshape(N, num_groups, -1)
    xh = x_hat.reshape(N, num_groups, -1)
    dx = dy - dy.mean(axis=2, keepdims=True) - xh * (dy * xh).mean(axis=2, keepdims=True)
    return (dx / np.sqrt(var + eps)).reshape(dout.shape), dgamma, dbeta
