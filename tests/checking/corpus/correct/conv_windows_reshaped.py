import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    S, P = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (P, P), (P, P)), 'constant')
    Hn, Wn = (H + 2*P - HH)//S + 1, (W + 2*P - WW)//S + 1
    out = np.zeros((N, F, Hn, Wn))
    w_row = w.reshape(F, -1)
    for i in range(Hn):
        for j in range(Wn):
            patch = x_pad[:, :, i*S:i*S+HH, j*S:j*S+WW].reshape(N, -1)
            out[:, :, i, j] = patch.dot(w_row.T) + b
    cache = (x, w, b, conv_param)
    return out, cache


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    S, P = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    _, _, Hn, Wn = dout.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (P, P), (P, P)), 'constant')
    dx_pad = np.zeros(x_pad.shape)
    w_row = w.reshape(F, -1)
    dw_row = np.zeros((F, C*HH*WW))
    for i in range(Hn):
        for j in range(Wn):
            patch = x_pad[:, :, i*S:i*S+HH, j*S:j*S+WW].reshape(N, -1)
            d = dout[:, :, i, j]
            dw_row += d.T.dot(patch)
            dx_pad[:, :, i*S:i*S+HH, j*S:j*S+WW] += d.dot(w_row).reshape(N, C, HH, WW)
    dx = dx_pad[:, :, P:H+P, P:W+P]
    db = dout.sum(axis=3).sum(axis=2).sum(axis=0)
    return dx, dw_row.reshape(w.shape), db
