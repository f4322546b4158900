"""Softmax and cross-entropy."""

import functools

import jax
import jax.numpy as jnp
import numpy as np

from impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss
from verification.inputs import LOGITS

DOMAINS = {"x": LOGITS}
EMPTY_BATCH = False


def observe(x, y):
    samples, classes = x.shape
    probs, cache = softmax_forward(x)
    shifts = np.arange(samples, dtype=x.dtype)[:, None] - 1
    loss, dx = softmax_loss(x, y)

    def jacobian():
        rows = [np.broadcast_to(unit, x.shape) for unit in np.eye(classes, dtype=x.dtype)]
        return np.stack([softmax_backward(unit, cache) for unit in rows], axis=1)

    @functools.cache
    def losses():
        return np.stack([softmax_loss(x[n : n + 1], y[n : n + 1])[0] for n in range(samples)])

    results = {
        "probs": probs,
        "shift_invariance": lambda: softmax_forward(x + shifts)[0],
        "jacobian": jacobian,
        "cross_entropy": losses,
        "log_sum_exp": losses,
        "loss": loss,
        "dx": dx,
    }
    pair = x[:, :2]
    if classes >= 2 and np.isfinite(getattr(pair, "low", pair)).all():
        results["two_class"] = softmax_forward(pair)[0][:, 1]
    return results


def mean_loss(x, y):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(x), y[:, None], axis=1))


def witness(x, y):
    probs = jax.nn.softmax(x)
    losses = -jnp.take_along_axis(jax.nn.log_softmax(x), y[:, None], axis=1)[:, 0]
    loss, dx = jax.value_and_grad(mean_loss)(x, y)
    results = {
        "probs": probs,
        "shift_invariance": probs,
        "jacobian": jax.vmap(jax.jacrev(jax.nn.softmax))(x),
        "cross_entropy": losses,
        "log_sum_exp": losses,
        "loss": loss,
        "dx": dx,
    }
    if x.shape[1] >= 2:
        results["two_class"] = jax.nn.sigmoid(x[:, 1] - x[:, 0])
    return results
