import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def multi_head_attention_forward(q, k, v, num_heads, mask=None):
    N, T, E = q.shape
    S = k.shape[1]
    D = E // num_heads
    M = v.shape[2] // num_heads
    qh = q.reshape(N, T, num_heads, D).transpose(0, 2, 1, 3)
    kh = k.reshape(N, S, num_heads, D).transpose(0, 2, 1, 3)
    vh = v.reshape(N, S, num_heads, M).transpose(0, 2, 1, 3)
    scores = qh @ kh.transpose(0, 1, 3, 2) / D**0.5
    if mask is not None:
        scores = scores + mask
    p = softmax(scores)
    out = (p @ vh).transpose(0, 2, 1, 3).reshape(N, T, num_heads * M)
    return out, (qh, kh, vh, p)


def multi_head_attention_backward(dout, cache):
    qh, kh, vh, p = cache
    N, H, T, D = qh.shape
    S, M = vh.shape[2:]
    d = dout.reshape(N, T, H, M).transpose(0, 2, 1, 3)
    dv = p.transpose(0, 1, 3, 2) @ d
    dp = d @ vh.transpose(0, 1, 3, 2)
    ds = p * (dp - (dp * p).sum(axis=-1, keepdims=True)) / D**0.5
    dq = ds @ kh
    dk = ds.transpose(0, 1, 3, 2) @ qh
    return (
        dq.transpose(0, 2, 1, 3).reshape(N, T, H * D),
        dk.transpose(0, 2, 1, 3).reshape(N, S, H * D),
        dv.transpose(0, 2, 1, 3).reshape(N, S, H * M),
    )
