import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def attention_forward(q, k, v, mask=None):
    N, T, D = q.shape
    out = np.zeros((N, T, v.shape[2]), dtype=q.dtype)
    p = np.zeros((N, T, k.shape[1]), dtype=q.dtype)
    for n in range(N):
        for t in range(T):
            p[n, t] = softmax(k[n] @ q[n, t] / D ** 0.5)
            out[n, t] = p[n, t] @ v[n]
    return out, (q, k, v, p)


def attention_backward(dout, cache):
    q, k, v, p = cache
    N, T, D = q.shape
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    for n in range(N):
        for t in range(T):
            J = np.diag(p[n, t]) - np.outer(p[n, t], p[n, t])
            ds = J @ (v[n] @ dout[n, t]) / D ** 0.5
            dq[n, t] = ds @ k[n]
            dk[n] += np.outer(ds, q[n, t])
            dv[n] += np.outer(p[n, t], dout[n, t])
    return dq, dk, dv
