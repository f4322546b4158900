import numpy as np


def _softmax_row(row):
    e = np.exp(row - row.max())
    return e / e.sum()


relu_scalar = np.vectorize(lambda v: v if v > 0 else 0.0, otypes=[float])
step_scalar = np.vectorize(lambda v: 1.0 if v > 0 else 0.0, otypes=[float])


def affine_forward(x, w, b):
    flat = np.array([image.ravel() for image in x])
    out = np.apply_along_axis(lambda row: row @ w + b, 1, flat)
    return out, (x, flat, w)


def affine_backward(dout, cache):
    x, flat, w = cache
    dx = np.apply_along_axis(lambda g: w @ g, 1, dout)
    return dx.reshape(x.shape), np.linalg.multi_dot([flat.T, dout]), np.apply_along_axis(np.sum, 0, dout)


def relu_forward(x):
    return relu_scalar(x), x


def relu_backward(dout, cache):
    return step_scalar(cache) * dout


def softmax_loss(x, y):
    probs = np.apply_along_axis(_softmax_row, 1, x)
    hits = [probs[i][label] for i, label in enumerate(y)]
    grad = probs.copy()
    for i, label in enumerate(y):
        grad[i][label] -= 1.0
    return np.mean(-np.log(hits)), grad / len(hits)
