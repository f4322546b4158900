import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    xg = x.reshape(N, G, C // G * H * W)
    mu = xg.mean(axis=2, keepdims=True)
    sigma = np.sqrt(xg.var(axis=2, keepdims=True) + eps)
    xn = ((xg - mu) / sigma).reshape(N, C, H, W)
    return xn * gamma + beta, (xn, sigma, gamma, G)


def spatial_groupnorm_backward(dout, cache):
    xn, sigma, gamma, G = cache
    N, C, H, W = dout.shape
    K = C // G
    # one sum per group, and every channel of the group gets it
    per_group = (dout * xn).reshape(N, G, K * H * W).sum(axis=(0, 2))
    dgamma = np.repeat(per_group, K).reshape(1, C, 1, 1)
    dbeta = np.sum(dout, axis=(0, 2, 3), keepdims=True)
    dxn = (dout * gamma).reshape(N, G, K * H * W)
    h = xn.reshape(N, G, K * H * W)
    m = H * W
    dx = (dxn - dxn.sum(axis=2, keepdims=True) / m - h * (dxn * h).sum(axis=2, keepdims=True) / m) / sigma
    return dx.reshape(N, C, H, W), dgamma, dbeta
