"""The convolutional net: the record has images that are padded already, and weights for rows and columns."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.conv2d import conv2d_forward
from yudo.impl.max_pool import max_pool_backward, max_pool_forward
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.softmax_cross_entropy import softmax_loss
from yudo.impl.three_layer_conv_net import ThreeLayerConvNet


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    x, y, reg = (given[name] for name in ("x", "y", "lambda"))
    W1, b1, W2, b2, W3, b3 = (given[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    F, P, Q, M = W2.shape
    net = object.__new__(ThreeLayerConvNet)
    net.params = {"W1": W1, "b1": b1, "W2": W2.reshape(F * P * Q, M), "b2": b2, "W3": W3, "b3": b3}
    net.conv_param = {"stride": 1, "pad": 0}
    net.pool_param = {"pool_height": given["A"], "pool_width": given["B"], "stride": given["S"]}
    net.reg = reg
    loss, grads = net.loss(x, y)
    gradients = {f"d{name}": grad for name, grad in grads.items()}

    # The gradient with respect to what the convolution yields, which the net does not return.
    convolved, _ = conv2d_forward(x, W1, b1, net.conv_param)
    active, relu1_cache = relu_forward(convolved)
    pooled, pool_cache = max_pool_forward(active, net.pool_param)
    hidden, cache2 = affine_forward(pooled, net.params["W2"], b2)
    hidden, relu2_cache = relu_forward(hidden)
    scores, cache3 = affine_forward(hidden, W3, b3)
    dhidden, _, _ = affine_backward(softmax_loss(scores, y)[1], cache3)
    dpooled, _, _ = affine_backward(relu_backward(dhidden, relu2_cache), cache2)
    dz1 = relu_backward(max_pool_backward(dpooled, pool_cache), relu1_cache)

    return {
        "scores": net.loss(x),
        "loss": loss,
        "dz1": dz1,
        **gradients,
        "dW2": grads["W2"].reshape(F, P, Q, M),
    }
