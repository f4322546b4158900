import numpy as np


def rmsnorm_forward(x, weight, eps=1e-6):
    inv = 1.0 / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    cache = (x, weight, inv)
    return weight * (x * inv), cache


def rmsnorm_backward(dout, cache):
    x, weight, inv = cache
    D = x.shape[-1]
    dweight = np.sum(dout * x * inv, axis=0)
    dxhat = dout * weight
    dinv = np.sum(dxhat * x, axis=-1, keepdims=True)
    dms = dinv * (-0.5) * inv**3
    dx = dxhat * inv + dms * 2 * x / D
    return dx, dweight
