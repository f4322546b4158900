"""Two layer net, one example at a time. Batch versions confuse me."""
import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        rng = np.random.RandomState(231)
        self.params = dict(
            W1=rng.normal(0, std, (input_size, hidden_size)),
            b1=np.zeros(hidden_size),
            W2=rng.normal(0, std, (hidden_size, output_size)),
            b2=np.zeros(output_size),
        )

    def loss(self, X, y=None, reg=0.0):
        W1 = self.params["W1"]
        b1 = self.params["b1"]
        W2 = self.params["W2"]
        b2 = self.params["b2"]
        N = X.shape[0]
        C = b2.shape[0]

        scores = np.zeros((N, C))
        hiddens = []
        for i in range(N):
            h = np.maximum(W1.T.dot(X[i]) + b1, 0)
            hiddens.append(h)
            scores[i, :] = W2.T.dot(h) + b2
        if y is None:
            return scores

        loss = 0.0
        dW1, db1 = np.zeros_like(W1), np.zeros_like(b1)
        dW2, db2 = np.zeros_like(W2), np.zeros_like(b2)
        for i in range(N):
            s = scores[i] - np.max(scores[i])
            p = np.exp(s) / np.sum(np.exp(s))
            loss += -np.log(p[y[i]])
            ds = p
            ds[y[i]] -= 1
            dW2 += np.outer(hiddens[i], ds)
            db2 += ds
            dh = W2.dot(ds)
            dh = dh * (hiddens[i] > 0)
            dW1 += np.outer(X[i], dh)
            db1 += dh
        loss = loss / N
        for g in (dW1, db1, dW2, db2):
            g /= N
        loss += reg * np.sum(W1 * W1)
        loss += reg * np.sum(W2 * W2)
        dW1 += 2 * reg * W1
        dW2 += 2 * reg * W2
        grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
        return loss, grads
