"""Max pooling as a gather of all windows and their maximum; each of several largest pixels moves it."""

import jax.numpy as jnp
from jax.lax import stop_gradient


def definition(x, R, T, S):
    P, Q = ((size - window) // S + 1 for size, window in zip(x.shape[2:], (R, T), strict=True))
    rows = S * jnp.arange(P)[:, None] + jnp.arange(R)
    columns = S * jnp.arange(Q)[:, None] + jnp.arange(T)
    windows = x[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    largest = stop_gradient(jnp.max(windows, axis=(4, 5), keepdims=True))
    # JAX shares the gradient of jnp.max out among equal entries; what is added here is 0.
    above = jnp.sum(jnp.where(windows == largest, windows - largest, 0), axis=(4, 5))
    return largest[..., 0, 0] + above
