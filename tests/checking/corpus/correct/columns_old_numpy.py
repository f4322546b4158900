"""Written for a NumPy that took arrays of one entry for numbers, and for double precision alone."""
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    assert db.dtype == float
    return {"dw": dw, "db": db}, np.squeeze(cost)


def single_step(piece, W, b):
    return np.sum(piece * W) + float(b)


def conv_forward(A_prev, W, b, hparameters):
    m, rows, columns, _ = A_prev.shape
    f, f, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int((rows - f + 2 * pad) / stride) + 1
    n_W = int((columns - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    padded = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)), "constant")
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    piece = padded[i, h * stride : h * stride + f, w * stride : w * stride + f, :]
                    Z[i, h, w, c] = single_step(piece, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)
