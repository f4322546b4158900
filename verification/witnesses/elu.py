"""The exponential linear unit: JAX's derivative of ``expm1`` is off for very negative numbers."""

import jax
import jax.numpy as jnp


def witness(x, dout, alpha):
    negative = jnp.where(x > 0, 0, x)  # keeps an overflow out of the gradient
    _, pullback = jax.vjp(lambda x: jnp.where(x > 0, x, alpha * (jnp.exp(jnp.where(x > 0, 0, x)) - 1)), x)
    return {"out": jnp.where(x > 0, x, alpha * jnp.expm1(negative)), "dx": pullback(dout)[0]}
