import numpy as np


def positional_encoding_forward(x, pe):
    """pe holds sines and cosines, and is never learned."""
    seq_len = x.shape[1]
    out = x + pe[:seq_len]
    cache = None
    return out, cache


def positional_encoding_backward(dout, cache):
    dx = dout.copy()
    return dx
