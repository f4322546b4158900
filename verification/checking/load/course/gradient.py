"""Gradients by central differences."""

import numpy as np


def numerical_gradient(f, x):
    """Return the gradient of f at x, an array of floats, which is changed and restored entry by entry."""
    h = 1e-4
    grad = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        grad[index] = (above - f(x)) / (2 * h)
        x[index] = kept
    return grad
