import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def split(x, heads):
    N, T, E = x.shape
    return x.reshape(N, T, heads, E // heads).transpose(0, 2, 1, 3)


def join(x):
    N, H, T, D = x.shape
    return x.transpose(0, 2, 1, 3).reshape(N, T, H * D)


def multi_head_attention_forward(q, k, v, num_heads, mask=None):
    root = q.shape[-1] ** 0.5
    q, k, v = split(q, num_heads), split(k, num_heads), split(v, num_heads)
    scores = q @ k.transpose(0, 1, 3, 2) / root
    if mask is not None:
        scores = scores + mask
    p = softmax(scores)
    return join(p @ v), (q, k, v, p, root)


def multi_head_attention_backward(dout, cache):
    q, k, v, p, root = cache
    dout = split(dout, q.shape[1])
    dp = dout @ v.transpose(0, 1, 3, 2)
    dscores = p * (dp - (dp * p).sum(axis=-1, keepdims=True)) / root
    dq = join(dscores @ k)
    dk = join(dscores.transpose(0, 1, 3, 2) @ q)
    dv = join(p.transpose(0, 1, 3, 2) @ dout)
    return dq, dk, dv
