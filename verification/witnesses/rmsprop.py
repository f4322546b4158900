"""RMSProp."""

import jax.numpy as jnp


def witness(w, dw, v, eta, rho, epsilon):
    next_v = rho * v + (1 - rho) * jnp.square(dw)
    return {"next_v": next_v, "next_w": w - eta * dw / (jnp.sqrt(next_v) + epsilon)}
