"""A network of any depth: hidden layers × (L - 1) - affine - softmax loss, with L2 on the weights.

A hidden layer is affine - [batch or layer normalisation] - ReLU - [dropout].
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray
from yudo.impl.affine import affine_backward, affine_forward, affine_parameter_gradients
from yudo.impl.batch_norm_net import bn_relu_backward, bn_relu_forward
from yudo.impl.dropout import dropout_backward, dropout_forward
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.layer_norm_net import ln_relu_backward, ln_relu_forward
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.softmax_cross_entropy import softmax_loss


class FullyConnectedNet:
    """L affine layers with a ReLU between any two; loss = mean cross-entropy + reg / 2 Σ_l ΣWl².

    Parameters
    ----------
    hidden_dims : H1, …, H(L-1), the hidden units of each layer; empty for a linear classifier (L = 1)
    input_dim : D, the numbers in a sample once it is flattened
    num_classes : C
    weight_scale : standard deviation of the initial weights; biases and shifts start at 0, scales at 1
    reg : L2 strength λ ≥ 0, on the weights but not on biases, scales and shifts
    seed : anything ``np.random.default_rng`` takes; None draws afresh every time. With dropout, a seed makes
        the masks the same at each call as well, as a numerical gradient check needs
    dtype : floating dtype of the parameters, at least 32 bits
    normalization : ``"batchnorm"`` or ``"layernorm"`` in each hidden layer, before its ReLU; or None
    dropout_keep_ratio : the probability that a hidden unit stays on in training; 1 is no dropout

    Attributes
    ----------
    params : {"W1": (D, H1), "b1": (H1,), …, "WL": (H(L-1), C), "bL": (C,)}, yours to update; with a
        normalisation, "gammal" and "betal" of shape (Hl,) as well, for each hidden layer l
    num_layers : L
    reg : λ
    normalization : as above
    norm_params : a dict for each hidden layer, such as batchnorm_forward takes, with its running averages;
        none without a normalisation
    dropout_params : a dict for each hidden layer, such as dropout_forward takes; none without dropout

    Raises
    ------
    TypeError
        a size is not an integer, a strength not a real number, or dtype not a floating dtype.
    ValueError
        a size is below 1, a strength is negative or not finite, the normalisation is unknown, or the ratio is
        not in (0, 1].
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
        normalization: Literal["batchnorm", "layernorm"] | None = None,
        dropout_keep_ratio: float = 1,
    ) -> None:
        _arguments.check_hidden_dims(hidden_dims)
        _arguments.check_sizes(input_dim=input_dim, num_classes=num_classes)
        _arguments.check_strengths(weight_scale=weight_scale, reg=reg)
        _arguments.check_dtype(dtype)
        _arguments.check_hidden_layers(normalization, dropout_keep_ratio)
        rng = np.random.default_rng(seed)
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.normalization = normalization
        self.params: dict[str, FloatArray] = {}
        for layer, (fan_in, fan_out) in enumerate(pairwise([input_dim, *hidden_dims, num_classes]), start=1):
            self.params[f"W{layer}"] = rng.normal(0, weight_scale, (fan_in, fan_out)).astype(dtype)
            self.params[f"b{layer}"] = np.zeros(fan_out, dtype)
            if normalization is not None and layer < self.num_layers:
                self.params[f"gamma{layer}"] = np.ones(fan_out, dtype)
                self.params[f"beta{layer}"] = np.zeros(fan_out, dtype)
        self.norm_params: list[dict[str, Any]] = [{} for _ in hidden_dims if normalization is not None]
        self.dropout_params: list[dict[str, Any]] = [
            {"p": dropout_keep_ratio} | ({} if seed is None else {"seed": int(rng.integers(2**32))})
            for _ in hidden_dims
            if dropout_keep_ratio != 1
        ]

    @overload
    def loss(self, X: FloatArray, y: None = None) -> FloatArray: ...
    @overload
    def loss(self, X: FloatArray, y: IntArray) -> tuple[FloatScalar, dict[str, FloatArray]]: ...

    def loss(
        self, X: FloatArray, y: IntArray | None = None
    ) -> FloatArray | tuple[FloatScalar, dict[str, FloatArray]]:
        """Return the scores of a batch at test time, or with labels its loss and all gradients in training.

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

        With a normalisation: batch_norm_net.loss, batch_norm_net.dW, batch_norm_net.db,
        batch_norm_net.dgamma, batch_norm_net.dbeta, and those of layer_norm_net
        """
        _arguments.check_network(X, self.params, self.num_layers, self.normalization is not None)
        params, L = self.params, self.num_layers
        for param in (*self.norm_params, *self.dropout_params):
            param["mode"] = "test" if y is None else "train"
        affine_caches, hidden_caches = {}, {}
        out = X.astype(params["W1"].dtype, copy=False)
        for layer in range(1, L + 1):
            out, affine_caches[layer] = affine_forward(out, params[f"W{layer}"], params[f"b{layer}"])
            if layer < L:
                out, hidden_caches[layer] = self._hidden_forward(layer, out)
        if y is None:
            return out

        grads: dict[str, FloatArray] = {}
        loss, dout = softmax_loss(out, y)
        for layer in range(L, 1, -1):
            dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, affine_caches[layer])
            dout = self._hidden_backward(layer - 1, dout, hidden_caches[layer - 1], grads)
        grads["W1"], grads["b1"] = affine_parameter_gradients(dout, affine_caches[1])

        for layer in range(1, L + 1):
            penalty, decay = l2_regularization(params[f"W{layer}"], self.reg)
            loss = loss + penalty
            grads[f"W{layer}"] += decay
        return loss, grads

    def _hidden_forward(self, layer: int, z: FloatArray) -> tuple[FloatArray, Any]:
        """Return what a hidden layer makes of the output of its affine part, and a cache."""
        dropout_param = self.dropout_params[layer - 1] if self.dropout_params else None
        if self.normalization is None:
            out, relu_cache = relu_forward(z)
            if dropout_param is None:
                return out, (relu_cache, None)
            out, dropout_cache = dropout_forward(out, dropout_param)
            return out, (relu_cache, dropout_cache)
        forward = bn_relu_forward if self.normalization == "batchnorm" else ln_relu_forward
        gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
        return forward(z, gamma, beta, self.norm_params[layer - 1], dropout_param)

    def _hidden_backward(
        self, layer: int, dout: FloatArray, cache: Any, grads: dict[str, FloatArray]
    ) -> FloatArray:
        """Return the gradient of the affine part's output; those of gamma and beta are put into grads."""
        if self.normalization is None:
            relu_cache, dropout_cache = cache
            if dropout_cache is not None:
                dout = dropout_backward(dout, dropout_cache)
            return relu_backward(dout, relu_cache)
        backward = bn_relu_backward if self.normalization == "batchnorm" else ln_relu_backward
        dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = backward(dout, cache)
        return dout
