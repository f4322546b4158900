"""The sigmoid, the odds and the logit."""

import jax
import jax.numpy as jnp


def witness(x, dout, p):
    out, pullback = jax.vjp(jax.nn.sigmoid, x)
    (dx,) = pullback(dout)
    return {"out": out, "dx": dx, "odds": jnp.exp(x), "logit": jax.scipy.special.logit(p)}
