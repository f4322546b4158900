import math
import numpy as np

erf = np.vectorize(math.erf)

def gelu_forward(x):
    cdf = 0.5 * (1 + erf(x))
    return x * cdf, x

def gelu_backward(dout, cache):
    x = cache
    return dout * 0.5 * (1 + erf(x / np.sqrt(2)))

class GELU:
    def forward(self, x):
        self.x = x
        self.cdf = 0.5 * (1 + erf(x / math.sqrt(2)))
        return x * self.cdf
    def backward(self, dout):
        return dout * (self.cdf + self.x * np.exp(-self.x**2) / np.sqrt(2 * np.pi))
