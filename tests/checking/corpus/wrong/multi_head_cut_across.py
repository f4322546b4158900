import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def multi_head_attention_forward(q, k, v, num_heads, mask=None):
    N, T, E = q.shape
    S = k.shape[1]
    D = E // num_heads
    M = v.shape[2] // num_heads
    qh = q.reshape(N, num_heads, T, D)
    kh = k.reshape(N, num_heads, S, D)
    vh = v.reshape(N, num_heads, S, M)
    scores = qh @ kh.transpose(0, 1, 3, 2) / D**0.5
    if mask is not None:
        scores = scores + mask
    p = softmax(scores)
    out = (p @ vh).transpose(0, 2, 1, 3).reshape(N, T, num_heads * M)
    return out, (qh, kh, vh, p)
