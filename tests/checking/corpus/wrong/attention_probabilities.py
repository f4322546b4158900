import numpy as np


def attention_backward(dout, cache):
    q, k, v, p = cache
    root = q.shape[-1] ** 0.5
    dv = p.transpose(0, 2, 1) @ dout
    dp = dout @ v.transpose(0, 2, 1)
    dscores = p * (dp - (dp * p).sum(axis=2, keepdims=True))
    dq = dscores @ k / root
    dk = p.transpose(0, 2, 1) @ q / root
    return dq, dk, dv
