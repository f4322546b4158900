import numpy as np


def conv_forward_fast(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    x_pad = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    HH, WW = w.shape[2:]
    H_out, W_out = 1 + (x_pad.shape[2] - HH) // stride, 1 + (x_pad.shape[3] - WW) // stride
    out = np.zeros((len(x), len(w), H_out, W_out), dtype=x.dtype)
    for i in range(HH):
        for j in range(WW):
            patch = x_pad[:, :, i:i + stride * H_out:stride, j:j + stride * W_out:stride]
            out += np.tensordot(patch, w[:, :, i, j], axes=(1, 1)).transpose(0, 3, 1, 2)
    return out + b.reshape(1, -1, 1, 1), (x_pad, w, stride, pad)


def conv_backward_fast(dout, cache):
    x_pad, w, stride, pad = cache
    H_out, W_out = dout.shape[2:]
    dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            rows, cols = slice(i, i + stride * H_out, stride), slice(j, j + stride * W_out, stride)
            dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, x_pad[:, :, rows, cols])
            dx_pad[:, :, rows, cols] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = x_pad.shape[2] - 2 * pad, x_pad.shape[3] - 2 * pad
    return dx_pad[:, :, pad:pad + H, pad:pad + W], dw, np.einsum("nfhw->f", dout)


def conv_forward_naive(x, w, b, conv_param):
    return conv_forward_fast(x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    return conv_backward_fast(dout, cache)
