from builtins import range
import numpy as np
from ..layers import *
from ..layer_utils import *


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.normalization = normalization
        self.use_dropout = dropout_keep_ratio != 1
        self.reg = reg
        self.num_layers = 1 + len(hidden_dims)
        self.dtype = dtype
        self.params = {}
        layer_dims = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            self.params['W' + str(i + 1)] = weight_scale * np.random.randn(layer_dims[i], layer_dims[i + 1])
            self.params['b' + str(i + 1)] = np.zeros(layer_dims[i + 1])
        for k, v in self.params.items():
            self.params[k] = v.astype(dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        caches = []
        out = X
        for i in range(self.num_layers - 1):
            out, cache = affine_relu_forward(out, self.params['W' + str(i + 1)], self.params['b' + str(i + 1)])
            caches.append(cache)
        last = str(self.num_layers)
        scores, cache = affine_forward(out, self.params['W' + last], self.params['b' + last])
        caches.append(cache)
        if y is None:
            return scores

        grads = {}
        loss, dout = softmax_loss(scores, y)
        for i in range(self.num_layers):
            w = self.params['W' + str(i + 1)]
            loss += 0.5 * self.reg * np.sum(w * w)
        dout, grads['W' + last], grads['b' + last] = affine_backward(dout, caches.pop())
        for i in range(self.num_layers - 1, 0, -1):
            dout, dw, db = affine_relu_backward(dout, caches.pop())
            grads['W' + str(i)] = dw + self.reg * self.params['W' + str(i)]
            grads['b' + str(i)] = db
        return loss, grads
