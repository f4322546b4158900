import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    stride, pad = conv_param['stride'], conv_param['pad']
    rows = 1 + (H + 2 * pad - HH) / stride
    cols = 1 + (W + 2 * pad - WW) / stride
    padded = np.lib.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], 'constant')
    out = np.zeros((N, F, rows, cols), dtype=x.dtype)
    for n in xrange(N):
        for f in xrange(F):
            for i in xrange(rows):
                top = i * stride
                for j in xrange(cols):
                    left = j * stride
                    out[n, f, i, j] = np.sum(padded[n, :, top:top + HH, left:left + WW] * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    height, width = pool_param['pool_height'], pool_param['pool_width']
    stride = pool_param['stride']
    out = np.zeros((N, C, (H - height) / stride + 1, (W - width) / stride + 1), dtype=x.dtype)
    for i in xrange(out.shape[2]):
        for j in xrange(out.shape[3]):
            seen = x[:, :, i * stride:i * stride + height, j * stride:j * stride + width]
            out[:, :, i, j] = np.max(seen, axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    height, width, stride = (pool_param[key] for key in ('pool_height', 'pool_width', 'stride'))
    dx = np.zeros_like(x)
    for n in xrange(dout.shape[0]):
        for c in xrange(dout.shape[1]):
            for i in xrange(dout.shape[2]):
                for j in xrange(dout.shape[3]):
                    place = np.argmax(x[n, c, i * stride:i * stride + height, j * stride:j * stride + width])
                    dx[n, c, i * stride + place / width, j * stride + place % width] += dout[n, c, i, j]
    return dx
