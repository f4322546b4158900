"""Global average pooling as a weighted sum, with the same weight for every pixel."""

import jax.numpy as jnp


def definition(x):
    pixels = x.reshape(*x.shape[:2], -1)
    weights = jnp.full(pixels.shape[2], 1.0 / pixels.shape[2], x.dtype)
    return jnp.einsum("ncp,p->nc", pixels, weights)
