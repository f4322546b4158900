import numpy as np

def svm_loss(x, y):
    N = x.shape[0]
    correct = x[np.arange(N), y]
    margins = np.maximum(0, x - correct[:, np.newaxis] + 1.0)
    loss = np.sum(margins) / N
    margins[np.arange(N), y] = 0
    dx = (margins > 0) * 1.0
    dx[np.arange(N), y] -= dx.sum(axis=1)
    return loss, dx / N

def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
    return loss / num_train + reg * np.sum(W * W), dW / num_train + 2 * reg * W

def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    s = X @ W
    m = np.maximum(0, s - s[range(n), y].reshape(-1, 1) + 1)
    m[range(n), y] = 0
    mask = (m > 0).astype(float)
    mask[range(n), y] -= 1
    return m.sum() / n + reg * (W ** 2).sum(), X.T @ mask / n + 2 * reg * W
