"""Softmax and cross-entropy."""

import jax
import jax.numpy as jnp


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
