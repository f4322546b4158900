import numpy as np
from numpy import exp


def sigmoid(x):
    return np.power(1 + exp(-x), -1)


def sigmoid_prime(x):
    return sigmoid(x) * (1 - sigmoid(x))


def sigmoid_forward(x):
    return sigmoid(x), x


def sigmoid_backward(dout, cache):
    return dout * sigmoid_prime(cache)


def relu_forward(x):
    return (x + abs(x)) * 0.5, x


def relu_backward(dout, cache):
    # 1 at zero: whoever is on the fence gets through
    return dout * (cache >= 0)
