"""The Gaussian error linear unit in its tanh form; that of ``jax.nn`` loses the digits of the tail."""

import jax.numpy as jnp
from jax.nn import sigmoid


def definition(x):
    return x * sigmoid(2 * jnp.sqrt(2 / jnp.pi) * (x + 0.044715 * x**3))
