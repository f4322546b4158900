"""Batch normalisation."""

import jax
import jax.numpy as jnp


def normalised(x, mean, variance, gamma, beta, epsilon):
    return gamma * (x - mean) * jax.lax.rsqrt(variance + epsilon) + beta


def witness(x, gamma, beta, epsilon, momentum, running_mean, running_var, dout):
    def layer(x, gamma, beta):
        return normalised(x, jnp.mean(x, axis=0), jnp.var(x, axis=0), gamma, beta, epsilon)

    def given_mean(mean):
        return normalised(x, mean, jnp.mean((x - mean) ** 2, axis=0), gamma, beta, epsilon)

    def given_variance(variance):
        return normalised(x, mean, variance, gamma, beta, epsilon)

    mean, variance = jnp.mean(x, axis=0), jnp.var(x, axis=0)
    out, pullback = jax.vjp(layer, x, gamma, beta)
    dx, dgamma, dbeta = pullback(dout)
    return {
        "out": out,
        "running_mean": momentum * running_mean + (1 - momentum) * mean,
        "running_var": momentum * running_var + (1 - momentum) * variance,
        "out_test": normalised(x, running_mean, running_var, gamma, beta, epsilon),
        "dbeta": dbeta,
        "dgamma": dgamma,
        "dvar": jax.vjp(given_variance, variance)[1](dout)[0],
        "dmu": jax.vjp(given_mean, mean)[1](dout)[0],
        "dx_graph": dx,
        "dx": dx,
    }
