"""The net with batch normalisation and dropout, at the depth that the given weights have."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.batch_norm_net import bn_relu_backward, bn_relu_forward
from yudo.impl.dropout import dropout_backward
from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.relu import relu_backward
from yudo.impl.softmax_cross_entropy import softmax_loss


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name; those of every layer as a dict by the layer's number."""
    W, b, gamma, beta = (given[name] for name in ("W", "b", "gamma", "beta"))
    x, y, depth = given["x"], given["y"], len(given["W"])
    hidden = range(1, depth)
    net = object.__new__(FullyConnectedNet)
    net.num_layers, net.reg, net.normalization = depth, given["lambda"], "batchnorm"
    net.params = {f"W{layer}": W[layer] for layer in W} | {f"b{layer}": b[layer] for layer in b}
    net.params |= {f"gamma{layer}": gamma[layer] for layer in hidden}
    net.params |= {f"beta{layer}": beta[layer] for layer in hidden}
    net.norm_params = [{"eps": given["epsilon"]} for _ in hidden]
    net.dropout_params = [{"p": given["p"], "mask": given["mask"][layer]} for layer in hidden]
    loss, grads = net.loss(x, y)

    # The gradients inside of the net, which it does not return.
    caches, inner, active = {}, {}, x
    for layer in range(1, depth + 1):
        scores, caches[layer] = affine_forward(active, W[layer], b[layer])
        if layer < depth:
            norm_param, dropout_param = net.norm_params[layer - 1], net.dropout_params[layer - 1]
            active, inner[layer] = bn_relu_forward(
                scores, gamma[layer], beta[layer], norm_param, dropout_param
            )
    _, dz_last = softmax_loss(scores, y)
    dz, ds = {depth: dz_last}, {}
    for layer in range(depth - 1, 0, -1):
        da, _, _ = affine_backward(dz[layer + 1], caches[layer + 1])
        dz[layer], _, _ = bn_relu_backward(da, inner[layer])
        _, relu_cache, dropout_cache = inner[layer]
        assert dropout_cache is not None  # a mask was given
        ds[layer] = relu_backward(dropout_backward(da, dropout_cache), relu_cache)

    return {
        "loss": loss,
        "ds": ds,
        "dz": {layer: dz[layer] for layer in hidden},
        "dgamma": {layer: grads[f"gamma{layer}"] for layer in hidden},
        "dbeta": {layer: grads[f"beta{layer}"] for layer in hidden},
        "dW": {layer: grads[f"W{layer}"] for layer in W},
        "db": {layer: grads[f"b{layer}"] for layer in hidden},
        "db_last": grads[f"b{depth}"],
    }
