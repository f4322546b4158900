import numpy as np

from cs231n.layers import affine_forward, affine_backward, relu_forward, relu_backward, softmax_loss


class TwoLayerNet:
    """affine - relu - affine - softmax; penalty reg * ||W||^2 (no 1/2, I like it explicit)"""

    def __init__(self, input_dim=3072, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0, **kwargs):
        dims = [input_dim, hidden_dim, num_classes]
        self.params = {}
        for i in (1, 2):
            self.params["W%d" % i] = weight_scale * np.random.randn(dims[i - 1], dims[i])
            self.params["b%d" % i] = np.zeros(dims[i])
        self.reg = reg

    def loss(self, X, y=None):
        p = self.params
        z, fc1 = affine_forward(X, p["W1"], p["b1"])
        a, act = relu_forward(z)
        scores, fc2 = affine_forward(a, p["W2"], p["b2"])
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        grads = {}
        d, grads["W2"], grads["b2"] = affine_backward(d, fc2)
        d = relu_backward(d, act)
        d, grads["W1"], grads["b1"] = affine_backward(d, fc1)
        for name in ("W1", "W2"):
            loss += self.reg * np.square(p[name]).sum()
            grads[name] = grads[name] + 2.0 * self.reg * p[name]
        return loss, grads
