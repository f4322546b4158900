"""Positional encoding as a lookup of one-hot positions in the table, which JAX differentiates."""

import jax.numpy as jnp


def definition(x, table):
    return x + jnp.einsum("ts,sd->td", jnp.eye(x.shape[1], dtype=x.dtype), table)
