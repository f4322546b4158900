"""RMS normalisation, one sample at a time."""

import jax
import jax.numpy as jnp


def definition(x, gamma, epsilon):
    def of_sample(features):
        return features * jax.lax.rsqrt(jnp.mean(jnp.square(features)) + epsilon)

    return jax.vmap(of_sample)(x) * gamma
