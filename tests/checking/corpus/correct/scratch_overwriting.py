import numpy as np


class Relu:
    def forward(self, x):
        self.mask = (x <= 0)
        x[self.mask] = 0
        return x

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        self.x = x
        self.out = np.dot(x, self.W)
        self.out += self.b
        return self.out

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, 0)
        return np.dot(dout, self.W.T)


class SoftmaxWithLoss:
    def forward(self, x, t):
        x -= x.max()
        np.exp(x, out=x)
        self.y = x / x.sum(axis=1, keepdims=True)
        if t.size == self.y.size:
            t = t.argmax(axis=1)
        self.t = t
        return -np.log(self.y[np.arange(len(t)), t]).mean()

    def backward(self, dout=1):
        self.y[np.arange(len(self.t)), self.t] -= 1
        self.y /= len(self.t)
        return self.y
