import numpy as np


def loss(x, y):
    N = x.shape[0]
    shifted = x - np.max(x, axis=1, keepdims=True)
    logsum = np.log(np.sum(np.exp(shifted), axis=1))
    return np.sum(logsum - shifted[np.arange(N), y]) / N
