"""Fully connected net without any imports from the course; caches live on a stack."""
import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=np.float64, seed=None):
        if normalization is not None or dropout_keep_ratio != 1:
            raise NotImplementedError("plain nets only")
        self.reg, self.dtype = reg, dtype
        sizes = [input_dim, *hidden_dims, num_classes]
        rng = np.random.default_rng(seed)
        self.params = {}
        for layer, (rows, cols) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
            self.params[f"W{layer}"] = (weight_scale * rng.standard_normal((rows, cols))).astype(dtype)
            self.params[f"b{layer}"] = np.zeros(cols, dtype=dtype)
        self.num_layers = len(sizes) - 1

    def _layer(self, k):
        return self.params[f"W{k}"], self.params[f"b{k}"]

    def loss(self, X, y=None):
        h = X.astype(self.dtype).reshape(X.shape[0], -1)
        stack = []
        for k in range(1, self.num_layers + 1):
            W, b = self._layer(k)
            stack.append(h)
            h = h @ W + b
            if k != self.num_layers:
                h = np.maximum(h, 0)
        scores = h
        if y is None:
            return scores

        n = len(scores)
        shifted = scores - scores.max(1, keepdims=True)
        logsum = np.log(np.sum(np.exp(shifted), 1, keepdims=True))
        loss = float(np.sum(logsum)) / n - shifted[np.arange(n), y].sum() / n
        g = np.exp(shifted - logsum)
        g[np.arange(n), y] -= 1
        g /= n

        grads = {}
        for k in range(self.num_layers, 0, -1):
            W, b = self._layer(k)
            h = stack.pop()
            grads[f"W{k}"] = h.T @ g + self.reg * W
            grads[f"b{k}"] = g.sum(0)
            loss += 0.5 * self.reg * np.sum(W ** 2)
            if k > 1:
                g = (g @ W.T) * (h > 0)   # h is the output of the ReLU below
        return loss, grads
