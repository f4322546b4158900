import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=np.float64, seed=None):
        rng = np.random.default_rng(seed)
        dims = (input_dim, *hidden_dims, num_classes)
        self.L, self.reg, self.dtype = len(dims) - 1, reg, dtype
        self.params = {f"W{i+1}": rng.normal(0, weight_scale, dims[i:i + 2]).astype(dtype) for i in range(self.L)}
        self.params |= {f"b{i+1}": np.zeros(dims[i + 1], dtype) for i in range(self.L)}

    def loss(self, X, y=None):
        hs = [X.reshape(len(X), -1).astype(self.dtype)]
        for i in range(1, self.L + 1):
            hs.append(np.maximum(hs[-1] @ self.params[f"W{i}"] + self.params[f"b{i}"], 0))
        scores = hs[-1]
        if y is None:
            return scores
        n = len(X)
        m = scores.max(1, keepdims=True)
        lse = m + np.log(np.exp(scores - m).sum(1, keepdims=True))
        loss = (lse.sum() - scores[np.arange(n), y].sum()) / n
        g = np.exp(scores - lse)
        g[np.arange(n), y] -= 1
        g /= n
        grads = {}
        for i in range(self.L, 0, -1):
            g = g * (hs[i] > 0)
            W = self.params[f"W{i}"]
            loss += .5 * self.reg * np.sum(W * W)
            grads[f"W{i}"] = hs[i - 1].T @ g + self.reg * W
            grads[f"b{i}"] = g.sum(0)
            g = g @ W.T
        return loss, grads
