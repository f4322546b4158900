"""A step of an LSTM, with the weights of every gate by themselves."""

import jax
import jax.numpy as jnp


def step(x, prev_h, prev_c, weights):
    def gate(name, activation):
        return activation(x @ weights[f"Wx{name}"] + prev_h @ weights[f"Wh{name}"] + weights[f"b{name}"])

    kept = gate("f", jax.nn.sigmoid) * prev_c
    next_c = kept + gate("i", jax.nn.sigmoid) * gate("g", jnp.tanh)
    return gate("o", jax.nn.sigmoid) * jnp.tanh(next_c), next_c


def witness(x, prev_h, prev_c, dnext_h, dnext_c, **weights):
    (next_h, next_c), pullback = jax.vjp(step, x, prev_h, prev_c, weights)
    dx, dprev_h, dprev_c, gradients = pullback((dnext_h, dnext_c))
    found = {"next_h": next_h, "next_c": next_c, "dx": dx, "dprev_h": dprev_h, "dprev_c": dprev_c}
    return found | {f"d{name}": gradient for name, gradient in gradients.items()}
