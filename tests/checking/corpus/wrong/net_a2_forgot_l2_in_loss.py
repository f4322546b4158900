import numpy as np
from ..layers import *


class TwoLayerNet:
    def __init__(self, input_dim=3072, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = dict()
        self.params["W1"] = np.random.randn(input_dim, hidden_dim) * weight_scale
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["W2"] = np.random.randn(hidden_dim, num_classes) * weight_scale
        self.params["b2"] = np.zeros(num_classes)
        self.reg = reg

    def loss(self, X, y=None):
        a1, c1 = affine_forward(X, self.params["W1"], self.params["b1"])
        r1, c2 = relu_forward(a1)
        scores, c3 = affine_forward(r1, self.params["W2"], self.params["b2"])
        if y is None:
            return scores
        loss, ds = softmax_loss(scores, y)
        dr1, dW2, db2 = affine_backward(ds, c3)
        da1 = relu_backward(dr1, c2)
        _, dW1, db1 = affine_backward(da1, c1)
        reg = self.reg
        return loss, {
            "W1": dW1 + reg * self.params["W1"],
            "b1": db1,
            "W2": dW2 + reg * self.params["W2"],
            "b2": db2,
        }
