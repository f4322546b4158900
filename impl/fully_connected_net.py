"""A network of any depth: (affine - ReLU) × (L - 1) - affine - softmax loss, with L2 on the weights."""

from collections.abc import Sequence
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray
from yudo.impl.affine import affine_backward, affine_forward, affine_parameter_gradients
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.softmax_cross_entropy import softmax_loss


class FullyConnectedNet:
    """L affine layers with a ReLU between any two; loss = mean cross-entropy + reg / 2 Σ_l ΣWl².

    Parameters
    ----------
    hidden_dims : H1, …, H(L-1), the hidden units of each layer; empty for a linear classifier (L = 1)
    input_dim : D, the numbers in a sample once it is flattened
    num_classes : C
    weight_scale : standard deviation of the initial weights; biases start at 0
    reg : L2 strength λ ≥ 0, on the weights but not on the biases
    seed : anything ``np.random.default_rng`` takes; None draws afresh every time
    dtype : floating dtype of the parameters, at least 32 bits

    Attributes
    ----------
    params : {"W1": (D, H1), "b1": (H1,), …, "WL": (H(L-1), C), "bL": (C,)}, yours to update
    num_layers : L
    reg : λ

    Raises
    ------
    TypeError
        a size is not an integer, a strength not a real number, or dtype not a floating dtype.
    ValueError
        a size is below 1, or a strength is negative or not finite.
    """

    def __init__(
        self,
        hidden_dims: Sequence[int],
        input_dim: int = 3 * 32 * 32,
        num_classes: int = 10,
        weight_scale: float = 1e-3,
        reg: float = 0.0,
        seed: int | np.random.Generator | None = None,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        _arguments.check_hidden_dims(hidden_dims)
        _arguments.check_sizes(input_dim=input_dim, num_classes=num_classes)
        _arguments.check_strengths(weight_scale=weight_scale, reg=reg)
        _arguments.check_dtype(dtype)
        rng = np.random.default_rng(seed)
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.params: dict[str, FloatArray] = {}
        for layer, (fan_in, fan_out) in enumerate(pairwise([input_dim, *hidden_dims, num_classes]), start=1):
            self.params[f"W{layer}"] = rng.normal(0, weight_scale, (fan_in, fan_out)).astype(dtype)
            self.params[f"b{layer}"] = np.zeros(fan_out, dtype)

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
        X : samples, (N, d1, …, dk) with d1 · … · dk = D; converted to the dtype of the parameters
        y : labels, (N,), any integer dtype, 0 ≤ y < C; or None

        Returns
        -------
        Without y, scores: (N, C). With y, loss: scalar, and grads: a dict with the keys and shapes of params.

        Raises
        ------
        TypeError
            X is not a floating-point array of at least 32 bits, or y is not an integer array.
        ValueError
            X, y or a parameter has the wrong shape; y is out of range or empty; the scores hold NaN
            or +inf.

        Derivation: fully_connected_net.loss, fully_connected_net.dW, fully_connected_net.db
        """
        _arguments.check_network(X, self.params, self.num_layers)
        params, L = self.params, self.num_layers
        affine_caches, relu_caches = {}, {}
        out = X.astype(params["W1"].dtype, copy=False)
        for layer in range(1, L + 1):
            out, affine_caches[layer] = affine_forward(out, params[f"W{layer}"], params[f"b{layer}"])
            if layer < L:
                out, relu_caches[layer] = relu_forward(out)
        if y is None:
            return out

        grads: dict[str, FloatArray] = {}
        loss, dout = softmax_loss(out, y)
        for layer in range(L, 1, -1):
            dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, affine_caches[layer])
            dout = relu_backward(dout, relu_caches[layer - 1])
        grads["W1"], grads["b1"] = affine_parameter_gradients(dout, affine_caches[1])

        for layer in range(1, L + 1):
            penalty, decay = l2_regularization(params[f"W{layer}"], self.reg)
            loss = loss + penalty
            grads[f"W{layer}"] += decay
        return loss, grads
