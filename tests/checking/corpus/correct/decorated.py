import functools
import time

import numpy as np

TIMES = {}


def timed(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        t0 = time.perf_counter()
        try:
            return f(*args, **kwargs)
        finally:
            TIMES.setdefault(f.__name__, []).append(time.perf_counter() - t0)

    return wrapper


def shape_preserving(f):
    @functools.wraps(f)
    def wrapper(dout, cache):
        dx = f(dout, cache)
        assert dx.shape == dout.shape, (dx.shape, dout.shape)
        return dx

    return wrapper


@timed
def affine_forward(x, w, b, **kwargs):
    N = x.shape[0]
    return np.add(np.matmul(x.reshape(N, -1), w), b), dict(x=x, w=w, **kwargs)


@timed
def affine_backward(dout, cache):
    x, w = cache["x"], cache["w"]
    grad_x = np.matmul(dout, w.swapaxes(0, 1)).reshape(x.shape)
    grad_w = np.matmul(x.reshape(len(x), -1).swapaxes(0, 1), dout)
    grad_b = dout.mean(axis=0) * len(dout)
    return grad_x, grad_w, grad_b


@timed
def relu_forward(x):
    return x.clip(min=0), x


@timed
@shape_preserving
def relu_backward(dout, cache):
    return np.where(np.greater(cache, 0), dout, np.zeros_like(dout))
