"""An LSTM over time, as a scan; hidden state and cell are what is carried.

The derivatives with respect to what is added to them, where the next step sees it, are ``dprev_h`` and
``dprev_c``.
"""

import jax
import jax.numpy as jnp

from yudo.verification.witnesses.lstm_step import step


def states(x, h0, Wx, Wh, b, probes):
    def run(carried, given):
        at_t, probe = given
        carried = step(at_t, carried[0] + probe[0], carried[1] + probe[1], Wx, Wh, b)
        return carried, carried[0]

    return jax.lax.scan(run, (h0, jnp.zeros_like(h0)), (x, probes))[1]


def witness(x, h0, Wx, Wh, b, dh, T):
    x, dh = (jnp.stack([one[t] for t in range(1, T + 1)]) for one in (x, dh))
    probes = jnp.zeros((T, *h0.shape), h0.dtype)
    out, pullback = jax.vjp(states, x, h0, Wx, Wh, b, (probes, probes))
    dx, dh0, dWx, dWh, db, (dprev_h, dprev_c) = pullback(dh)
    by_step = {"out": out, "dx": dx, "dprev_h": dprev_h, "dprev_c": dprev_c}
    return {
        **{name: dict(enumerate(values, start=1)) for name, values in by_step.items()},
        "dh0": dh0,
        "dWx": dWx,
        "dWh": dWh,
        "db": db,
    }
