import numpy as np
from ..layer_utils import *
from ..layers import *


class TwoLayerNet(object):
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = {}
        self.reg = reg
        for n, (i, o) in enumerate([(input_dim, hidden_dim), (hidden_dim, num_classes)], 1):
            self.params[f'W{n}'] = np.random.normal(0, weight_scale, (i, o))
            self.params[f'b{n}'] = np.zeros(o)

    def loss(self, X, y=None):
        h, c1 = affine_relu_forward(X, self.params['W1'], self.params['b1'])
        scores, c2 = affine_forward(h, self.params['W2'], self.params['b2'])
        if y is None:
            return scores
        data_loss, d = softmax_loss(scores, y)
        penalty = sum(0.5 * self.reg * (self.params[k] ** 2).sum() for k in ('W1', 'W2'))
        grads = {}
        d, grads['W2'], grads['b2'] = affine_backward(d, c2)
        d, grads['W1'], grads['b1'] = affine_relu_backward(d, c1)
        for k in ('W1', 'W2'):
            grads[k] += 0.5 * self.reg * self.params[k]
        return data_loss + penalty, grads
