import numpy as np
from ..layers import *
from ..layer_utils import *


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.reg, self.dtype, self.params = reg, dtype, {}
        self.num_layers = 1 + len(hidden_dims)
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for l in range(1, len(dims)):
            self.params['W%d' % l] = (weight_scale * np.random.randn(dims[l - 1], dims[l])).astype(dtype)
            self.params['b%d' % l] = np.zeros(dims[l], dtype=dtype)

    def loss(self, X, y=None):
        h, caches = X.astype(self.dtype), {}
        for l in range(1, self.num_layers):
            h, caches[l] = affine_relu_forward(h, self.params['W%d' % l], self.params['b%d' % l])
        L = self.num_layers
        scores, caches[L] = affine_forward(h, self.params['W%d' % L], self.params['b%d' % L])
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        loss += 0.5 * self.reg * sum(np.sum(self.params['W%d' % l] ** 2) for l in range(1, L + 1))
        grads = {}
        d, grads['W%d' % L], grads['b%d' % L] = affine_backward(d, caches[L])
        for l in reversed(range(1, L)):
            d, grads['W%d' % l], grads['b%d' % l] = affine_relu_backward(d, caches[l])
        return loss, grads
