import numpy as np


def positional_embedding_forward(x, W_pos):
    N, T, D = x.shape
    out = x + W_pos[np.newaxis, :T, :]
    return out, (x, W_pos)


def positional_embedding_backward(dout, cache):
    x, W_pos = cache
    dW_pos = np.zeros_like(W_pos)
    for n in range(x.shape[0]):
        dW_pos[: x.shape[1]] += dout[n]
    return dout, dW_pos
