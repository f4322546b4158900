"""Convolution as XLA has it, which JAX differentiates."""

from jax import lax


def definition(x, w, b, S):
    images = lax.conv_general_dilated(x, w, (S, S), "VALID", precision=lax.Precision.HIGHEST)
    return images + b[:, None, None]
