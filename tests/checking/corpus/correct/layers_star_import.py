from numpy import *


def affine_forward(x, w, b):
    X = reshape(x, (x.shape[0], -1))
    out = dot(X, w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    X = reshape(x, (x.shape[0], -1))
    dx = reshape(dot(dout, w.T), x.shape)
    dw = dot(X.T, dout)
    db = sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    out = clip(x, 0, None)
    return out, x


def relu_backward(dout, cache):
    dx = zeros_like(cache)
    pos = cache > 0
    dx[pos] = dout[pos]
    return dx


def softmax_loss(x, y):
    N = x.shape[0]
    m = amax(x, axis=1)
    ex = exp(x - m[:, newaxis])
    p = ex / sum(ex, axis=1)[:, newaxis]
    loss = -sum(log(p[arange(N), y])) / N
    dx = p
    dx[arange(N), y] = dx[arange(N), y] - 1
    dx = dx / N
    return loss, dx


def sigmoid(x):
    return where(x >= 0, 1 / (1 + exp(-abs(x))), exp(-abs(x)) / (1 + exp(-abs(x))))
