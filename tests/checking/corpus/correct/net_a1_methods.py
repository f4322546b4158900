import numpy as np


class TwoLayerNet(object):

    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {}
        self.params['W1'] = np.random.normal(0, std, size=(input_size, hidden_size))
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = np.random.normal(0, std, size=(hidden_size, output_size))
        self.params['b2'] = np.zeros(output_size)
        self.cache = None

    def forward(self, X):
        z = X.dot(self.params['W1']) + self.params['b1']
        h = np.maximum(z, 0, z)
        self.cache = X, h
        return h.dot(self.params['W2']) + self.params['b2']

    def softmax(self, scores, y):
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        loss = -np.log(scores[range(len(y)), y]).sum()
        scores[range(len(y)), y] -= 1
        return loss / len(y), scores / len(y)

    def backward(self, d):
        X, h = self.cache
        g = {}
        g['W2'] = np.dot(h.T, d)
        g['b2'] = np.dot(np.ones(len(d)), d)
        d = np.dot(d, self.params['W2'].T)
        d *= h > 0
        g['W1'] = np.dot(X.T, d)
        g['b1'] = np.dot(np.ones(len(d)), d)
        return g

    def loss(self, X, y=None, reg=0.0):
        scores = self.forward(X)
        if y is None:
            return scores
        loss, d = self.softmax(scores, y)
        grads = self.backward(d)
        for name, value in self.params.items():
            if name.startswith('W'):
                loss += reg * np.sum(value ** 2)
                grads[name] += 2 * reg * value
        return loss, grads
