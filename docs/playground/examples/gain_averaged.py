import numpy as np


def forward(x, gain):
    return x * gain, (x, gain)


def backward(dout, cache):
    x, gain = cache
    return dout * gain, np.mean(dout * x, axis=0)
