import numpy as np


def to_one_hot(labels, n_classes):
    t = np.zeros((labels.size, n_classes), dtype=int)
    for row, label in enumerate(labels):
        t[row][label] = 1
    return t


def softmax_loss(x, y):
    batch, classes = x.shape
    e = np.exp((x.T - x.max(axis=1)).T)
    p = (e.T / e.sum(axis=1)).T
    picked = np.choose(y, p.T)
    loss = -np.log(picked).mean()
    return loss, (p - to_one_hot(y, classes)) / batch


def relu_forward(x):
    zero = np.zeros(x.shape, dtype=x.dtype)
    return np.select([x > zero], [x], default=zero), x


def relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    np.putmask(dx, cache <= 0, 0)
    return dx
