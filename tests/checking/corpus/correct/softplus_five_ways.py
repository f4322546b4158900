import numpy as np

def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

def softplus_backward(dout, cache):
    x = cache
    return dout * 0.5 * (1 + np.tanh(x / 2))

def softplus_derivative(x):
    return np.where(x > 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))

class SoftPlus:
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x + np.log1p(np.exp(-x)), np.log1p(np.exp(x)))
    def backward(self, dout):
        return dout / (1 + np.exp(-self.x))

class Softplus:
    def forward(self, x):
        self.out = np.logaddexp(0, x)
        return self.out
    def backward(self, dout):
        return dout * -np.expm1(-self.out)
