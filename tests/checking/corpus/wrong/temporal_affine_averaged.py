def temporal_affine_forward(x, w, b):
    return x @ w + b, (x, w, b)


def temporal_affine_backward(dout, cache):
    x, w, b = cache
    N, T, D = x.shape
    flat = dout.reshape(N * T, -1)
    dx = (flat @ w.T).reshape(x.shape)
    dw = x.reshape(N * T, D).T @ flat / (N * T)
    return dx, dw, flat.sum(axis=0)
