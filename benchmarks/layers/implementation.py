"""The code of ``impl/``, called as a user calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.layers.operations import REG, Arrays
from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.sigmoid import logit, sigmoid_backward, sigmoid_forward
from yudo.impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss
from yudo.impl.two_layer_net import TwoLayerNet

_FORWARD = {
    "affine_forward": affine_forward,
    "relu_forward": relu_forward,
    "sigmoid_forward": sigmoid_forward,
    "softmax_forward": softmax_forward,
    "softmax_loss": softmax_loss,
    "logit": logit,
}
_BACKWARD = {
    "affine_backward": (affine_forward, affine_backward),
    "relu_backward": (relu_forward, relu_backward),
    "sigmoid_backward": (sigmoid_forward, sigmoid_backward),
    "softmax_backward": (softmax_forward, softmax_backward),
}


def call(operation: str, a: Arrays) -> Callable[[], Any]:
    """A function without arguments that carries out the operation on the arrays."""
    if operation in _BACKWARD:
        forward, backward = _BACKWARD[operation]
        dout = a.pop("dout")
        _, cache = forward(*a.values())
        return lambda: backward(dout, cache)
    if operation in _FORWARD:
        a.pop("dout", None)
        function, arguments = _FORWARD[operation], tuple(a.values())
        return lambda: function(*arguments)
    if operation == "l2_regularization":
        w = a["w"]
        return lambda: l2_regularization(w, REG)
    X, y = a.pop("X"), a.pop("y")
    sizes = [X.shape[1], *(a[f"W{layer}"].shape[1] for layer in range(1, len(a) // 2 + 1))]
    net: Any
    if operation == "two_layer_net_loss":
        net = TwoLayerNet(*sizes, reg=REG, dtype=X.dtype)
    else:
        net = FullyConnectedNet(sizes[1:-1], sizes[0], sizes[-1], reg=REG, dtype=X.dtype)
    net.params.update(a)
    return lambda: net.loss(X, y)
