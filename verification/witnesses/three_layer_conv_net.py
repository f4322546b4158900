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


def data_loss(z1, W2, b2, W3, b3, window, y):
    log_probs = jax.nn.log_softmax(scores(z1, W2, b2, W3, b3, window))
    return -jnp.mean(jnp.take_along_axis(log_probs, y[:, None], axis=1))


def objective(params, window, x, y, strength):
    W1, b1, W2, b2, W3, b3 = params
    squares = jnp.sum(W1**2) + jnp.sum(W2**2) + jnp.sum(W3**2)
    return data_loss(convolved(x, W1, b1), W2, b2, W3, b3, window, y) + strength / 2 * squares


def witness(x, y, W1, b1, W2, b2, W3, b3, lambda_, A, B, S):
    z1, above, window = convolved(x, W1, b1), (W2, b2, W3, b3), (A, B, S)
    loss, grads = jax.value_and_grad(objective)((W1, b1, *above), window, x, y, lambda_)
    names = ("dW1", "db1", "dW2", "db2", "dW3", "db3")
    return {
        "scores": scores(z1, *above, window),
        "loss": loss,
        "dz1": jax.grad(data_loss)(z1, *above, window, y),
        **dict(zip(names, grads, strict=True)),
    }
