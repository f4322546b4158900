import numpy as np


def attention_forward(q, k, v):
    scores = q @ np.swapaxes(k, 1, 2) / q.shape[-1] ** 0.5
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p @ v, (q, k, v, p)


def attention_backward(dout, cache):
    q, k, v, p = cache
    dp = dout @ np.swapaxes(v, 1, 2)
    dscores = p * (dp - (dp * p).sum(axis=1, keepdims=True)) / q.shape[-1] ** 0.5
    return dscores @ k, np.swapaxes(dscores, 1, 2) @ q, np.swapaxes(p, 1, 2) @ dout
