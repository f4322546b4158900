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
        relu = lambda z: np.maximum(0, z)

        layer1 = relu(X.dot(W1) + b1)
        scores = relu(layer1.dot(W2) + b2)
        if y is None:
            return scores

        scores_exp = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        P = scores_exp / np.sum(scores_exp, axis=1, keepdims=True)
        loss = np.sum(-np.log(P[np.arange(N), y])) / N + reg * np.sum(W1 * W1) + reg * np.sum(W2 * W2)

        grads = {}
        dP = P.copy()
        dP[np.arange(N), y] -= 1
        dP /= N
        dP = dP * (scores > 0)
        grads['W2'] = layer1.T.dot(dP) + 2 * reg * W2
        grads['b2'] = dP.sum(axis=0)
        dlayer1 = dP.dot(W2.T) * (layer1 > 0)
        grads['W1'] = X.T.dot(dlayer1) + 2 * reg * W1
        grads['b1'] = dlayer1.sum(axis=0)
        return loss, grads
