"""Softmax and its cross-entropy."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss


def observe(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    x, y, n = given["x"], given["y"], given["n"]
    N, C = x.shape
    probs, cache = softmax_forward(x)
    shifted, _ = softmax_forward(x + given["s"][:, None])
    loss, dx = softmax_loss(x, y)
    loss_of_one, _ = softmax_loss(x[n][None, :], y[n][None])
    pair, _ = softmax_forward(given["x2"])

    # One upstream gradient per class, each 1 for that class alone: the rows of the Jacobian.
    each = np.broadcast_to(np.eye(C)[None], (N, C, C)).reshape(N * C, C)
    repeated = np.broadcast_to(cache[:, None, :], (N, C, C)).reshape(N * C, C)
    jacobian = softmax_backward(each, repeated).reshape(N, C, C)

    return {
        "probs": probs,
        "shift_invariance": shifted,
        "jacobian": jacobian,
        "cross_entropy": loss_of_one,
        "log_sum_exp": loss_of_one,
        "two_class": pair[:, 1],
        "loss": loss,
        "dx": dx,
    }
