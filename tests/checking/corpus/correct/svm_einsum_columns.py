import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    """W is (C, D), X is (D, N): one sample per column."""
    N = X.shape[1]
    scores = W.dot(X)
    right = scores[y, np.arange(N)]
    gap = np.maximum(scores - right + 1.0, 0.0)
    gap[y, np.arange(N)] = 0.0
    loss = gap.sum() / N + 0.5 * reg * np.sum(W * W)
    G = np.where(gap > 0, 1.0, 0.0)
    G[y, np.arange(N)] = -G.sum(axis=0)
    return loss, G.dot(X.T) / N + reg * W


def multiclass_hinge_loss(scores, labels):
    n, k = scores.shape
    Y = np.eye(k)[labels]
    s_y = np.sum(scores * Y, axis=1, keepdims=True)
    viol = (scores - s_y + 1 > 0) * (1 - Y)
    loss = np.sum(viol * (scores - s_y + 1))
    dscores = viol - Y * viol.sum(1, keepdims=True)
    return loss, dscores
