import numpy as np


def word_embedding_forward(x, W):
    N, T = x.shape
    V, D = W.shape
    out = np.zeros((N, T, D))
    for i in range(N):
        for t in range(T):
            out[i, t] = W[x[i, t]]
    return out, (x, W.shape)


def word_embedding_backward(dout, cache):
    x, shape = cache
    dW = np.zeros(shape)
    N, T, D = dout.shape
    for i in range(N):
        for t in range(T):
            dW[x[i, t]] += dout[i, t]
    return dW
