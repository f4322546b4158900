import sys

import numpy as np

print("#" * 100)


def relu_forward(x):
    for row in np.atleast_2d(x):
        print(row)
    sys.stderr.write("forward done\n")
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    print("dout", dout, "cache", cache, sep="\n", file=sys.stderr)
    return np.where(cache > 0, dout, 0)


answer = input("continue? [y/n] ")
