"""Real input: the two-layer net learns the handwritten digits that ship with scikit-learn.

The network is the one of `yudo.impl.two_layer_net`, untouched; this module adds only the data and the
plainest of training loops, stochastic gradient descent with momentum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yudo.impl.two_layer_net import TwoLayerNet

SIDE = 8
CLASSES = 10


@dataclass(frozen=True)
class DigitsRun:
    """What one training run left behind.

    Attributes
    ----------
    losses : training loss of every update, (steps,); data loss plus penalty, on the mini-batch.
    steps_per_epoch : updates in one pass over the training images.
    weights : first-layer weights W1 after training, (SIDE * SIDE, hidden).
    confusion : test images by true digit (row) and predicted digit (column), (CLASSES, CLASSES).
    train_accuracy, test_accuracy : share of images whose highest score is the right digit.
    """

    losses: npt.NDArray[np.float64]
    steps_per_epoch: int
    weights: npt.NDArray[np.float64]
    confusion: npt.NDArray[np.int64]
    train_accuracy: float
    test_accuracy: float

    @property
    def test_size(self) -> int:
        """The number of test images."""
        return int(self.confusion.sum())


def load_digits(
    seed: int, test_share: float = 0.25
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return (X_train, y_train, X_test, y_test): shuffled images as rows of SIDE * SIDE numbers in [-1, 1].

    Raises
    ------
    ModuleNotFoundError
        scikit-learn, the extra `digits`, is not installed.
    """
    from sklearn import datasets

    images, labels = datasets.load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(labels))
    images, labels = images[order] / 8.0 - 1.0, labels[order]
    held_out = round(test_share * len(labels))
    return images[held_out:], labels[held_out:], images[:held_out], labels[:held_out]


def train_digits(
    seed: int = 0,
    *,
    hidden_dim: int = 32,
    epochs: int = 40,
    batch_size: int = 32,
    learning_rate: float = 0.05,
    momentum: float = 0.9,
    reg: float = 3e-3,
) -> DigitsRun:
    """Train a two-layer net on three quarters of the 1,797 images and test it on the rest.

    The same seed gives the same run: it decides the split, the initial weights and the order of the batches.
    """
    X, y, X_test, y_test = load_digits(seed)
    rng = np.random.default_rng(seed)
    # Weights of variance 1 / D keep the hidden values near 1; the default scale is meant for larger images.
    net = TwoLayerNet(X.shape[1], hidden_dim, CLASSES, weight_scale=X.shape[1] ** -0.5, reg=reg, seed=rng)
    velocity = {name: np.zeros_like(value) for name, value in net.params.items()}
    losses = []
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(y)), len(y) // batch_size):
            loss, grads = net.loss(X[batch], y[batch])
            losses.append(float(loss))
            for name, grad in grads.items():
                velocity[name] = momentum * velocity[name] - learning_rate * grad
                net.params[name] = net.params[name] + velocity[name]

    predicted = net.loss(X_test).argmax(axis=1)
    confusion = np.zeros((CLASSES, CLASSES), dtype=np.int64)
    np.add.at(confusion, (y_test, predicted), 1)
    return DigitsRun(
        losses=np.array(losses),
        steps_per_epoch=len(y) // batch_size,
        weights=net.params["W1"],
        confusion=confusion,
        train_accuracy=float((net.loss(X).argmax(axis=1) == y).mean()),
        test_accuracy=float((predicted == y_test).mean()),
    )
