import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    joined = np.concatenate([x, prev_h], axis=1)
    weights = np.concatenate([Wx, Wh], axis=0)
    next_h = np.tanh(joined @ weights + b)
    return next_h, (joined, weights, x.shape[1], next_h)


def rnn_step_backward(dnext_h, cache):
    joined, weights, D, next_h = cache
    da = dnext_h * (1 + next_h) * (1 - next_h)
    djoined = da @ weights.T
    dweights = joined.T @ da
    return djoined[:, :D], djoined[:, D:], dweights[:D], dweights[D:], np.sum(da, axis=0)
