import numpy as np


def mha_forward(Q, K, V, n_heads):
    """No axis is moved: the letters of einsum say where the heads are."""
    N, T, E = Q.shape
    Q = Q.reshape(N, T, n_heads, -1)
    K = K.reshape(N, K.shape[1], n_heads, -1)
    V = V.reshape(N, V.shape[1], n_heads, -1)
    scale = Q.shape[-1] ** -0.5
    scores = np.einsum("nthd,nshd->nhts", Q, K) * scale
    A = np.exp(scores - scores.max(axis=3, keepdims=True))
    A = A / A.sum(axis=3, keepdims=True)
    out = np.einsum("nhts,nshm->nthm", A, V)
    return out.reshape(N, T, -1), (Q, K, V, A, scale)


def mha_backward(dout, cache):
    Q, K, V, A, scale = cache
    N, T, H, D = Q.shape
    d = dout.reshape(N, T, H, V.shape[3])
    dV = np.einsum("nhts,nthm->nshm", A, d)
    dA = np.einsum("nthm,nshm->nhts", d, V)
    dS = A * (dA - np.sum(dA * A, axis=3, keepdims=True)) * scale
    dQ = np.einsum("nhts,nshd->nthd", dS, K)
    dK = np.einsum("nhts,nthd->nshd", dS, Q)
    return dQ.reshape(N, T, -1), dK.reshape(N, K.shape[1], -1), dV.reshape(N, V.shape[1], -1)
