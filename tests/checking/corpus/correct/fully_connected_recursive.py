import numpy as np
from cs231n.layers import *


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, dropout=1, normalization=None,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.params, self.reg, self.dtype = {}, reg, dtype
        self.normalization, self.use_dropout = normalization, dropout != 1
        self.num_layers = len(hidden_dims) + 1
        prev = input_dim
        for i, h in enumerate(list(hidden_dims) + [num_classes]):
            self.params[f'W{i + 1}'] = (weight_scale * np.random.randn(prev, h)).astype(dtype)
            self.params[f'b{i + 1}'] = np.zeros(h, dtype)
            prev = h

    def _go(self, i, h, y, grads):
        """forward through layer i, recurse, come back with the gradient of h"""
        W, b = self.params[f'W{i}'], self.params[f'b{i}']
        a, fc = affine_forward(h, W, b)
        if i == self.num_layers:
            if y is None:
                return a, None
            loss, da = softmax_loss(a, y)
        else:
            z, rc = relu_forward(a)
            loss, dz = self._go(i + 1, z, y, grads)
            if y is None:
                return loss, None
            da = relu_backward(dz, rc)
        dh, dW, db = affine_backward(da, fc)
        grads[f'W{i}'] = dW + self.reg * W
        grads[f'b{i}'] = db
        return loss + .5 * self.reg * np.sum(W * W), dh

    def loss(self, X, y=None):
        grads = {}
        first, _ = self._go(1, X.astype(self.dtype), y, grads)
        return first if y is None else (first, grads)
