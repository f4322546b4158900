"""The sigmoid, the odds and the logit."""

import jax
import jax.numpy as jnp

from impl.sigmoid import logit, odds, sigmoid_backward, sigmoid_forward
from verification.inputs import PROBABILITY, REAL

DOMAINS = {"x": REAL, "dout": REAL, "p": PROBABILITY}
EMPTY_BATCH = True

LARGEST_FOR_ODDS = 15
"""From about 17 on, in float32, the probability is rounded to 1, and nothing is left of its odds."""


def observe(x, dout, p):
    out, cache = sigmoid_forward(x)
    results = {"out": out, "dx": sigmoid_backward(dout, cache), "logit": logit(p)}
    if (getattr(x, "high", x) <= LARGEST_FOR_ODDS).all():
        results["odds"] = odds(out)
    return results


def witness(x, dout, p):
    out, pullback = jax.vjp(jax.nn.sigmoid, x)
    (dx,) = pullback(dout)
    return {"out": out, "dx": dx, "odds": jnp.exp(x), "logit": jax.scipy.special.logit(p)}
