import numpy as np


class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        h1 = np.maximum(0, X.dot(W1) + b1)
        scores = h1.dot(W2) + b2
        if y is None:
            return scores
        scores = scores - np.max(scores, axis=1, keepdims=True)
        loss = -np.sum(scores[np.arange(N), y]) + np.sum(np.log(np.sum(np.exp(scores), axis=1)))
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
        p[np.arange(N), y] -= 1
        p /= N
        grads = {}
        grads['W2'] = h1.T.dot(p) + 2 * reg * W2
        grads['b2'] = np.sum(p, axis=0)
        dh = p.dot(W2.T)
        dh[h1 == 0] = 0
        grads['W1'] = X.T.dot(dh) + 2 * reg * W1
        grads['b1'] = np.sum(dh, axis=0)
        return loss, grads
