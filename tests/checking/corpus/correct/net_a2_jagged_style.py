import numpy as np


def softplus_free_lse(s):
    top = s.max(axis=1, keepdims=True)
    return top + np.log(np.exp(s - top).sum(axis=1, keepdims=True))


class TwoLayerNet(object):
    """Homogeneous coordinates: the bias is one more row of the weights while computing."""

    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        shapes = {"W1": (input_dim, hidden_dim), "W2": (hidden_dim, num_classes)}
        self.params = {k: weight_scale * np.random.randn(*s) for k, s in shapes.items()}
        self.params.update(b1=np.zeros(hidden_dim), b2=np.zeros(num_classes))

    @staticmethod
    def _with_one(a):
        return np.hstack([a, np.ones((a.shape[0], 1))])

    def _stacked(self, k):
        return np.vstack([self.params[f"W{k}"], self.params[f"b{k}"][None]])

    def loss(self, X, y=None):
        A0 = self._with_one(X.reshape(X.shape[0], -1))
        Z1 = A0 @ self._stacked(1)
        A1 = self._with_one(np.maximum(Z1, 0))
        S = A1 @ self._stacked(2)
        if y is None:
            return S

        N = S.shape[0]
        T = np.zeros_like(S)
        T[np.arange(N), y] = 1
        lse = softplus_free_lse(S)
        loss = ((lse - S) * T).sum() / N
        G = (np.exp(S - lse) - T) / N
        dV2 = A1.T @ G
        dV1 = A0.T @ ((G @ self.params["W2"].T) * (Z1 > 0))
        for k, d in ((1, dV1), (2, dV2)):
            W = self.params[f"W{k}"]
            loss += 0.5 * self.reg * (W * W).sum()
            d[:-1] += self.reg * W
        return loss, {"W1": dV1[:-1], "b1": dV1[-1], "W2": dV2[:-1], "b2": dV2[-1]}
