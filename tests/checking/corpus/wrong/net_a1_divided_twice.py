import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        r = np.random.randn
        self.params = {}
        for name, shape in [("1", (input_size, hidden_size)), ("2", (hidden_size, output_size))]:
            self.params["W" + name] = std * r(*shape)
            self.params["b" + name] = np.zeros(shape[1])

    def loss(self, X, y=None, reg=0.0):
        p = self.params
        z = X.dot(p["W1"]) + p["b1"]
        h = z * (z > 0)
        s = h.dot(p["W2"]) + p["b2"]
        if y is None:
            return s
        n = X.shape[0]
        s = s - s.max(axis=1, keepdims=True)
        lp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        loss = -lp[np.arange(n), y].sum() / n + 0.5 * reg * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2))
        g = np.exp(lp)
        g[np.arange(n), y] -= 1
        g /= n
        grads = {}
        grads["W2"] = h.T.dot(g) + reg * p["W2"]
        grads["b2"] = g.sum(axis=0) / n
        g = g.dot(p["W2"].T) * (z > 0)
        grads["W1"] = X.T.dot(g) + reg * p["W1"]
        grads["b1"] = g.sum(axis=0)
        return loss, grads
