import math
import numpy as np

erf = np.vectorize(math.erf)
SCALE = np.sqrt(2 / np.pi)

def gelu_forward(x):
    return 0.5 * x * (1 + np.tanh(SCALE * (x + 0.044715 * x**3))), x

def gelu_backward(dout, cache):
    x = cache
    cdf = 0.5 * (1 + erf(x / np.sqrt(2)))
    return dout * (cdf + x * np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi))

class GELU:
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + erf(x / math.sqrt(2)))
    def backward(self, dout):
        x = self.x
        t = np.tanh(SCALE * (x + 0.044715 * x**3))
        return dout * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * SCALE * (1 + 3 * 0.044715 * x**2))
