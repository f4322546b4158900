# 조별 과제 합본
import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x.dot(self.W) + self.b

    def backward(self, dout):
        self.dW = self.x.T.dot(dout) / self.x.shape[0]
        self.db = dout.sum(axis=0)
        return dout.dot(self.W.T).reshape(self.shape)


class Relu:
    def forward(self, x):
        out = np.maximum(0, x)
        self.mask = x > 0
        return out

    def backward(self, dout):
        return dout


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return self.out * (1 - self.out)


class SoftmaxWithLoss:
    def forward(self, x, t):
        if t.ndim == 2:
            t = t.argmax(axis=1)
        c = x.max(axis=1, keepdims=True)
        self.y = np.exp(x - c) / np.exp(x - c).sum(axis=1, keepdims=True)
        self.t = t
        return -np.log(self.y[np.arange(t.size), t]).mean()

    def backward(self, dout=1):
        dx = self.y.copy()
        return dx / self.t.size
