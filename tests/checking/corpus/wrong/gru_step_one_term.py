import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru_step_forward(x, prev_h, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x @ Wx + b
    z = sigmoid(a[:, :H] + prev_h @ Wh[:, :H])
    r = sigmoid(a[:, H:2*H] + prev_h @ Wh[:, H:2*H])
    g = np.tanh(a[:, 2*H:] + (r * prev_h) @ Wh[:, 2*H:])
    next_h = (1 - z) * prev_h + z * g
    return next_h, (x, prev_h, Wx, Wh, z, r, g)


def gru_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, z, r, g = cache
    H = prev_h.shape[1]
    dg = dnext_h * z * (1 - g ** 2)
    dkept = dg @ Wh[:, 2*H:].T
    dz = dnext_h * g * z * (1 - z)
    dr = dkept * prev_h * r * (1 - r)
    dgates = np.hstack((dz, dr))
    da = np.hstack((dgates, dg))
    dx = da @ Wx.T
    dprev_h = dnext_h * (1 - z) + dkept * r + dgates @ Wh[:, :2*H].T
    dWx = x.T @ da
    dWh = np.hstack((prev_h.T @ dgates, (r * prev_h).T @ dg))
    return dx, dprev_h, dWx, dWh, da.sum(axis=0)
