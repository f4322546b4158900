"""Softmax and its cross-entropy."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    x, y = given["x"], given["y"]
    probs, _ = softmax_forward(x)
    shifts = given["s"][:, None] if "s" in given else np.arange(len(x), dtype=x.dtype)[:, None] - 1
    shifted, _ = softmax_forward(x + shifts)
    loss, dx = softmax_loss(x, y)
    return {"probs": probs, "shift_invariance": shifted, "loss": loss, "dx": dx}


def two_class(given: Mapping[str, Any]) -> Any:
    """The second of two classes."""
    probs, _ = softmax_forward(given["x2"] if "x2" in given else given["x"][:, :2])
    return probs[:, 1]


def jacobian(given: Mapping[str, Any]) -> Any:
    """One upstream gradient per class, each 1 for that class alone: the rows of the Jacobian."""
    x = given["x"]
    N, C = x.shape
    _, cache = softmax_forward(x)
    each = np.broadcast_to(np.eye(C, dtype=x.dtype)[None], (N, C, C)).reshape(N * C, C)
    repeated = np.broadcast_to(cache[:, None, :], (N, C, C)).reshape(N * C, C)
    return softmax_backward(each, repeated).reshape(N, C, C)


def losses(given: Mapping[str, Any]) -> Any:
    """The loss of one sample; on numbers, of each."""
    x, y = given["x"], given["y"]
    if "n" in given:
        return softmax_loss(x[given["n"]][None, :], y[given["n"]][None])[0]
    return np.stack([softmax_loss(x[n : n + 1], y[n : n + 1])[0] for n in range(len(x))])


APART = {"two_class": two_class, "jacobian": jacobian, "cross_entropy": losses, "log_sum_exp": losses}


def without_meaning(given: Mapping[str, Any]) -> set[str]:
    """What is said of two classes, where there is one alone or one is masked."""
    pair = given["x"][:, :2]
    two = given["x"].shape[1] >= 2 and np.isfinite(getattr(pair, "low", pair)).all()
    return set() if two else {"two_class"}
