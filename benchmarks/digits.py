"""Real input: the two-layer net learns the handwritten digits that ship with scikit-learn.

The network is the one of `yudo.impl.two_layer_net`, untouched; this module adds only the data and the
plainest of training loops, with one of the updates of `yudo.impl`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yudo.impl.adam import adam
from yudo.impl.adamw import adamw
from yudo.impl.momentum import sgd_momentum
from yudo.impl.nesterov import sgd_nesterov
from yudo.impl.rmsprop import rmsprop
from yudo.impl.sgd import sgd
from yudo.impl.two_layer_net import TwoLayerNet

Update = Callable[..., tuple[Any, dict[str, Any]]]
"""``update(w, dw, config)`` returns the next weights and the config for the next step."""

SIDE = 8
CLASSES = 10
UPDATES: Mapping[str, tuple[Update, float]] = {
    "sgd": (sgd, 0.5),
    "momentum": (sgd_momentum, 0.1),
    "nesterov": (sgd_nesterov, 0.1),
    "rmsprop": (rmsprop, 0.01),
    "adam": (adam, 0.02),
    "adamw": (adamw, 0.02),
}
"""The updates, each with the learning rate of 1, 2, 5 times powers of ten that suits this net best."""


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
    def epoch_means(self) -> npt.NDArray[np.float64]:
        """The mean of the losses of each epoch, (epochs,)."""
        return self.losses.reshape(-1, self.steps_per_epoch).mean(axis=1)

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
    update: Update = sgd_momentum,
    learning_rate: float = 0.05,
    reg: float = 3e-3,
) -> DigitsRun:
    """Train a two-layer net on three quarters of the 1,797 images and test it on the rest.

    The same seed gives the same run: it decides the split, the initial weights and the order of the batches,
    whatever the update is.
    """
    X, y, X_test, y_test = load_digits(seed)
    rng = np.random.default_rng(seed)
    # Weights of variance 1 / D keep the hidden values near 1; the default scale is meant for larger images.
    net = TwoLayerNet(X.shape[1], hidden_dim, CLASSES, weight_scale=X.shape[1] ** -0.5, reg=reg, seed=rng)
    configs: dict[str, dict[str, Any]] = {name: {"learning_rate": learning_rate} for name in net.params}
    losses = []
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(y)), len(y) // batch_size):
            loss, grads = net.loss(X[batch], y[batch])
            losses.append(float(loss))
            for name, grad in grads.items():
                net.params[name], configs[name] = update(net.params[name], grad, configs[name])

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


def near(rate: float) -> tuple[float, float, float]:
    """A learning rate between its neighbours among 1, 2, 5 times powers of ten."""
    ladder = [float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 2, 5)]
    place = ladder.index(rate)
    return ladder[place - 1], rate, ladder[place + 1]


def compare_updates(seed: int = 0, epochs: int = 10) -> dict[str, dict[float, DigitsRun]]:
    """The same net on the same batches, trained by every update at three learning rates; without a penalty.

    The seed decides the split, the weights at the start and the batches, which are the same for all.
    The rates are that of `UPDATES` and its neighbours.
    """
    return {
        name: {
            chosen: train_digits(seed, epochs=epochs, update=update, learning_rate=chosen, reg=0.0)
            for chosen in near(rate)
        }
        for name, (update, rate) in UPDATES.items()
    }
