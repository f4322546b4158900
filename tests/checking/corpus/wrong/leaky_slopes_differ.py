import numpy as np

def leaky_relu_forward(x):
    return np.where(x > 0, x, 0.1 * x), x

def leaky_relu_backward(dout, cache):
    x = cache
    return np.where(x > 0, dout, 0.01 * dout)
