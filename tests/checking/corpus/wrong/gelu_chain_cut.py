import numpy as np

SCALE = np.sqrt(2 / np.pi)

def gelu_forward(x):
    t = np.tanh(SCALE * (x + 0.044715 * x**3))
    return 0.5 * x * (1 + t), (x, t)

def gelu_backward(dout, cache):
    x, t = cache
    return dout * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * SCALE * (1 + 0.044715 * x**2))

def gelu(x):
    return x * (1 + np.tanh(SCALE * (x + 0.044715 * x**3)))

def gelu_grad(x):
    t = np.tanh(SCALE * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2)

class GELU:
    def forward(self, x):
        self.x = x
        self.t = np.tanh(SCALE * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.t)
    def backward(self, dout):
        return dout * 0.5 * (1 + self.t)
