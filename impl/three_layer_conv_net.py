"""A convolutional network: conv - ReLU - 2x2 max pool - affine - ReLU - affine - softmax loss, with L2."""

from typing import overload

import numpy as np
import numpy.typing as npt

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray
from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.conv2d import conv2d_backward, conv2d_forward
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.max_pool import max_pool_backward, max_pool_forward
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.softmax_cross_entropy import softmax_loss


class ThreeLayerConvNet:
    """Three layers with weights: a convolution and two affine layers, as in CS231n's assignment 2.

    Parameters
    ----------
    input_dim : (C, H, W) of an image
    num_filters : F
    filter_size : R, the rows and columns of a filter; odd, as the images are padded to keep their size
    hidden_dim : M, the hidden units of the first affine layer
    num_classes : K
    weight_scale : standard deviation of the initial weights; biases start at 0
    reg : L2 strength λ ≥ 0, on the weights but not on the biases
    seed : anything ``np.random.default_rng`` takes; None draws afresh every time
    dtype : floating dtype of the parameters, at least 32 bits

    Attributes
    ----------
    params : {"W1": (F, C, R, R), "b1": (F,), "W2": (F · (H // 2) · (W // 2), M), "b2": (M,), "W3": (M, K),
        "b3": (K,)}, yours to update
    conv_param : {"stride": 1, "pad": (R - 1) // 2}
    pool_param : {"pool_height": 2, "pool_width": 2, "stride": 2}
    reg : λ

    Raises
    ------
    TypeError
        a size is not an integer, a strength not a real number, or dtype not a floating dtype.
    ValueError
        input_dim does not hold three sizes; a size is below 1, and H or W below 2; filter_size is even;
        a strength is negative or not finite.
    """

    def __init__(
        self,
        input_dim: tuple[int, int, int] = (3, 32, 32),
        num_filters: int = 32,
        filter_size: int = 7,
        hidden_dim: int = 100,
        num_classes: int = 10,
        weight_scale: float = 1e-3,
        reg: float = 0.0,
        seed: int | np.random.Generator | None = None,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        _arguments.check_image_dims(input_dim)
        _arguments.check_sizes(
            num_filters=num_filters, filter_size=filter_size, hidden_dim=hidden_dim, num_classes=num_classes
        )
        _arguments.check_odd("filter_size", filter_size)
        _arguments.check_strengths(weight_scale=weight_scale, reg=reg)
        _arguments.check_dtype(dtype)
        rng = np.random.default_rng(seed)
        C, H, W = input_dim
        pooled = num_filters * (H // 2) * (W // 2)
        self.reg = reg
        self.conv_param = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
        self.params: dict[str, FloatArray] = {}
        shapes = ((num_filters, C, filter_size, filter_size), (pooled, hidden_dim), (hidden_dim, num_classes))
        for layer, (shape, units) in enumerate(
            zip(shapes, (num_filters, hidden_dim, num_classes), strict=True), start=1
        ):
            self.params[f"W{layer}"] = rng.normal(0, weight_scale, shape).astype(dtype)
            self.params[f"b{layer}"] = np.zeros(units, dtype)

    @overload
    def loss(self, X: FloatArray, y: None = None) -> FloatArray: ...
    @overload
    def loss(self, X: FloatArray, y: IntArray) -> tuple[FloatScalar, dict[str, FloatArray]]: ...

    def loss(
        self, X: FloatArray, y: IntArray | None = None
    ) -> FloatArray | tuple[FloatScalar, dict[str, FloatArray]]:
        """Return the scores of a batch, or with labels its loss and the gradient of every parameter.

        Parameters
        ----------
        X : images, (N, C, H, W); converted to the dtype of the parameters
        y : labels, (N,), any integer dtype, 0 ≤ y < K; or None

        Returns
        -------
        Without y, scores: (N, K). With y, loss: scalar, and grads: a dict with the keys and shapes of params.

        Raises
        ------
        TypeError
            X is not a floating-point array of at least 32 bits, or y is not an integer array.
        ValueError
            X, y or a parameter has the wrong shape; y is out of range or empty; the scores hold NaN
            or +inf.

        Derivation: three_layer_conv_net.loss, three_layer_conv_net.dW1, three_layer_conv_net.db1,
        three_layer_conv_net.dW2, three_layer_conv_net.db2, three_layer_conv_net.dW3, three_layer_conv_net.db3
        """
        _arguments.check_conv_network(X, self.params, self.conv_param, self.pool_param)
        W1, b1, W2, b2, W3, b3 = (self.params[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
        convolved, conv_cache = conv2d_forward(X.astype(W1.dtype, copy=False), W1, b1, self.conv_param)
        active, relu1_cache = relu_forward(convolved)
        pooled, pool_cache = max_pool_forward(active, self.pool_param)
        hidden, cache2 = affine_forward(pooled, W2, b2)
        hidden, relu2_cache = relu_forward(hidden)
        scores, cache3 = affine_forward(hidden, W3, b3)
        if y is None:
            return scores

        grads: dict[str, FloatArray] = {}
        loss, dscores = softmax_loss(scores, y)
        dhidden, grads["W3"], grads["b3"] = affine_backward(dscores, cache3)
        dhidden = relu_backward(dhidden, relu2_cache)
        dpooled, grads["W2"], grads["b2"] = affine_backward(dhidden, cache2)
        dactive = max_pool_backward(dpooled, pool_cache)
        dconvolved = relu_backward(dactive, relu1_cache)
        _, grads["W1"], grads["b1"] = conv2d_backward(dconvolved, conv_cache)

        for name in ("W1", "W2", "W3"):
            penalty, decay = l2_regularization(self.params[name], self.reg)
            loss = loss + penalty
            grads[name] += decay
        return loss, grads
