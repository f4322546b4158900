"""Backwards that assert something. They do not stand in a test, where pytest rewrites assertions."""

import numpy as np


def asserts_a_shape(dout, x):
    assert x.shape != (7, 11)
    return dout


def asserts_values(dout, x):
    assert np.all(np.abs(x) < 50)
    return dout


def asserts_what_holds(dout, x):
    assert dout.shape == x.shape, "dout must fit"
    assert isinstance(x, np.ndarray)
    return dout
