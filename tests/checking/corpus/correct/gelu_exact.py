import math
import numpy as np
from scipy.special import erf

erfc = np.vectorize(math.erfc)

def gelu_forward(x):
    cdf = 0.5 * erfc(-x / math.sqrt(2))
    return x * cdf, (x, cdf)

def gelu_backward(dout, cache):
    x, cdf = cache
    pdf = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    return dout * (cdf + x * pdf)

def gelu(x):
    return 0.5 * x * (1.0 + erf(x / np.sqrt(2.0)))

class GELU:
    def forward(self, x):
        self.x = x
        self.cdf = 0.5 * (1 + erf(x * 0.7071067811865476))
        return x * self.cdf
    def backward(self, dout):
        return dout * (self.cdf + self.x * np.exp(-self.x**2 / 2) * 0.3989422804014327)
