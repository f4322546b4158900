"""Dropout: what is off is 0, and what is on is as much larger as it is rarer."""

import jax
import jax.numpy as jnp


def witness(x, mask, p, dout):
    out, pullback = jax.vjp(lambda x: jnp.where(mask > 0.5, x / p, 0.0), x)
    return {"out": out, "out_test": x, "expectation": x, "dx": pullback(dout)[0]}
