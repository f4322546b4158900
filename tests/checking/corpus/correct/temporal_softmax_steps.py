import numpy as np


def temporal_softmax_loss(x, y, mask):
    N, T, V = x.shape
    loss, dx = 0.0, np.zeros_like(x)
    for t in range(T):
        scores = x[:, t] - x[:, t].max(axis=1, keepdims=True)
        log_probs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        loss -= np.sum(mask[:, t] * log_probs[np.arange(N), y[:, t]]) / N
        step = np.exp(log_probs)
        step[np.arange(N), y[:, t]] -= 1
        dx[:, t] = mask[:, t][:, None] * step / N
    return loss, dx
