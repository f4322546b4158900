# 밑바닥부터: 계층 없이 짠 버전
import numpy as np


def softmax(a):
    a = a - a.max(axis=-1, keepdims=True)
    e = np.exp(a)
    return e / e.sum(axis=-1, keepdims=True)


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {}
        self.params["W1"] = np.random.randn(input_size, hidden_size) * weight_init_std
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = np.random.randn(hidden_size, output_size) * weight_init_std
        self.params["b2"] = np.zeros(output_size)

    def predict(self, x):
        z = np.maximum(np.dot(x, self.params["W1"]) + self.params["b1"], 0)
        return np.dot(z, self.params["W2"]) + self.params["b2"]

    def loss(self, x, t):
        y = softmax(self.predict(x))
        t = t.argmax(axis=1) if t.ndim == 2 else t
        return -np.mean(np.log(y[np.arange(t.size), t]))

    def gradient(self, x, t):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        a = np.dot(x, W1) + b1
        z = np.maximum(a, 0)
        y = softmax(np.dot(z, W2) + b2)
        t = np.identity(y.shape[1])[t] if t.ndim == 1 else t
        dy = (y - t) / x.shape[0]
        dz = np.dot(dy, W2.T)
        da = dz * (a > 0)
        return {
            "W1": np.dot(x.T, da),
            "b1": np.sum(dz, axis=0),
            "W2": np.dot(z.T, dy),
            "b2": np.sum(dy, axis=0),
        }
