import numpy as np


def positional_encoding_forward(x, table):
    out = x + table[: x.shape[1]]
    return out, table


def positional_encoding_backward(dout, cache):
    table = cache
    dtable = np.zeros_like(table)
    dtable[: dout.shape[1]] = dout.mean(axis=0)
    return dout.copy(), dtable
