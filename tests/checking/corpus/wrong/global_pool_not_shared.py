import numpy as np


def global_avg_pool_forward(x):
    N, C, H, W = x.shape
    out = x.reshape(N, C, H * W).mean(axis=2)
    return out, (N, C, H, W)


def global_avg_pool_backward(dout, cache):
    N, C, H, W = cache
    dx = np.zeros((N, C, H, W))
    dx += dout.reshape(N, C, 1, 1)
    return dx
