"""The bias below a normalisation gets the gradient of its shift."""
import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=32, num_classes=10, normalization=None, reg=0.0, weight_scale=1e-2,
                 dtype=np.float64):
        widths = [input_dim, *hidden_dims, num_classes]
        self.normalization, self.reg, self.last = normalization, reg, len(widths) - 1
        self.averages = [[np.zeros(width), np.ones(width)] for width in hidden_dims]
        self.params = {}
        for k in range(self.last):
            self.params[f"W{k + 1}"] = np.random.normal(0, weight_scale, (widths[k], widths[k + 1])).astype(dtype)
            self.params[f"b{k + 1}"] = np.zeros(widths[k + 1], dtype)
            if normalization and k + 1 < self.last:
                self.params[f"gamma{k + 1}"] = np.ones(widths[k + 1], dtype)
                self.params[f"beta{k + 1}"] = np.zeros(widths[k + 1], dtype)

    def loss(self, X, y=None):
        P, axis = self.params, 0 if self.normalization == "batchnorm" else 1
        out, kept = X, []
        for k in range(1, self.last):
            z, xhat, std = out @ P[f"W{k}"] + P[f"b{k}"], None, None
            s = z
            if self.normalization:
                mean, var = z.mean(axis=axis, keepdims=True), z.var(axis=axis, keepdims=True)
                if axis == 0 and y is None:
                    mean, var = self.averages[k - 1]
                elif axis == 0:
                    self.averages[k - 1] = [0.9 * old + 0.1 * new[0] for old, new in zip(self.averages[k - 1], (mean, var))]
                std = np.sqrt(var + 1e-5)
                xhat = (z - mean) / std
                s = P[f"gamma{k}"] * xhat + P[f"beta{k}"]
            kept.append((out, s, xhat, std))
            out = np.maximum(s, 0)
        scores = out @ P[f"W{self.last}"] + P[f"b{self.last}"]
        if y is None:
            return scores
        rows = np.arange(len(X))
        probs = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs /= probs.sum(axis=1, keepdims=True)
        loss = -np.log(probs[rows, y]).mean()
        loss += self.reg / 2 * sum(np.sum(P[f"W{k}"] ** 2) for k in range(1, self.last + 1))
        probs[rows, y] -= 1
        d, grads = probs / len(X), {}
        grads[f"W{self.last}"] = out.T @ d + self.reg * P[f"W{self.last}"]
        grads[f"b{self.last}"] = d.sum(axis=0)
        for k in range(self.last - 1, 0, -1):
            x, s, xhat, std = kept[k - 1]
            d = (d @ P[f"W{k + 1}"].T) * (s > 0)
            grads[f"b{k}"] = d.sum(axis=0)
            if self.normalization:
                grads[f"gamma{k}"], grads[f"beta{k}"] = (d * xhat).sum(axis=0), d.sum(axis=0)
                d = d * P[f"gamma{k}"]
                d = (d - d.mean(axis=axis, keepdims=True) - xhat * (d * xhat).mean(axis=axis, keepdims=True)) / std
            grads[f"W{k}"] = x.T @ d + self.reg * P[f"W{k}"]
        return loss, grads
