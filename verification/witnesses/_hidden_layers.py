"""A net with normalisation and dropout in its hidden layers."""

import jax
import jax.numpy as jnp


def scores(params, probes, x, mask, epsilon, p, axis):
    """The scores, with something added to each affine output and to each normalised one: their gradients."""
    W, b, gamma, beta = params
    at_z, at_s = probes
    out = x.reshape(x.shape[0], -1)
    for layer in sorted(W):
        out = out @ W[layer] + b[layer] + at_z[layer]
        if layer < len(W):
            centred = out - jnp.mean(out, axis=axis, keepdims=True)
            xhat = centred / jnp.sqrt(jnp.mean(centred**2, axis=axis, keepdims=True) + epsilon)
            out = jax.nn.relu(gamma[layer] * xhat + beta[layer] + at_s[layer]) * mask[layer] / p
    return out


def objective(params, probes, x, y, mask, epsilon, p, axis, strength):
    log_probs = jax.nn.log_softmax(scores(params, probes, x, mask, epsilon, p, axis))
    data = -jnp.mean(log_probs[jnp.arange(x.shape[0]), y])
    return data + strength / 2 * sum(jnp.sum(weights**2) for weights in params[0].values())


def gradients(axis, x, y, W, b, gamma, beta, mask, epsilon, p, lambda_, L):
    """What a net has that normalises along an axis; that of every layer as a dict by the layer's number."""
    params = (W, b, gamma, beta)
    zeros = {layer: jnp.zeros((x.shape[0], W[layer].shape[1]), x.dtype) for layer in W}
    gradients_of = jax.value_and_grad(objective, argnums=(0, 1))
    loss, (outer, inner) = gradients_of(params, (zeros, zeros), x, y, mask, epsilon, p, axis, lambda_)
    of_hidden = {"dgamma": outer[2], "dbeta": outer[3], "dz": inner[0], "ds": inner[1]}
    hidden = {name: {layer: of[layer] for layer in range(1, L)} for name, of in of_hidden.items()}
    return {"loss": loss, "dW": outer[0], "db": outer[1], **hidden}
