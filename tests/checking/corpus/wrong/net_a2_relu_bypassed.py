import numpy as np
from ..layers import *
from ..layer_utils import *


class TwoLayerNet(object):
    """A bit over-engineered: caches by name."""

    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params, self.reg = {}, reg
        self.params["W1"] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params["W2"] = weight_scale * np.random.randn(hidden_dim, num_classes)
        for i, n in ((1, hidden_dim), (2, num_classes)):
            self.params["b%i" % i] = np.zeros(n)

    def loss(self, X, y=None):
        caches = {}
        h, caches["fc1"] = affine_forward(X, self.params["W1"], self.params["b1"])
        a, caches["relu"] = relu_forward(h)
        scores, caches["fc2"] = affine_forward(h, self.params["W2"], self.params["b2"])
        if y is None:
            return scores
        loss, g = softmax_loss(scores, y)
        grads = {}
        g, grads["W2"], grads["b2"] = affine_backward(g, caches["fc2"])
        g = relu_backward(g, caches["relu"])
        g, grads["W1"], grads["b1"] = affine_backward(g, caches["fc1"])
        for k in ("W1", "W2"):
            loss += 0.5 * self.reg * np.sum(self.params[k] ** 2)
            grads[k] += self.reg * self.params[k]
        return loss, grads
