import numpy as np

# I know it is slow, but I wanted to see every number move once.


def affine_forward(x, w, b):
    N = x.shape[0]
    D, M = w.shape
    out = np.zeros((N, M))
    for i in range(N):
        xi = x[i].ravel()
        for m in range(M):
            s = 0.0
            for d in range(D):
                s += xi[d] * w[d, m]
            out[i, m] = s + b[m]
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    D, M = w.shape
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    for i in range(N):
        xi = x[i].ravel()
        dxi = np.zeros(D)
        for m in range(M):
            db[m] += dout[i, m]
            for d in range(D):
                dw[d, m] += xi[d] * dout[i, m]
                dxi[d] += w[d, m] * dout[i, m]
        dx[i] = dxi.reshape(x.shape[1:])
    return dx, dw, db


def relu_forward(x):
    out = np.zeros_like(x)
    flat_in, flat_out = x.ravel(), out.ravel()
    for k in range(flat_in.size):
        if flat_in[k] > 0:
            flat_out[k] = flat_in[k]
    return out, x


def relu_backward(dout, cache):
    dx = np.zeros_like(dout)
    for idx in np.ndindex(*cache.shape):
        if cache[idx] > 0:
            dx[idx] = dout[idx]
    return dx


def softmax_loss(x, y):
    N, C = x.shape
    loss = 0.0
    dx = np.zeros_like(x)
    for i in range(N):
        row = x[i] - max(x[i])
        e = np.exp(row)
        p = e / sum(e)
        loss -= np.log(p[y[i]])
        for c in range(C):
            dx[i, c] = p[c] - (1 if c == y[i] else 0)
    return loss / N, dx / N
