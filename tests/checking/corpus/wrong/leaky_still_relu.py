import numpy as np
class LeakyReLU:
    def __init__(self, alpha=0.01):
        self.alpha = alpha
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)
    def backward(self, dout):
        return dout * (self.x > 0)
def leaky_relu_forward(x, alpha=0.01):
    return np.where(x > 0, x, alpha), (x, alpha)
def leaky_relu_backward(dout, x, alpha):
    dx = dout.copy()
    dx[x <= 0] = alpha
    return dx
