"""The Gaussian bump."""

import jax.numpy as jnp


def definition(x):
    return jnp.exp(-jnp.square(x))
