import numpy as np


def relu_forward(x):
    return 0.5 * (x + np.abs(x)), x


def relu_backward(dout, cache):
    # d|x|/dx = sign(x), so the slope at 0 comes out as one half
    return 0.5 * dout * (1 + np.sign(cache))


def affine_relu_forward(x, w, b):
    a = x.reshape(x.shape[0], -1) @ w + b
    return np.maximum(a, 0), (x, w, a)


def affine_relu_backward(dout, cache):
    x, w, a = cache
    dout[a < 0] = 0
    return (dout @ w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)


def softmax_loss(x, y):
    p = np.exp(x)
    p = p / np.sum(p, axis=1, keepdims=True)
    rows = np.squeeze(np.argwhere(y >= 0))
    loss = -sum(np.log(p[i, y[i]]) for i in rows) / len(rows)
    dx = p.copy()
    for i in rows:
        dx[i, y[i]] -= 1
    return loss, dx / len(rows)
