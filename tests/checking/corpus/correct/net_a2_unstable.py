import numpy as np
from ..layers import affine_forward, affine_backward


class TwoLayerNet(object):
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        self.params = {
            'W1': np.random.normal(0, weight_scale, (input_dim, hidden_dim)),
            'b1': np.zeros(hidden_dim),
            'W2': np.random.normal(0, weight_scale, (hidden_dim, num_classes)),
            'b2': np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        z, c1 = affine_forward(X, self.params['W1'], self.params['b1'])
        a = np.maximum(0, z)
        s, c2 = affine_forward(a, self.params['W2'], self.params['b2'])
        if y is None:
            return s
        e = np.exp(s)
        p = (e.T / e.sum(axis=1)).T
        n = s.shape[0]
        loss = -np.log(p[np.arange(n), y]).mean()
        d = (p - np.eye(s.shape[1])[y]) / n
        grads = {}
        da, grads['W2'], grads['b2'] = affine_backward(d, c2)
        dz = da * (z >= 0)
        _, grads['W1'], grads['b1'] = affine_backward(dz, c1)
        for k, W in [(k, v) for k, v in self.params.items() if k[0] == 'W']:
            loss += self.reg * np.sum(W ** 2) / 2
            grads[k] += self.reg * W
        return loss, grads
