from builtins import range
import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    e = np.exp(scores - np.max(scores))
    p = e / np.sum(e, axis=0)
    loss = -np.mean(np.log(p[range(num_train), y])) + 0.5 * reg * np.sum(W * W)
    d = p.copy()
    d[range(num_train), y] -= 1
    dW = X.T.dot(d) / num_train + reg * W
    return loss, dW


def softmax_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    num_train = X.shape[0]
    for i in range(num_train):
        f = X[i].dot(W)
        f -= np.max(f)
        p = np.exp(f) / np.sum(np.exp(f))
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    loss /= num_train
    dW /= num_train
    loss += 0.5 * reg * np.sum(W * W)
    return loss, dW
