"""Everything in one file, as I ran it on my machine."""
import numpy as np
import matplotlib.pyplot as plt

TRAIN = np.load("../data/train_features.npy")
labels = np.loadtxt("../data/train_labels.csv", delimiter=",", dtype=int)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


mean_image = TRAIN.mean(axis=0)
TRAIN -= mean_image


def softmax_loss(x, y):
    z = x - x.max(axis=1, keepdims=True)
    lp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    n = len(y)
    d = np.exp(lp)
    d[np.arange(n), y] -= 1
    return -lp[np.arange(n), y].sum() / n, d / n


W = 0.01 * np.random.randn(TRAIN.shape[1], 10)
history = []
for step in range(200):
    loss, d = softmax_loss(TRAIN @ W, labels)
    W -= 0.1 * TRAIN.T @ d
    history.append(loss)
plt.plot(history)
plt.show()
