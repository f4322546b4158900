"""Normalisation and dropout without the layers of the course; running averages begin as arrays."""
import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=32, num_classes=10, dropout_keep_ratio=1, normalization=None,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.normalization, self.keep, self.reg, self.dtype = normalization, dropout_keep_ratio, reg, dtype
        dims = [input_dim, *hidden_dims, num_classes]
        self.L, self.params = len(dims) - 1, {}
        for i in range(1, self.L + 1):
            self.params[f"W{i}"] = (weight_scale * np.random.randn(dims[i - 1], dims[i])).astype(dtype)
            self.params[f"b{i}"] = np.zeros(dims[i], dtype)
            if normalization and i < self.L:
                self.params[f"gamma{i}"], self.params[f"beta{i}"] = np.ones(dims[i], dtype), np.zeros(dims[i], dtype)
        self.running = [[np.zeros(width), np.ones(width)] for width in hidden_dims]
    def norm(self, z, i, train):
        axis = 0 if self.normalization == "batchnorm" else 1
        mean, var = z.mean(axis=axis, keepdims=True), z.var(axis=axis, keepdims=True)
        if axis == 0 and train:
            for old, new in zip(self.running[i - 1], (mean, var)):
                old[...] = 0.9 * old + 0.1 * new[0]
        elif axis == 0:
            mean, var = self.running[i - 1]
        xhat = (z - mean) / np.sqrt(var + 1e-5)
        return self.params[f"gamma{i}"] * xhat + self.params[f"beta{i}"], (xhat, np.sqrt(var + 1e-5), axis)
    def loss(self, X, y=None):
        h, caches = X.astype(self.dtype), []
        for i in range(1, self.L):
            z = h @ self.params[f"W{i}"] + self.params[f"b{i}"]
            n, norm = self.norm(z, i, y is not None) if self.normalization else (z, None)
            mask = 1.0
            if self.keep != 1 and y is not None:
                mask = (np.random.rand(*n.shape) < self.keep) / self.keep
            caches.append((h, n, norm, mask))
            h = np.maximum(n, 0) * mask
        scores = h @ self.params[f"W{self.L}"] + self.params[f"b{self.L}"]
        if y is None:
            return scores
        N, shifted = len(X), scores - scores.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(N), y].mean()
        loss += 0.5 * self.reg * sum(np.sum(self.params[f"W{i}"] ** 2) for i in range(1, self.L + 1))
        d, grads = np.exp(logs), {}
        d[np.arange(N), y] -= 1
        d /= N
        for i in range(self.L, 0, -1):
            W = self.params[f"W{i}"]
            grads[f"W{i}"], grads[f"b{i}"] = h.T @ d + self.reg * W, d.sum(axis=0)
            if i == 1:
                return loss, grads
            h, n, norm, mask = caches.pop()
            d = (d @ W.T) * mask * (n > 0)
            if self.normalization:
                xhat, std, axis = norm
                grads[f"gamma{i - 1}"], grads[f"beta{i - 1}"] = (d * xhat).sum(axis=0), d.sum(axis=0)
                d = d * self.params[f"gamma{i - 1}"]
                d = (d - d.mean(axis=axis, keepdims=True) - xhat * (d * xhat).mean(axis=axis, keepdims=True)) / std
