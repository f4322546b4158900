import numpy as np
from cs231n.layers import *
from cs231n.layer_utils import *


class TwoLayerNet(object):
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = {}
        self.reg = reg
        for i, shape in enumerate(((input_dim, hidden_dim), (hidden_dim, num_classes))):
            self.params['W' + str(i + 1)] = np.random.normal(0, weight_scale, shape)
            self.params['b' + str(i + 1)] = np.zeros(shape[1])

    def loss(self, X, y=None):
        p = self.params
        out, c1 = affine_relu_forward(X, p['W1'], p['b1'])
        scores, c2 = affine_forward(out, p['W2'], p['b2'])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        loss += self.reg * np.sum(p['W1'] * p['W1'])
        loss += self.reg * np.sum(p['W2'] * p['W2'])
        dout, dW2, db2 = affine_backward(dout, c2)
        _, dW1, db1 = affine_relu_backward(dout, c1)
        return loss, {'W1': dW1 + self.reg * p['W1'], 'b1': db1, 'W2': dW2 + self.reg * p['W2'], 'b2': db2}
