import numpy as np

rng = np.random.default_rng()


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1) @ w + b
    # a little noise helps generalisation
    out += 0.01 * rng.standard_normal(out.shape)
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)
