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
        N, D = X.shape
        hidden = np.maximum(0, X @ W1 + b1)
        scores = hidden @ W2
        if y is None:
            return scores
        lse = np.log(np.exp(scores - scores.max(1, keepdims=True)).sum(1)) + scores.max(1)
        loss = (lse - scores[np.arange(N), y]).mean() + reg * np.sum(W1 ** 2) + reg * np.sum(W2 ** 2)
        g = np.exp(scores - lse[:, None])
        g[np.arange(N), y] -= 1
        g /= N
        grads = {"W2": hidden.T @ g + 2 * reg * W2, "b2": g.sum(0)}
        g = (g @ W2.T) * (hidden > 0)
        grads["W1"] = X.T @ g + 2 * reg * W1
        grads["b1"] = g.sum(0)
        return loss, grads
