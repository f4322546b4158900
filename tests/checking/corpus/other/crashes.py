import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w.T) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T).reshape(x.shape), x.T.dot(dout), dout.sum(0)


def relu_forward(x):
    out = np.maximun(x, 0)
    return out, x


def relu_backward(dout, cache):
    if cache > 0:
        return dout
    return 0


def softmax_loss(x, y):
    N = x.shape[0]
    probs = np.exp(x) / np.sum(np.exp(x), axis=1)
    loss = -np.log(probs[np.arange(N), y]).mean()
    dx = probs
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def sigmoid(x):
    return 1 / (1 + exp(-x))


def sigmoid_forward(x):
    s = sigmoid(x)
    return s, s


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - s)
