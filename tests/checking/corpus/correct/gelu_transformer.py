import numpy as np

def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * np.power(x, 3))))

def gelu_backward(dout, cache):
    x = cache
    c = np.sqrt(2 / np.pi)
    t = np.tanh(c * (x + 0.044715 * x**3))
    return dout * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2))

class GELU:
    def __init__(self):
        self.c = (2 / np.pi) ** 0.5
    def forward(self, x):
        self.x = x
        self.t = np.tanh(self.c * (x + 0.044715 * x * x * x))
        return x * (1 + self.t) / 2
    def backward(self, dout):
        dt = dout * self.x / 2
        du = dt * (1 - self.t * self.t)
        return dout * (1 + self.t) / 2 + du * self.c * (1 + 0.134145 * self.x * self.x)
