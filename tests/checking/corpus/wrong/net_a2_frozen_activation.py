import numpy as np

from .layers import *
from .layer_utils import *


class TwoLayerNet(object):
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = {
            'W1': np.random.randn(input_dim, hidden_dim) * weight_scale,
            'b1': np.zeros(hidden_dim),
            'W2': np.random.randn(hidden_dim, num_classes) * weight_scale,
            'b2': np.zeros(num_classes),
        }
        self.reg = reg

    def loss(self, X, y=None):
        W1, b1, W2, b2 = self.params.values()
        fc1, fc1_cache = affine_forward(X, W1, b1)
        hid, hid_cache = relu_forward(fc1)
        scores, fc2_cache = affine_forward(hid, W2, b2)
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        dhid, dW2, db2 = affine_backward(dscores, fc2_cache)
        dfc1 = relu_backward(dhid, hid)
        _, dW1, db1 = affine_backward(dhid, fc1_cache)
        dW1 += self.reg * W1
        dW2 += self.reg * W2
        grads = dict(zip(self.params, (dW1, db1, dW2, db2)))
        return loss, grads
