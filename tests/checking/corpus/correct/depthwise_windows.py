import numpy as np


def depthwise_conv2d_forward_naive(x, w, b, conv_param):
    """Filters of shape (C, 1, HH, WW), as in PyTorch with groups=C."""
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    _, one, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = xp[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            out[:, :, i, j] = np.sum(window * w[:, 0], axis=(2, 3)) + b
    return out, (x, w, b, conv_param)


def depthwise_conv2d_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    HH, WW = w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = xp[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            d = dout[:, :, i, j][:, :, None, None]
            dw[:, 0] += np.sum(window * d, axis=0)
            dxp[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW] += d * w[:, 0]
    dx = dxp[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
