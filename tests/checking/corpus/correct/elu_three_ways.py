import numpy as np
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))
def elu_derivative(x, alpha=1.0):
    return np.where(x > 0, 1, alpha * np.exp(x))
class ELU:
    def __init__(self, alpha):
        self.alpha = alpha
    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * np.expm1(x))
        return self.out
    def backward(self, dout):
        return dout * np.where(self.x > 0, 1, self.out + self.alpha)
