"""Layers: CS231n's functions, and the classes of the "deep learning from scratch" style."""

import numpy as np


def affine_forward(x, w, b):
    """Map every sample, flattened to a row, to M numbers; the cache is (x, w, b)."""
    return np.dot(x.reshape(x.shape[0], -1), w) + b, (x, w, b)


def affine_backward(dout, cache):
    """Return dx, dw, db."""
    x, w, _ = cache
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.dot(x.reshape(x.shape[0], -1).T, dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    """Return max(x, 0) and x as the cache."""
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    """Let dout through where x > 0."""
    return dout * (cache > 0)


def sigmoid_forward(x):
    """Return the sigmoid of x, and itself as the cache."""
    out = 1 / (1 + np.exp(-x))
    return out, out


def sigmoid_backward(dout, cache):
    """Scale dout by out (1 - out)."""
    return dout * cache * (1 - cache)


def softmax_loss(x, y):
    """Return the mean cross-entropy of softmax(x) with the labels y, and dx."""
    N = x.shape[0]
    shifted = x - np.max(x, axis=1, keepdims=True)
    log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def svm_loss(x, y):
    """Return the mean multiclass hinge loss, and dx."""
    N = x.shape[0]
    margins = np.maximum(0, x - x[np.arange(N), y][:, np.newaxis] + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    dx = (margins > 0) * 1.0
    dx[np.arange(N), y] -= np.sum(dx, axis=1)
    return loss, dx / N


class Affine:
    """out = x W + b."""

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.params, self.grads = [W, b], [None, None]
        self.x = self.original_x_shape = self.dW = self.db = None

    def forward(self, x):
        """Map every sample, flattened to a row, to M numbers."""
        self.original_x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        """Return dx, and keep dW and db."""
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        self.grads[0], self.grads[1] = self.dW, self.db
        return np.dot(dout, self.W.T).reshape(self.original_x_shape)


class Relu:
    """out = max(x, 0)."""

    def __init__(self):
        self.params, self.grads = [], []
        self.mask = None

    def forward(self, x):
        """Return max(x, 0)."""
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        """Let dout through where x > 0."""
        dx = dout.copy()
        dx[self.mask] = 0
        return dx


class Sigmoid:
    """out = 1 / (1 + exp(-x))."""

    def __init__(self):
        self.params, self.grads = [], []
        self.out = None

    def forward(self, x):
        """Return the sigmoid of x."""
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        """Scale dout by out (1 - out)."""
        return dout * (1.0 - self.out) * self.out


class SoftmaxWithLoss:
    """Mean cross-entropy of softmax(x) with t, one-hot or labels."""

    def __init__(self):
        self.params, self.grads = [], []
        self.loss = self.y = self.t = None

    def forward(self, x, t):
        """Return the loss."""
        self.t = t
        shifted = x - np.max(x, axis=1, keepdims=True)
        exps = np.exp(shifted)
        sums = np.sum(exps, axis=1, keepdims=True)
        self.y = exps / sums
        log_probs = shifted - np.log(sums)
        N = x.shape[0]
        if t.ndim == 1:
            self.loss = -np.sum(log_probs[np.arange(N), t]) / N
        else:
            self.loss = -np.sum(t * log_probs) / N
        return self.loss

    def backward(self, dout=1):
        """Return dx."""
        N = self.y.shape[0]
        if self.t.ndim == 1:
            dx = self.y.copy()
            dx[np.arange(N), self.t] -= 1
        else:
            dx = self.y - self.t
        return dout * dx / N


class MatMul:
    """out = x W."""

    def __init__(self, W):
        self.params, self.grads = [W], [np.zeros_like(W)]
        self.x = None

    def forward(self, x):
        """Return the product."""
        self.x = x
        return np.dot(x, self.params[0])

    def backward(self, dout):
        """Return dx, and keep dW."""
        self.grads[0][...] = np.dot(self.x.T, dout)
        return np.dot(dout, self.params[0].T)


class Softmax:
    """The probabilities of each row."""

    def __init__(self):
        self.params, self.grads = [], []
        self.out = None

    def forward(self, x):
        """Return the softmax of each row."""
        exps = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.out = exps / np.sum(exps, axis=1, keepdims=True)
        return self.out

    def backward(self, dout):
        """Return dx."""
        inner = np.sum(dout * self.out, axis=1, keepdims=True)
        return self.out * (dout - inner)


class SigmoidWithLoss:
    """Mean cross-entropy of sigmoid(x) with t, one score and one label, 0 or 1, for each sample."""

    def __init__(self):
        self.params, self.grads = [], []
        self.loss = self.y = self.t = None

    def forward(self, x, t):
        """Return the loss."""
        self.t, self.y = t, 1 / (1 + np.exp(-x))
        losses = np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))
        self.loss = np.sum(losses) / t.shape[0]
        return self.loss

    def backward(self, dout=1):
        """Return dx."""
        return (self.y - self.t) * dout / self.t.shape[0]


class Embedding:
    """Rows of W by their numbers."""

    def __init__(self, W):
        self.params, self.grads = [W], [np.zeros_like(W)]
        self.idx = None

    def forward(self, idx):
        """Return the rows."""
        self.idx = idx
        return self.params[0][idx]

    def backward(self, dout):
        """Keep dW, in which the gradients of a row that was looked up again add up."""
        self.grads[0][...] = 0
        np.add.at(self.grads[0], self.idx, dout)
