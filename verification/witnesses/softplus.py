"""The softplus."""

from jax.nn import softplus


def definition(x):
    return softplus(x)
