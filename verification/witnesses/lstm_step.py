"""A step of an LSTM, by one product of tensors for all gates."""

import jax
import jax.numpy as jnp


def step(x, prev_h, prev_c, Wx, Wh, b):
    a = jnp.einsum("nd,dqm->qnm", x, Wx) + jnp.einsum("nk,kqm->qnm", prev_h, Wh) + b[:, None]
    take, keep, show = jax.nn.sigmoid(a[:3])
    next_c = keep * prev_c + take * jnp.tanh(a[3])
    return show * jnp.tanh(next_c), next_c


def witness(x, prev_h, prev_c, Wx, Wh, b, dnext_h, dnext_c):
    (next_h, next_c), pullback = jax.vjp(step, x, prev_h, prev_c, Wx, Wh, b)
    names = ("dx", "dprev_h", "dprev_c", "dWx", "dWh", "db")
    gradients = dict(zip(names, pullback((dnext_h, dnext_c)), strict=True))
    return {"next_h": next_h, "next_c": next_c, **gradients}
