"""The fully connected net of any depth."""

import jax
import jax.numpy as jnp

from impl.affine import affine_forward
from impl.fully_connected_net import FullyConnectedNet
from impl.relu import relu_backward, relu_forward
from impl.softmax_cross_entropy import softmax_loss
from verification.inputs import REAL, TAME

DOMAINS = {"x": TAME, "W": TAME, "b": REAL}
EMPTY_BATCH = False


def observe(x, y, W, b, lambda_, L):
    net = FullyConnectedNet(
        [W[layer].shape[1] for layer in range(1, L)],
        W[1].shape[0],
        W[L].shape[1],
        reg=lambda_,
        dtype=W[1].dtype,
    )
    net.params = {f"W{layer}": W[layer] for layer in W} | {f"b{layer}": b[layer] for layer in b}
    loss, grads = net.loss(x, y)
    dz = _upstream_gradients(x, y, W, b, L)
    return {
        "scores": net.loss(x),
        "loss": loss,
        "dz_last": dz[L],
        "dz": {layer: dz[layer] for layer in range(1, L)},
        "dW": {layer: grads[f"W{layer}"] for layer in W},
        "db": {layer: grads[f"b{layer}"] for layer in b},
    }


def _upstream_gradients(x, y, W, b, L):
    """What the net passes from layer to layer and does not return."""
    pre_activations, out = {}, x
    for layer in range(1, L + 1):
        pre_activations[layer], _ = affine_forward(out, W[layer], b[layer])
        out, _ = relu_forward(pre_activations[layer])
    _, dout = softmax_loss(pre_activations[L], y)
    gradients = {L: dout}
    for layer in range(L - 1, 0, -1):
        gradients[layer] = relu_backward(gradients[layer + 1] @ W[layer + 1].T, pre_activations[layer])
    return gradients


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
