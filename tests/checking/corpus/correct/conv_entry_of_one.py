"""Written for a NumPy that took arrays of one entry for numbers."""
import numpy as np


def single_step(piece, W, b):
    return np.sum(piece * W) + b


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
