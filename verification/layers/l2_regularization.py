"""L2 regularization under its three scalings."""

import jax
import jax.numpy as jnp

from impl.l2_regularization import l2_regularization
from verification.inputs import REAL

DOMAINS = {"w": REAL}
EMPTY_BATCH = False


def observe(w, lambda_, N):
    loss, dw = l2_regularization(w, lambda_, "full")
    loss_half, dw_half = l2_regularization(w, lambda_, "half")
    loss_mean, dw_mean = l2_regularization(w, lambda_, "mean", num_samples=N)
    return {
        "loss": loss,
        "dw": dw,
        "loss_half": loss_half,
        "dw_half": dw_half,
        "loss_mean": loss_mean,
        "dw_mean": dw_mean,
    }


def witness(w, lambda_, N):
    results = {}
    for suffix, scale in (("", 1.0), ("_half", 0.5), ("_mean", 0.5 / N)):
        penalty = lambda w, scale=scale: lambda_ * scale * jnp.vdot(w, w)  # noqa: E731
        results["loss" + suffix], results["dw" + suffix] = jax.value_and_grad(penalty)(w)
    return results
