import numpy as np


def global_average_pool_forward(x):
    N, C, H, W = x.shape
    out = np.zeros((N, C))
    for n in range(N):
        for c in range(C):
            out[n, c] = np.sum(x[n, c]) / (H * W)
    cache = x
    return out, cache


def global_average_pool_backward(dout, cache):
    x = cache
    dx = np.zeros_like(x)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            dx[n, c] = dout[n, c] / x[n].size
    return dx
