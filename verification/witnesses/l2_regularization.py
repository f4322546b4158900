"""L2 regularization under its three scalings."""

import jax
import jax.numpy as jnp


def witness(w, lambda_, N):
    results = {}
    for suffix, scale in (("", 1.0), ("_half", 0.5), ("_mean", 0.5 / N)):
        penalty = lambda w, scale=scale: lambda_ * scale * jnp.vdot(w, w)  # noqa: E731
        results["loss" + suffix], results["dw" + suffix] = jax.value_and_grad(penalty)(w)
    return results
