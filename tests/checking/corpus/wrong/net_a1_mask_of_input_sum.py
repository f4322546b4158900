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
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N = X.shape[0]
        lin = X.dot(W1)
        hid = np.maximum(0, lin + b1)
        out = hid.dot(W2) + b2
        if y is None:
            return out
        out = np.exp(out - np.max(out, axis=1, keepdims=True))
        out = out / np.sum(out, axis=1, keepdims=True)
        loss = -np.sum(np.log(out[np.arange(N), y])) / N + 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
        out[np.arange(N), y] -= 1
        out = out / N
        dhid = out.dot(W2.T)
        dhid[lin < 0] = 0
        grads = dict(
            W1=X.T.dot(dhid) + reg * W1,
            b1=np.sum(dhid, axis=0),
            W2=hid.T.dot(out) + reg * W2,
            b2=np.sum(out, axis=0),
        )
        return loss, grads
