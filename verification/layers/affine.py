"""The affine layer."""

import jax
import jax.numpy as jnp

from impl.affine import affine_backward, affine_forward
from verification.inputs import REAL

DOMAINS = dict.fromkeys(("x", "w", "b", "dout"), REAL)
EMPTY_BATCH = True


def observe(x, w, b, dout):
    out, cache = affine_forward(x, w, b)
    dx, dw, db = affine_backward(dout, cache)
    return {"out": out, "dx": dx, "dw": dw, "db": db}


def definition(x, w, b):
    return jnp.einsum("nd,dm->nm", x.reshape(x.shape[0], w.shape[0]), w) + b


def witness(x, w, b, dout):
    out, pullback = jax.vjp(definition, x, w, b)
    dx, dw, db = pullback(dout)
    return {"out": out, "dx": dx, "dw": dw, "db": db}
