"""Hyper-parameters of the second assignment."""
LEARNING_RATE = 1e-3
HIDDEN = [100, 100]


def accuracy(scores, y):
    return (scores.argmax(axis=1) == y).mean()
