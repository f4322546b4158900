"""The sigmoid, the odds and the logit."""

import jax
import jax.numpy as jnp

from impl.sigmoid import logit, odds, sigmoid_backward, sigmoid_forward
from verification.inputs import PROBABILITY, REAL

DOMAINS = {"x": REAL, "dout": REAL, "p": PROBABILITY}
EMPTY_BATCH = True


def observe(x, dout, p):
    out, cache = sigmoid_forward(x)
    return {"out": out, "dx": sigmoid_backward(dout, cache), "odds": odds(out), "logit": logit(p)}


def witness(x, dout, p):
    out, pullback = jax.vjp(jax.nn.sigmoid, x)
    (dx,) = pullback(dout)
    return {"out": out, "dx": dx, "odds": jnp.exp(x), "logit": jax.scipy.special.logit(p)}
