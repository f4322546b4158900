import numpy as np
from cs231n.layers import affine_forward, affine_backward, softmax_loss


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        d_in = input_dim
        for k, d_out in enumerate(hidden_dims + [num_classes]):
            self.params["W%d" % (k + 1)] = np.random.normal(0, weight_scale, (d_in, d_out)).astype(dtype)
            self.params["b%d" % (k + 1)] = np.zeros(d_out).astype(dtype)
            d_in = d_out

    def loss(self, X, y=None):
        h = X.astype(self.dtype)
        caches, masks = {}, {}
        for k in range(1, self.num_layers + 1):
            h, caches[k] = affine_forward(h, self.params["W%d" % k], self.params["b%d" % k])
            if k < self.num_layers:
                masks[k] = h > 0
                h = h * masks[k]
        if y is None:
            return h
        loss, d = softmax_loss(h, y)
        grads = {}
        for k in range(self.num_layers, 0, -1):
            W = self.params["W%d" % k]
            loss += 0.5 * self.reg * np.sum(W ** 2)
            if k < self.num_layers - 1:
                d = d * masks[k]
            d, dW, grads["b%d" % k] = affine_backward(d, caches[k])
            grads["W%d" % k] = dW + self.reg * W
        return loss, grads
