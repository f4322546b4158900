import numpy as np


def groupnorm_forward(x, gamma, beta, num_groups, eps=1e-5):
    """x: (N, C, H, W), gamma and beta: (C,)"""
    N, C, H, W = x.shape
    grouped = x.reshape(N, num_groups, -1)
    mean = grouped.mean(axis=2, keepdims=True)
    centered = grouped - mean
    inv_std = 1.0 / np.sqrt((centered ** 2).mean(axis=2, keepdims=True) + eps)
    x_hat = (centered * inv_std).reshape(N, C, H, W)
    out = gamma[None, :, None, None] * x_hat + beta[None, :, None, None]
    return out, (x_hat, inv_std, gamma, num_groups)


def groupnorm_backward(dout, cache):
    x_hat, inv_std, gamma, num_groups = cache
    N = dout.shape[0]
    dgamma = np.einsum("nchw,nchw->c", dout, x_hat)
    dbeta = np.einsum("nchw->c", dout)
    dy = (dout * gamma[None, :, None, None]).reshape(N, num_groups, -1)
    xh = x_hat.reshape(N, num_groups, -1)
    dx = dy - dy.mean(axis=2, keepdims=True) - xh * (dy * xh).mean(axis=2, keepdims=True)
    return (dx * inv_std).reshape(dout.shape), dgamma, dbeta
