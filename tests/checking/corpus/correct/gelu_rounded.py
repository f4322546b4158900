import numpy as np

SCALE = np.sqrt(2 / np.pi)

def gelu_new(x):
    return x * 0.5 * (1.0 + np.tanh(SCALE * (x + 0.044715 * x**3)))

def gelu_derivative(x):
    tanh = np.tanh(0.79788456 * x * (1 + 0.044715 * x * x))
    return 0.5 * x * ((1 - tanh * tanh) * 0.79788456 * (1 + 0.134145 * x * x)) + 0.5 * (1 + tanh)

class NewGELU:
    def forward(self, x):
        self.x = x
        self.t = np.tanh(0.7978845608 * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.t)
    def backward(self, dout):
        inner = 0.7978845608 * (1 + 3 * 0.044715 * self.x**2)
        return dout * (0.5 * (1 + self.t) + 0.5 * self.x * (1 - self.t**2) * inner)
