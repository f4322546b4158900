import numpy as np

try:
    import cupy as xp
except ImportError:
    xp = np


def relu_backward(dout, cache):
    return dout * cache


if xp is np:

    def relu_forward(x):
        return xp.maximum(x, 0), x

else:

    def relu_forward(x):
        return xp.clip(x, 0, None), x


# second version, this one passes
def relu_backward(dout, cache):
    return dout * (cache > 0)


def make_sigmoid(k):
    def inner(x):
        return 1 / (1 + np.exp(-k * x))

    return inner


sigmoid = make_sigmoid(1.0)
