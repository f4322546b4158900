"""An embedding as the product of one-hot rows and a table."""

import jax
import jax.numpy as jnp


def definition(x, W):
    return jnp.tensordot(jax.nn.one_hot(x, W.shape[0], dtype=W.dtype), W, axes=1)
