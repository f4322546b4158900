import numpy as np


def softmax(a):
    c = np.max(a, axis=1, keepdims=True)
    exp_a = np.exp(a - c)
    return exp_a / np.sum(exp_a, axis=1, keepdims=True)


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {
            'W1': weight_init_std * np.random.randn(input_size, hidden_size),
            'b1': np.zeros(hidden_size),
            'W2': weight_init_std * np.random.randn(hidden_size, output_size),
            'b2': np.zeros(output_size),
        }

    def predict(self, x):
        h = np.maximum(x.dot(self.params['W1']) + self.params['b1'], 0)
        return h.dot(self.params['W2']) + self.params['b2']

    def loss(self, x, t):
        y = softmax(softmax(self.predict(x)))
        if t.ndim == 2:
            t = t.argmax(axis=1)
        return -np.log(y[np.arange(len(t)), t]).mean()

    def gradient(self, x, t):
        p = self.params
        a = x.dot(p['W1']) + p['b1']
        h = np.maximum(a, 0)
        y = softmax(h.dot(p['W2']) + p['b2'])
        d = y if t.ndim == 2 else y.copy()
        if t.ndim == 2:
            t = t.argmax(axis=1)
        d[np.arange(len(t)), t] -= 1
        d /= len(t)
        grads = {'W2': h.T.dot(d), 'b2': d.sum(axis=0)}
        d = d.dot(p['W2'].T)
        d[a <= 0] = 0
        grads['W1'] = x.T.dot(d)
        grads['b1'] = d.sum(axis=0)
        return grads
