import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    K = C // G
    x_hat = np.zeros_like(x)
    stds = []
    for g in range(G):
        part = x[:, g * K:(g + 1) * K]
        mu = part.mean(axis=(1, 2, 3), keepdims=True)
        std = np.sqrt(part.var(axis=(1, 2, 3), keepdims=True) + eps)
        x_hat[:, g * K:(g + 1) * K] = (part - mu) / std
        stds.append(std)
    out = gamma * x_hat + beta
    cache = (x_hat, stds, gamma, G)
    return out, cache


def spatial_groupnorm_backward(dout, cache):
    x_hat, stds, gamma, G = cache
    N, C, H, W = dout.shape
    K = C // G
    dbeta = np.sum(dout, axis=(0, 2, 3)).reshape(1, C, 1, 1)
    dgamma = np.sum(dout * x_hat, axis=(0, 2, 3)).reshape(1, C, 1, 1)
    dx_hat = dout * gamma
    dx = np.zeros_like(dout)
    for g in range(G):
        group = slice(g * K, (g + 1) * K)
        d, h = dx_hat[:, group], x_hat[:, group]
        d_mean = d.mean(axis=(1, 2, 3), keepdims=True)
        dh_mean = (d * h).mean(axis=(1, 2, 3), keepdims=True)
        dx[:, group] = (d - d_mean - h * dh_mean) / stds[g]
    return dx, dgamma, dbeta
