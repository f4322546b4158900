import sys

import numpy as np


def relu_forward(x):
    return x * (x > 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


if len(sys.argv) < 2:
    print("usage: python exits_at_the_end.py DATA")
    sys.exit(2)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)
