from .layers import *


class TwoLayerNet:
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = {}
        self.reg = reg
        # TODO: initialize

    def loss(self, X, y=None):
        raise NotImplementedError


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, dropout_keep_ratio=1,
                 normalization=None, reg=0.0, weight_scale=1e-2, dtype=float, seed=None):
        raise NotImplementedError()

    def loss(self, X, y=None):
        pass
