"""The convolutional net."""

import jax
import jax.numpy as jnp
from jax.lax import stop_gradient


def convolved(x, W1, b1):
    R, T = W1.shape[2:]
    rows = jnp.arange(x.shape[2] - R + 1)[:, None] + jnp.arange(R)
    columns = jnp.arange(x.shape[3] - T + 1)[:, None] + jnp.arange(T)
    windows = x[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return jnp.einsum("nchvrt,fcrt->nfhv", windows, W1) + b1[:, None, None]


def scores(z1, W2, b2, W3, b3, window):
    A, B, S = window
    P, Q = W2.shape[1:3]
    rows, columns = S * jnp.arange(P)[:, None] + jnp.arange(A), S * jnp.arange(Q)[:, None] + jnp.arange(B)
    windows = jax.nn.relu(z1)[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    largest = stop_gradient(jnp.max(windows, axis=(4, 5), keepdims=True))
    # Each of several largest pixels moves the maximum; what is added here is 0.
    above = jnp.sum(jnp.where(windows == largest, windows - largest, 0), axis=(4, 5))
    hidden = jax.nn.relu(jnp.einsum("nfpq,fpqm->nm", largest[..., 0, 0] + above, W2) + b2)
    return hidden @ W3 + b3


def data_loss(z1, above, window, y):
    W2, b2, W3, b3 = above
    logits = scores(z1, W2, b2, W3, b3, window)
    log_probs = jax.nn.log_softmax(logits)
    return -jnp.mean(jnp.take_along_axis(log_probs, y[:, None], axis=1)), logits


def penalty(weights, strength):
    return strength / 2 * sum(jnp.sum(W**2) for W in weights)


def witness(x, y, W1, b1, W2, b2, W3, b3, lambda_, A, B, S):
    z1, to_filters = jax.vjp(lambda W1, b1: convolved(x, W1, b1), W1, b1)
    of_data = jax.value_and_grad(data_loss, argnums=(0, 1), has_aux=True)
    (loss, logits), (dz1, (dW2, db2, dW3, db3)) = of_data(z1, (W2, b2, W3, b3), (A, B, S), y)
    dW1, db1 = to_filters(dz1)
    penalised, decay = jax.value_and_grad(penalty)((W1, W2, W3), lambda_)
    weights = (grad + part for grad, part in zip((dW1, dW2, dW3), decay, strict=True))
    return {
        "scores": logits,
        "loss": loss + penalised,
        "dz1": dz1,
        **dict(zip(("dW1", "dW2", "dW3"), weights, strict=True)),
        "db1": db1,
        "db2": db2,
        "db3": db3,
    }
