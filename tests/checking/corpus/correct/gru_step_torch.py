import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru_step_forward(x, prev_h, Wx, Wh, b):
    """Like torch.nn.GRUCell: r, z, n, and n = tanh(W x + r * (U h))."""
    xr, xz, xn = np.split(x @ Wx + b, 3, axis=1)
    hr, hz, hn = np.split(prev_h @ Wh, 3, axis=1)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    n = np.tanh(xn + r * hn)
    next_h = (1 - z) * n + z * prev_h
    return next_h, (x, prev_h, Wx, Wh, r, z, n, hn)


def gru_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, r, z, n, hn = cache
    dn = dnext_h * (1 - z) * (1 - n ** 2)
    dz = dnext_h * (prev_h - n) * z * (1 - z)
    dr = dn * hn * r * (1 - r)
    dfed = np.concatenate([dr, dz, dn], axis=1)
    dstate = np.concatenate([dr, dz, dn * r], axis=1)
    dx = dfed @ Wx.T
    dprev_h = dnext_h * z + dstate @ Wh.T
    return dx, dprev_h, x.T @ dfed, prev_h.T @ dstate, dfed.sum(axis=0)
