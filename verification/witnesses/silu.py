"""The sigmoid linear unit."""

from jax.nn import silu


def definition(x):
    return silu(x)
