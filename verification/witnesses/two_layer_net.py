"""The two-layer net."""

import jax
import jax.numpy as jnp


def scores(params, x):
    W1, b1, W2, b2 = params
    hidden = jax.nn.relu(x.reshape(x.shape[0], -1) @ W1 + b1)
    return hidden @ W2 + b2


def objective(params, x, y, strength):
    log_probs = jax.nn.log_softmax(scores(params, x))
    picked = jnp.sum(jax.nn.one_hot(y, log_probs.shape[1], dtype=x.dtype) * log_probs)
    W1, _, W2, _ = params
    return -picked / x.shape[0] + strength / 2 * (jnp.sum(W1**2) + jnp.sum(W2**2))


def witness(x, y, W1, b1, W2, b2, lambda_):
    params = (W1, b1, W2, b2)
    loss, grads = jax.value_and_grad(objective)(params, x, y, lambda_)
    names = ("dW1", "db1", "dW2", "db2")
    return {"scores": scores(params, x), "loss": loss} | dict(zip(names, grads, strict=True))
