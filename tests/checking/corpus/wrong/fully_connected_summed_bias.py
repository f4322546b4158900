import numpy as np
from ..layers import *
from ..layer_utils import *


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.reg = reg
        self.dtype = dtype
        self.params = {}
        self.num_layers = len(hidden_dims) + 1
        sizes = np.concatenate([[input_dim], hidden_dims, [num_classes]]).astype(int)
        for i in range(len(sizes) - 1):
            self.params['W{}'.format(i + 1)] = np.random.normal(0, weight_scale, (sizes[i], sizes[i + 1])).astype(dtype)
            self.params['b{}'.format(i + 1)] = np.zeros(sizes[i + 1]).astype(dtype)

    def loss(self, X, y=None):
        out, caches = X.astype(self.dtype), []
        for i in range(1, self.num_layers + 1):
            f = affine_relu_forward if i < self.num_layers else affine_forward
            out, c = f(out, self.params['W{}'.format(i)], self.params['b{}'.format(i)])
            caches.append(c)
        if y is None:
            return out
        loss, dout = softmax_loss(out, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            f = affine_relu_backward if i < self.num_layers else affine_backward
            dout, dw, db = f(dout, caches[i - 1])
            w, b = self.params['W{}'.format(i)], self.params['b{}'.format(i)]
            loss += 0.5 * self.reg * (np.sum(w * w) + np.sum(b * b))
            grads['W{}'.format(i)] = dw + self.reg * w
            grads['b{}'.format(i)] = db
        return loss, grads
