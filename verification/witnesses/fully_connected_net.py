"""The fully connected net of any depth."""

import jax
import jax.numpy as jnp


def scores(W, b, x, probes):
    """The scores, with something added to every pre-activation, whose gradient is then dz."""
    out = x.reshape(x.shape[0], -1)
    for layer in sorted(W):
        out = out if layer == 1 else jax.nn.relu(out)
        out = out @ W[layer] + b[layer] + probes[layer]
    return out


def objective(W, b, probes, x, y, strength):
    log_probs = jax.nn.log_softmax(scores(W, b, x, probes))
    data = -jnp.mean(log_probs[jnp.arange(x.shape[0]), y])
    return data + strength / 2 * sum(jnp.sum(weights**2) for weights in W.values())


def witness(x, y, W, b, lambda_, L):
    probes = {layer: jnp.zeros((x.shape[0], W[layer].shape[1]), x.dtype) for layer in W}
    gradients_of = jax.value_and_grad(objective, argnums=(0, 1, 2))
    loss, (dW, db, dz) = gradients_of(W, b, probes, x, y, lambda_)
    return {
        "scores": scores(W, b, x, probes),
        "loss": loss,
        "dz_last": dz[L],
        "dz": {layer: dz[layer] for layer in range(1, L)},
        "dW": dW,
        "db": db,
    }
