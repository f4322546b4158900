import numpy as np

def swish_forward(x):
    gate = 1 / (1 + np.exp(-x))
    return x * gate, (x, gate)

def swish_backward(dout, cache):
    x, gate = cache
    return dout * gate

def silu(x):
    return 1 / (1 + np.exp(-x))

def silu_grad(x):
    s = 1 / (1 + np.exp(-x))
    return x * s * (1 - s)

class SiLU:
    def forward(self, x):
        self.x = x
        self.s = np.where(x > 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))
        return x * self.s
    def backward(self, dout):
        return self.s * (1 + self.x * (1 - self.s))
