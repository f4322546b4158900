import math

import numpy as np


class Layer:
    def __call__(self, *a):
        return self.forward(*a)


class Dense(Layer):
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, g):
        self.gW = self.x.T @ g
        self.gb = g.sum(0)
        return (g @ self.W.T).reshape(self.shape)


class Rectifier(Layer):
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0.0)

    def backward(self, g):
        return np.where(self.on, g, 0.0)


class TwoLayerNet:
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        self.params = {
            "W1": weight_scale * np.random.standard_normal((input_dim, hidden_dim)),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.standard_normal((hidden_dim, num_classes)),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        p = self.params
        layers = [Dense(p["W1"], p["b1"]), Rectifier(), Dense(p["W2"], p["b2"])]
        h = X
        for layer in layers:
            h = layer(h)
        if y is None:
            return h

        m = h.max(axis=1, keepdims=True)
        lse = m + np.log(np.exp(h - m).sum(axis=1, keepdims=True))
        rows = np.arange(h.shape[0])
        loss = (lse[:, 0] - h[rows, y]).sum() / len(rows)
        g = np.exp(h - lse)
        g[rows, y] -= 1
        g = g / len(rows)
        for layer in reversed(layers):
            g = layer.backward(g)

        grads = {}
        for i, layer in ((1, layers[0]), (2, layers[2])):
            W = p[f"W{i}"]
            loss += self.reg / 2 * np.linalg.norm(W) ** 2
            grads[f"W{i}"] = layer.gW + self.reg * W
            grads[f"b{i}"] = layer.gb
        assert math.isfinite(loss)
        return loss, grads
