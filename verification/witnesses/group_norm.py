"""Group normalisation, one group of one image at a time, and in it one channel at a time."""

import jax
import jax.numpy as jnp


def definition(x, gamma, beta, epsilon):
    def of_group(channels, gamma, beta):
        unit = (channels - jnp.mean(channels)) * jax.lax.rsqrt(jnp.var(channels) + epsilon)
        return jax.vmap(lambda channel, scale, shift: scale * channel + shift)(unit, gamma, beta)

    return jax.vmap(jax.vmap(of_group), in_axes=(0, None, None))(x, gamma, beta)
