import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {
            "W1": std * np.random.randn(input_size, hidden_size),
            "b1": np.zeros(hidden_size),
            "W2": std * np.random.randn(hidden_size, output_size),
            "b2": np.zeros(output_size),
        }

    def loss(self, X, y=None, reg=0.0):
        P = self.params
        a = X @ P["W1"] + P["b1"]
        h = np.maximum(a, 0)
        s = h @ P["W2"] + P["b2"]
        if y is None:
            return s
        N = len(s)
        e = np.exp(s - s.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean()
        loss += 0.5 * reg * (np.sum(P["W1"] ** 2) + np.sum(P["W2"] ** 2))
        p[np.arange(N), y] -= 1
        p /= N
        da = (p @ P["W2"].T) * (a > 0)
        grads = {"W1": X.T @ da, "b1": da.sum(0), "W2": h.T @ p, "b2": p.sum(0)}
        for k in grads:
            grads[k] = grads[k] + reg * P[k]
        return loss, grads
