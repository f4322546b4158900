"""A step of a recurrent net, with input and hidden state joined to one row."""

import jax.numpy as jnp


def definition(x, prev_h, Wx, Wh, b):
    joined = jnp.concatenate([x, prev_h], axis=1)
    return jnp.tanh(joined @ jnp.concatenate([Wx, Wh]) + b)
