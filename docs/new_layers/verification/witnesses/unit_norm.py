"""Every sample divided by its length."""

import jax.numpy as jnp


def definition(x, epsilon):
    return x * (jnp.einsum("nd,nd->n", x, x) + epsilon)[:, None] ** -0.5
