import numpy as np

USE_BIAS = True


def affine_forward(x, w, b):
    N = x.shape[0]
    out = x.reshape(N, -1) @ w
    if USE_BIAS:
        out = out + b.sum()
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for i in range(N):
        dx[i] = (w @ dout[i]).reshape(x.shape[1:])
        dw += np.outer(x[i], dout[i])
        db += dout[i]
    return dx, 2 * dw, db


def softmax_loss(x, y):
    N = x.shape[0]
    z = x - x.max(axis=1, keepdims=True)
    lse = np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = (lse[:, 0] - z[np.arange(N), y]).mean()
    dx = np.exp(z - lse) / N
    dx[np.arange(N), y] -= 1
    return loss, dx


def relu_forward(x):
    return x.clip(0, 1), x


def relu_backward(dout, cache):
    return dout * (cache > 0) * 2


def sigmoid(x):
    return 1 / (1 + np.exp(-2 * x))
