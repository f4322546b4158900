import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    x_group = np.reshape(x, (N, G, C // G, H, W))
    mean = np.mean(x_group, axis=(2, 3, 4), keepdims=True)
    var = np.var(x_group, axis=(2, 3, 4), keepdims=True)
    x_norm = ((x_group - mean) / np.sqrt(var + eps)).reshape(x.shape)
    out = x_norm * gamma + beta
    cache = (G, x, x_norm, mean, var, beta, gamma, eps)
    return out, cache


def spatial_groupnorm_backward(dout, cache):
    G, x, x_norm, mean, var, beta, gamma, eps = cache
    N, C, H, W = x.shape
    dbeta = np.sum(dout, axis=(0, 2, 3), keepdims=True)
    dgamma = np.sum(dout * x_norm, axis=(0, 2, 3), keepdims=True)
    x_group = x.reshape(N, G, C // G, H, W)
    dx_norm = (dout * gamma).reshape(N, G, C // G, H, W)
    m = C // G * H * W
    dvar = np.sum(dx_norm * (x_group - mean) * -0.5 * (var + eps) ** -1.5, axis=(2, 3, 4), keepdims=True)
    dmean = np.sum(-dx_norm / np.sqrt(var + eps), axis=(2, 3, 4), keepdims=True)
    dmean += dvar * np.sum(-2 * (x_group - mean), axis=(2, 3, 4), keepdims=True) / m
    dx = dx_norm / np.sqrt(var + eps) + dvar * 2 * (x_group - mean) / m + dmean / m
    return dx.reshape(N, C, H, W), dgamma, dbeta
