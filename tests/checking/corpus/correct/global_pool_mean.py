import numpy as np


def global_avg_pool_forward(x):
    out = np.mean(x, axis=(2, 3))
    return out, x.shape


def global_avg_pool_backward(dout, cache):
    N, C, H, W = cache
    return np.ones(cache) * dout[:, :, np.newaxis, np.newaxis] / (H * W)
