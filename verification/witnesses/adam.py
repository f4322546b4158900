"""Adam."""

import jax.numpy as jnp


def witness(w, dw, m, v, eta, beta_1, beta_2, epsilon, t):
    next_m = beta_1 * m + (1 - beta_1) * dw
    next_v = beta_2 * v + (1 - beta_2) * jnp.square(dw)
    mhat, vhat = next_m / (1 - beta_1**t), next_v / (1 - beta_2**t)
    return {
        "next_m": next_m,
        "next_v": next_v,
        "corrected": dw,
        "next_w": w - eta * mhat / (jnp.sqrt(vhat) + epsilon),
    }
