import numpy as np


class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {}

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return np.dot(self.x, self.params["W"]) + self.params["b"]

    def backward(self, dout):
        self.dW = np.dot(dout.T, self.x)
        self.db = dout.sum(axis=0)
        return np.dot(dout, self.params["W"].T).reshape(self.shape)


class Relu:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        return np.maximum(dout, 0)


class Sigmoid:
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-x))

    def backward(self, dout):
        y = 1 / (1 + np.exp(-self.x))
        return y * (1 - y)


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = t
        p = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y = p / np.sum(p, axis=1, keepdims=True)
        if t.ndim == 2:
            self.t = np.argmax(t, axis=1)
        return -np.log(self.y[np.arange(len(x)), self.t]).sum()

    def backward(self, dout=1):
        dx = self.y.copy()
        dx[np.arange(len(dx)), self.t] -= 1
        return dx / len(dx)
