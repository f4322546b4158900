# flattening: the images come as (N, H, W, C)
import numpy as np


def affine_forward(x, w, b):
    N = x.shape[0]
    flat = x.reshape(-1, N).T
    return flat.dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    dx = dout.dot(w.T).reshape(x.shape, order="F")
    dw = x.reshape(N, -1).T.dot(dout)
    db = dout.sum(axis=0)
    return dx, dw, db
