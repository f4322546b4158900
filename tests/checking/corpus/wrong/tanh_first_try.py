import numpy as np


def tanh_forward(x):
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    # cache is out already, this takes tanh of tanh
    return dout * (1 - np.tanh(cache) ** 2)


def tanh(x):
    return 1 / (1 + np.exp(-2 * x)) * 2


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)
