import numpy as np


class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {}
        self.params["W1"] = std * np.random.randn(input_size, hidden_size)
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = std * np.random.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N = X.shape[0]

        def relu(v):
            return np.maximum(v, 0)

        h = relu(np.dot(X, W1) + b1)
        scores = np.dot(h, W2) + b2
        if y is None:
            return scores

        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean() + reg * ((W1 * W1).sum() + (W2 * W2).sum())
        ds = p
        ds[np.arange(N), y] -= 1
        ds = ds / N
        dh = np.dot(ds, W2.T)
        return loss, {
            "W2": np.dot(h.T, ds) + 2 * reg * W2,
            "b2": ds.sum(axis=0),
            "W1": np.dot(X.T, dh) + 2 * reg * W1,
            "b1": dh.sum(axis=0),
        }
