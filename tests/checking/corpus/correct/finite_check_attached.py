import numpy as np

EPS = 1e-5


def affine_forward(x, w, b):
    if not isinstance(x, np.ndarray):
        x = np.asarray(x)
    n = x.shape[0]
    d = w.shape[0]
    if x.size != n * d:
        raise ValueError("x %s does not fit w %s" % (x.shape, w.shape))
    return (w.T @ x.reshape(n, d).T + b[:, None]).T, (x, w, b)


def affine_backward(dout, cache):
    (x, w, b) = cache
    n, m = dout.shape
    dx = (w @ dout.T).T
    dw = (dout.T @ x.reshape(n, w.shape[0])).T
    db = dout.T.sum(axis=1)
    return dx.reshape(x.shape), dw, db


def relu_forward(x):
    return np.maximum(x, np.zeros(x.shape)), (x,)


def relu_backward(dout, cache):
    (x,) = cache
    return dout * np.where(x > 0, 1, 0)


def numeric(f, x):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        keep = x[i]
        x[i] = keep + EPS
        hi = f(x)
        x[i] = keep - EPS
        lo = f(x)
        x[i] = keep
        g[i] = (hi - lo) / (2 * EPS)
    return g


def selftest():
    x = np.random.randn(3, 4)
    w = np.random.randn(4, 2)
    b = np.random.randn(2)
    dout = np.random.randn(3, 2)
    dx, dw, db = affine_backward(dout, affine_forward(x, w, b)[1])
    print(np.abs(dx - numeric(lambda t: np.sum(affine_forward(t, w, b)[0] * dout), x)).max())


selftest()
