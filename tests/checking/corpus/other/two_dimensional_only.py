import numpy as np


def affine_forward(x, w, b):
    return np.dot(x, w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return np.dot(dout, w.T), np.dot(x.T, dout), dout.sum(axis=0)


def relu_forward(x):
    N, D = x.shape
    out = np.zeros((N, D))
    for i in range(N):
        for j in range(D):
            out[i, j] = x[i, j] if x[i, j] > 0 else 0
    return out, x


def relu_backward(dout, cache):
    N, D = dout.shape
    return np.array([[dout[i][j] if cache[i][j] > 0 else 0.0 for j in range(D)] for i in range(N)])


def affine_relu_forward(x, w, b):
    a, c1 = affine_forward(x, w, b)
    out, c2 = relu_forward(a)
    return out, (c1, c2)


def affine_relu_backward(dout, cache):
    return affine_backward(relu_backward(dout, cache[1]), cache[0])
