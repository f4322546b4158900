import numpy as np
from ..layers import *
from ..layer_utils import *


class TwoLayerNet(object):
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        self.params = {
            "W1": np.random.normal(0.0, weight_scale, (input_dim, hidden_dim)),
            "W2": np.random.normal(0.0, weight_scale, (hidden_dim, num_classes)),
            "b1": np.zeros((hidden_dim,)),
            "b2": np.zeros((num_classes,)),
        }

    def loss(self, X, y=None):
        hidden, hidden_cache = affine_relu_forward(X, self.params["W1"], self.params["b1"])
        scores, scores_cache = affine_forward(hidden, self.params["W2"], self.params["b2"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * np.sum(self.params["W1"] ** 2)
        loss += 0.5 * self.reg * np.sum(self.params["W2"] ** 2)
        dhidden, dW2, db2 = affine_backward(dscores, scores_cache)
        _, dW1, db1 = affine_relu_backward(dhidden, hidden_cache)
        dW1 += self.reg * self.params["W1"]
        return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
