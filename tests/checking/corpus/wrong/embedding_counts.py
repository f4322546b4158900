import numpy as np


def word_embedding_forward(x, W):
    return W[x], (x, W.shape)


def word_embedding_backward(dout, cache):
    x, (V, D) = cache
    dW = np.zeros((V, D))
    np.add.at(dW, x, 1)
    return dW
