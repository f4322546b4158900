"""Batch normalisation."""

import jax.numpy as jnp


def definition(x, gamma, beta, epsilon):
    return gamma * (x - jnp.mean(x, axis=0)) / jnp.sqrt(jnp.var(x, axis=0) + epsilon) + beta
