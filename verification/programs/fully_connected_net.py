"""The fully connected net, at the depth that the given weights have."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.softmax_cross_entropy import softmax_loss


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name; those of every layer as a dict by the layer's number."""
    W, b, x, y = given["W"], given["b"], given["x"], given["y"]
    depth = len(W)
    net = object.__new__(FullyConnectedNet)
    net.num_layers, net.reg, net.normalization = depth, given["lambda"], None
    net.norm_params = net.dropout_params = []
    net.params = {f"W{layer}": W[layer] for layer in W} | {f"b{layer}": b[layer] for layer in b}
    loss, grads = net.loss(x, y)

    # The gradients with respect to the scores of each layer, which the net does not return.
    caches, z, active = {}, {}, x
    for layer in range(1, depth + 1):
        z[layer], caches[layer] = affine_forward(active, W[layer], b[layer])
        active, _ = relu_forward(z[layer])
    _, dz_last = softmax_loss(z[depth], y)
    dz = {depth: dz_last}
    for layer in range(depth - 1, 0, -1):
        dactive, _, _ = affine_backward(dz[layer + 1], caches[layer + 1])
        dz[layer] = relu_backward(dactive, z[layer])

    return {
        "scores": net.loss(x),
        "loss": loss,
        "dz_last": dz_last,
        "dz": {layer: dz[layer] for layer in range(1, depth)},
        "dW": {layer: grads[f"W{layer}"] for layer in W},
        "db": {layer: grads[f"b{layer}"] for layer in b},
    }
