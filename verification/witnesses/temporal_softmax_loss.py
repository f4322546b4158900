"""Softmax and cross-entropy at every time step, with a mask."""

import jax
import jax.numpy as jnp


def masked_loss(x, y, mask):
    losses = -jnp.take_along_axis(jax.nn.log_softmax(x), y[:, :, None], axis=2)[:, :, 0]
    return jnp.where(mask > 0.5, losses, 0.0).sum() / x.shape[0]


def witness(x, y, mask):
    loss, dx = jax.value_and_grad(masked_loss)(x, y, mask)
    return {"loss": loss, "dx": dx}
