import numpy as np
def leaky_relu(x, alpha):
    return np.maximum(alpha * x, x)
def leaky_relu_forward(x, negative_slope=0.2):
    out = np.where(x > 0, x, negative_slope * x)
    return out, (x, negative_slope)
def leaky_relu_backward(dout, cache):
    x, a = cache
    dx = np.array(dout, copy=True)
    dx[x < 0] *= a
    return dx
def lrelu_grad(x, alpha=0.1):
    dx = np.ones_like(x)
    dx[x < 0] = alpha
    return dx
class LeakyReLU:
    def __init__(self, alpha):
        self.alpha = alpha
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, self.alpha * x)
    def backward(self, dout):
        return dout * np.where(self.mask, 1.0, self.alpha)
