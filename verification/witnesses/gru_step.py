"""A step of a GRU, which moves the hidden state towards the candidate by a share of the way."""

import jax
import jax.numpy as jnp


def definition(x, prev_h, Wx, Wh, b):
    update, reset = (
        jax.nn.sigmoid(jnp.hstack([x, prev_h]) @ jnp.vstack([Wx[:, gate], Wh[:, gate]]) + b[gate])
        for gate in range(2)
    )
    candidate = jnp.tanh(x @ Wx[:, 2] + jnp.einsum("nk,nk,km->nm", reset, prev_h, Wh[:, 2]) + b[2])
    return prev_h + update * (candidate - prev_h)
