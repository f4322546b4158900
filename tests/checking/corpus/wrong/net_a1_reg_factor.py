from __future__ import print_function
import numpy as np
import matplotlib.pyplot as plt


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

        FC1 = X.dot(W1) + b1
        ReLU = np.maximum(FC1, 0)
        scores = ReLU.dot(W2) + b2
        if y is None:
            return scores

        exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        softmax = exps / np.sum(exps, axis=1, keepdims=True)
        loss = -np.sum(np.log(softmax[np.arange(N), y])) / N
        loss += reg * np.sum(W1 * W1) + reg * np.sum(W2 * W2)

        grads = {}
        softmax[np.arange(N), y] -= 1
        softmax /= N
        grads['W2'] = ReLU.T.dot(softmax) + reg * W2
        grads['b2'] = softmax.sum(axis=0)
        dReLU = softmax.dot(W2.T)
        dFC1 = dReLU * (FC1 > 0)
        grads['W1'] = X.T.dot(dFC1) + reg * W1
        grads['b1'] = dFC1.sum(axis=0)
        return loss, grads
