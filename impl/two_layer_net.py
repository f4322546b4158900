"""A network of two layers: affine - ReLU - affine - softmax loss, with L2 on the weights."""

from typing import overload

import numpy as np
import numpy.typing as npt

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray
from yudo.impl.affine import affine_backward, affine_forward, affine_parameter_gradients
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.softmax_cross_entropy import softmax_loss


class TwoLayerNet:
    """Scores = relu(X W1 + b1) W2 + b2; loss = mean cross-entropy + reg / 2 (ΣW1² + ΣW2²).

    Parameters
    ----------
    input_dim : D, the numbers in a sample once it is flattened
    hidden_dim : H, the hidden units
    num_classes : C
    weight_scale : standard deviation of the initial weights; biases start at 0
    reg : L2 strength λ ≥ 0, on W1 and W2 but not on the biases
    seed : anything ``np.random.default_rng`` takes; None draws afresh every time
    dtype : floating dtype of the parameters, at least 32 bits

    Attributes
    ----------
    params : {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}, yours to update
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
        input_dim: int = 3 * 32 * 32,
        hidden_dim: int = 100,
        num_classes: int = 10,
        weight_scale: float = 1e-3,
        reg: float = 0.0,
        seed: int | np.random.Generator | None = None,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        _arguments.check_sizes(input_dim=input_dim, hidden_dim=hidden_dim, num_classes=num_classes)
        _arguments.check_strengths(weight_scale=weight_scale, reg=reg)
        _arguments.check_dtype(dtype)
        rng = np.random.default_rng(seed)
        self.reg = reg
        self.params: dict[str, FloatArray] = {
            "W1": rng.normal(0, weight_scale, (input_dim, hidden_dim)).astype(dtype),
            "b1": np.zeros(hidden_dim, dtype),
            "W2": rng.normal(0, weight_scale, (hidden_dim, num_classes)).astype(dtype),
            "b2": np.zeros(num_classes, dtype),
        }

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

        Derivation: two_layer_net.loss, two_layer_net.dW1, two_layer_net.db1, two_layer_net.dW2,
        two_layer_net.db2
        """
        _arguments.check_network(X, self.params, num_layers=2)
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        hidden, cache1 = affine_forward(X.astype(W1.dtype, copy=False), W1, b1)
        active, relu_cache = relu_forward(hidden)
        scores, cache2 = affine_forward(active, W2, b2)
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        dactive, dW2, db2 = affine_backward(dscores, cache2)
        dhidden = relu_backward(dactive, relu_cache)
        dW1, db1 = affine_parameter_gradients(dhidden, cache1)

        penalty1, decay1 = l2_regularization(W1, self.reg)
        penalty2, decay2 = l2_regularization(W2, self.reg)
        loss = loss + penalty1 + penalty2
        dW1 += decay1
        dW2 += decay2
        return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
