import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def silu(x):
    return x * sigmoid(x)

def silu_backward(dout, cache):
    x = cache
    s = sigmoid(x)
    return dout * (s + x * s * (1 - s))

def swish_derivative(x):
    y = silu(x)
    return y + sigmoid(x) * (1 - y)

class Swish:
    def forward(self, x):
        self.x = x
        self.s = 0.5 * (np.tanh(0.5 * x) + 1)
        return x * self.s
    def backward(self, dout):
        dx = dout * self.s
        ds = dout * self.x
        dx = dx + ds * self.s * (1 - self.s)
        return dx
