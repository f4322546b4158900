import numpy as np


def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode == "train":
        mask = (np.random.rand(*x.shape) < p) / p
        return x * mask, (p, mask)
    return x * p, (p, None)


def dropout_backward(dout, cache):
    p, mask = cache
    return dout * mask / p
