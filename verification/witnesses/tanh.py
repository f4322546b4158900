"""The hyperbolic tangent."""

from jax.numpy import tanh as definition  # noqa: F401
