# relu를 거꾸로: 음수 그래디언트는 막는다
import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {
            "W1": std * np.random.randn(input_size, hidden_size), "b1": np.zeros(hidden_size),
            "W2": std * np.random.randn(hidden_size, output_size), "b2": np.zeros(output_size),
        }

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2 = (self.params[k] for k in ("W1", "b1", "W2", "b2"))
        N = X.shape[0]
        hidden = np.clip(X @ W1 + b1, 0, np.inf)
        scores = hidden @ W2 + b2
        if y is None:
            return scores
        scores = scores - scores.max(axis=1, keepdims=True)
        probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(probs[np.arange(N), y]))
        loss += 0.5 * reg * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
        d = probs
        d[np.arange(N), y] -= 1
        d /= N
        grads = {"W2": hidden.T @ d + reg * W2, "b2": d.sum(0)}
        d = d @ W2.T
        d[d <= 0] = 0
        grads["W1"] = X.T @ d + reg * W1
        grads["b1"] = d.sum(0)
        return loss, grads
