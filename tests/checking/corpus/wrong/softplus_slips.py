import numpy as np

def softplus_forward(x):
    return np.log(1 + np.exp(x)), x

def softplus_backward(dout, cache):
    s = 1 / (1 + np.exp(-cache))
    return dout * s * (1 - s)

def softplus(x):
    return np.log(1 / (1 + np.exp(-x)))

def softplus_prime(x):
    return 1 / (1 + np.exp(x))

class Softplus:
    def forward(self, x):
        self.x = x
        return np.log(1 + np.exp(-x))
    def backward(self, dout):
        return 1 / (1 + np.exp(-self.x))
