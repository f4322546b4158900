"""A residual block as one affine map of the extended input, with the identity for the skip connection."""

import jax
import jax.numpy as jnp


def definition(x, w, b):
    both = x @ jnp.concatenate([w, jnp.eye(len(w), dtype=w.dtype)], axis=1)
    branch, skipped = jnp.split(both, 2, axis=1)
    return jax.nn.relu(branch + b) + skipped
