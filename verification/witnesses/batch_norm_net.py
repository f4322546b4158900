"""The net with batch normalisation and dropout."""

import jax
import jax.numpy as jnp


def scores(params, probes, x, mask, epsilon, p):
    """The scores, with something added to each affine output and to each normalised one: their gradients."""
    W, b, gamma, beta = params
    at_z, at_s = probes
    out = x.reshape(x.shape[0], -1)
    for layer in sorted(W):
        out = out @ W[layer] + b[layer] + at_z[layer]
        if layer < len(W):
            centred = out - jnp.mean(out, axis=0)
            xhat = centred / jnp.sqrt(jnp.mean(centred**2, axis=0) + epsilon)
            out = jax.nn.relu(gamma[layer] * xhat + beta[layer] + at_s[layer]) * mask[layer] / p
    return out


def objective(params, probes, x, y, mask, epsilon, p, strength):
    log_probs = jax.nn.log_softmax(scores(params, probes, x, mask, epsilon, p))
    data = -jnp.mean(log_probs[jnp.arange(x.shape[0]), y])
    return data + strength / 2 * sum(jnp.sum(weights**2) for weights in params[0].values())


def witness(x, y, W, b, gamma, beta, mask, epsilon, p, lambda_, L):
    params = (W, b, gamma, beta)
    zeros = {layer: jnp.zeros((x.shape[0], W[layer].shape[1]), x.dtype) for layer in W}
    gradients_of = jax.value_and_grad(objective, argnums=(0, 1))
    loss, (gradients, inner) = gradients_of(params, (zeros, zeros), x, y, mask, epsilon, p, lambda_)
    hidden = range(1, L)
    of_hidden = {
        "dgamma": gradients[2],
        "dbeta": gradients[3],
        "db": gradients[1],
        "dz": inner[0],
        "ds": inner[1],
    }
    return {
        "loss": loss,
        "dW": gradients[0],
        "db_last": gradients[1][L],
        **{name: {layer: of[layer] for layer in hidden} for name, of in of_hidden.items()},
    }
