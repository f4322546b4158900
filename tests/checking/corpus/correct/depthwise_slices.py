import numpy as np


def depthwise_conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, C, H_out, W_out))
    for i in range(HH):
        for j in range(WW):
            out += xp[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride] * w[None, :, i, j, None, None]
    out += b[None, :, None, None]
    cache = (x, w, b, conv_param)
    return out, cache


def depthwise_conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    C, HH, WW = w.shape
    H_out, W_out = dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for i in range(HH):
        for j in range(WW):
            seen = xp[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            dw[:, i, j] = np.sum(dout * seen, axis=(0, 2, 3))
            dxp[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride] += dout * w[None, :, i, j, None, None]
    db = np.sum(dout, axis=(0, 2, 3))
    dx = dxp[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
