"""What layers use of ``scipy.special``, as formulas."""

import math

import numpy as np


def expit(x):
    """The sigmoid."""
    return 1 / (1 + np.exp(-x))


def logit(p):
    """The inverse of the sigmoid."""
    return np.log(p / (1 - p))


def erf(x):
    """The error function."""
    x = np.asarray(x) + 0.0
    return np.vectorize(math.erf, otypes=[x.dtype])(x)


def erfc(x):
    """1 - erf(x), to all digits where erf(x) is close to 1."""
    x = np.asarray(x) + 0.0
    return np.vectorize(math.erfc, otypes=[x.dtype])(x)


def logsumexp(a, axis=None, keepdims=False):
    """The logarithm of the sum of exponentials."""
    highest = np.max(a, axis=axis, keepdims=True)
    summed = np.log(np.sum(np.exp(a - highest), axis=axis, keepdims=True)) + highest
    return summed if keepdims else np.sum(summed, axis=axis)


def softmax(x, axis=None):
    """Exponentials divided by their sum."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def log_softmax(x, axis=None):
    """The logarithm of softmax."""
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def xlogy(x, y):
    """X log y."""
    return x * np.log(y)
