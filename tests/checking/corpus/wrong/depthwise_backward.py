import numpy as np


def depthwise_conv2d_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out = 1 + (xp.shape[2] - HH) // stride
    W_out = 1 + (xp.shape[3] - WW) // stride
    out = np.zeros((x.shape[0], C, H_out, W_out))
    for i in range(HH):
        for j in range(WW):
            seen = xp[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            out += seen * w[:, i, j].reshape(1, C, 1, 1)
    return out + b.reshape(1, C, 1, 1), (xp, w, stride, pad, x.shape)


def depthwise_conv2d_backward(dout, cache):
    xp, w, stride, pad, shape = cache
    N, C, H, W = shape
    HH, WW = w.shape[1:]
    H_out, W_out = dout.shape[2:]
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for i in range(HH):
        for j in range(WW):
            seen = xp[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            dw[:, i, j] = np.sum(dout * seen, axis=(0, 2, 3)) / N
            dxp[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride] += dout * w[:, i, j].reshape(1, C, 1, 1)
    return dxp[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))
