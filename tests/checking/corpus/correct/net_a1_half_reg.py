import numpy as np


class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {
            "W1": std * np.random.randn(input_size, hidden_size),
            "b1": np.zeros(hidden_size),
            "W2": std * np.random.randn(hidden_size, output_size),
            "b2": np.zeros(output_size),
        }

    # ------------------------------------------------------------------
    def _forward(self, X):
        p = self.params
        self.z1 = X @ p["W1"] + p["b1"]
        self.a1 = np.where(self.z1 > 0.0, self.z1, 0.0)
        return self.a1 @ p["W2"] + p["b2"]

    @staticmethod
    def _log_softmax(s):
        s = s - s.max(axis=1, keepdims=True)
        return s - np.log(np.exp(s).sum(axis=1, keepdims=True))

    def loss(self, X, y=None, reg=0.0):
        scores = self._forward(X)
        if y is None:
            return scores
        n = len(X)
        logp = self._log_softmax(scores)
        W1, W2 = self.params["W1"], self.params["W2"]
        data_loss = -logp[range(n), y].mean()
        reg_loss = 0.5 * reg * np.sum(W1**2) + 0.5 * reg * np.sum(W2**2)

        d2 = np.exp(logp)
        d2[range(n), y] -= 1.0
        d2 /= n
        d1 = (d2 @ W2.T) * (self.z1 > 0)
        return data_loss + reg_loss, {
            "W1": X.T @ d1 + reg * W1,
            "b1": d1.sum(axis=0),
            "W2": self.a1.T @ d2 + reg * W2,
            "b2": d2.sum(axis=0),
        }
