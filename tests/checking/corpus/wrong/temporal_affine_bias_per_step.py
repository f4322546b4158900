def temporal_affine_forward(x, w, b):
    return x @ w + b, (x, w, b)


def temporal_affine_backward(dout, cache):
    x, w, b = cache
    N, T, D = x.shape
    M = w.shape[1]
    dw = x.reshape(N * T, D).T @ dout.reshape(N * T, M)
    return dout @ w.T, dw, dout.mean(axis=1).sum(axis=0)
