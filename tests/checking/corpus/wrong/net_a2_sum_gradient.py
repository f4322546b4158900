import numpy as np


def _affine(x, w, b):
    return x.reshape(x.shape[0], -1).dot(w) + b


class TwoLayerNet:
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        self.params = {
            "W1": weight_scale * np.random.randn(input_dim, hidden_dim),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.randn(hidden_dim, num_classes),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        W1, b1, W2, b2 = [self.params[k] for k in ["W1", "b1", "W2", "b2"]]
        pre = _affine(X, W1, b1)
        act = np.maximum(pre, 0)
        scores = _affine(act, W2, b2)
        if y is None:
            return scores
        N = scores.shape[0]
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        prob = exp / exp.sum(axis=1, keepdims=True)
        data_loss = -np.log(prob[np.arange(N), y]).sum() / N
        reg_loss = self.reg * (W1 ** 2).sum() * 0.5 + self.reg * (W2 ** 2).sum() * 0.5
        d = prob
        d[np.arange(N), y] -= 1
        dW2 = act.T.dot(d) + self.reg * W2
        db2 = d.sum(axis=0)
        d = d.dot(W2.T)
        d[act == 0] = 0
        dW1 = X.reshape(N, -1).T.dot(d) + self.reg * W1
        db1 = d.sum(axis=0)
        return data_loss + reg_loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
