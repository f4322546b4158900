"""What the checkers check: layers written once for NumPy, PyTorch and JAX, right and with planted bugs.

The first argument of every function is the library, named ``xp``; the three agree on all that is used here.
So every checker sees the same formulas in its own arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Forward = Callable[..., Any]
Backward = Callable[..., tuple[Any, ...]]

LARGE = 1000.0
"""Factor that makes a problem's inputs large."""
KINKED_SIZES = (32, 32, 64, 10)
"""N, D, H, C of the two-layer nets."""


@dataclass(frozen=True)
class Subject:
    """A layer's two passes.

    Attributes
    ----------
    forward
        ``forward(xp, *inputs, *constants)`` returns the output.
    backward
        ``backward(xp, dout, *inputs, *constants)`` returns one gradient per input.
    """

    forward: Forward
    backward: Backward


@dataclass(frozen=True)
class Problem:
    """A layer at one input.

    Attributes
    ----------
    layer
        The stem of the layer's derivation.
    inputs, constants
        Arrays by name; gradients are taken of the inputs.
    dout
        Upstream gradient; of shape () and 1 for a loss.
    labels
        Integer labels, for a loss.
    kinked
        Whether the layer has kinks.
    """

    layer: str
    inputs: dict[str, Array]
    constants: dict[str, Array]
    dout: Array
    labels: npt.NDArray[np.int64] | None = None
    kinked: bool = False

    @property
    def subject(self) -> Subject:
        """The correct code."""
        return SUBJECTS[self.layer]

    @property
    def entries(self) -> int:
        """How many entries the gradients have together."""
        return sum(array.size for array in self.inputs.values())

    @property
    def arguments(self) -> tuple[Array, ...]:
        """Inputs, then constants."""
        return (*self.inputs.values(), *self.constants.values())

    def gradients(self, subject: Subject) -> tuple[Array, ...]:
        """What the code computes with NumPy, in the order of the inputs."""
        return subject.backward(np, self.dout, *self.arguments)


def problem(layer: str, shape: tuple[int, int, int], seed: int, *, large: bool = False) -> Problem:
    """A random problem.

    Parameters
    ----------
    layer
        ``"affine"``, x (N, D) and w (D, M), or ``"softmax_cross_entropy"``, logits (N, C) with C = D.
    shape
        N, D, M.
    large
        Multiply inputs and upstream gradient by `LARGE`.
    """
    N, D, M = shape
    rng = np.random.default_rng(seed)
    scale = LARGE if large else 1.0
    if layer == "affine":
        x, w, b, dout = (scale * rng.standard_normal(s) for s in ((N, D), (D, M), (M,), (N, M)))
        return Problem(layer, {"x": x, "w": w, "b": b}, {}, dout)
    x = scale * rng.standard_normal((N, D))
    return Problem(layer, {"x": x}, *_labelled(rng.integers(0, D, N), D))


def relu_net(seed: int) -> Problem:
    """A random two-layer net of the sizes `KINKED_SIZES`, without regularisation."""
    N, D, H, C = KINKED_SIZES
    rng = np.random.default_rng(seed)
    shapes = {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}
    scales = {"W1": D**-0.5, "W2": H**-0.5}
    inputs = {name: scales.get(name, 1.0) * rng.standard_normal(s) for name, s in shapes.items()}
    constants, dout, labels = _labelled(rng.integers(0, C, N), C)
    constants = {"X": rng.standard_normal((N, D)), **constants}
    return Problem("two_layer_net", inputs, constants, dout, labels, kinked=True)


def _labelled(labels: npt.NDArray[np.int64], C: int) -> tuple[dict[str, Array], Array, Any]:
    """Labels as constants (one-hot, and those of the next class), the dout of a loss, and the labels."""
    one_hot = {"one_hot": np.eye(C)[labels], "next_one_hot": np.eye(C)[(labels + 1) % C]}
    return one_hot, np.ones(()), labels


# -- correct code ------------------------------------------------------------------------------------------


def affine_forward(xp, x, w, b):
    """Return x w + b."""
    return x @ w + b


def affine_backward(xp, dout, x, w, b):
    """Gradients of x, w, b."""
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def _probabilities(xp, x):
    exps = xp.exp(x - xp.amax(x, axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def softmax_forward(xp, x, one_hot, next_one_hot):
    """The mean cross-entropy of the labels."""
    shifted = x - xp.amax(x, axis=1, keepdims=True)
    losses = xp.log(xp.exp(shifted).sum(axis=1)) - (shifted * one_hot).sum(axis=1)
    return losses.sum() / x.shape[0]


def softmax_backward(xp, dout, x, one_hot, next_one_hot):
    """Gradient of the logits."""
    return (dout * (_probabilities(xp, x) - one_hot) / x.shape[0],)


def net_forward(xp, W1, b1, W2, b2, X, one_hot, next_one_hot):
    """Affine, ReLU, affine, mean cross-entropy."""
    hidden = X @ W1 + b1
    return softmax_forward(xp, (hidden * (hidden > 0)) @ W2 + b2, one_hot, next_one_hot)


def net_backward(xp, dout, W1, b1, W2, b2, X, one_hot, next_one_hot):
    """Gradients of the parameters."""
    hidden = X @ W1 + b1
    active = hidden * (hidden > 0)
    (dscores,) = softmax_backward(xp, dout, active @ W2 + b2, one_hot, next_one_hot)
    dhidden = (dscores @ W2.T) * (hidden > 0)
    return X.T @ dhidden, dhidden.sum(axis=0), active.T @ dscores, dscores.sum(axis=0)


SUBJECTS = {
    "affine": Subject(affine_forward, affine_backward),
    "softmax_cross_entropy": Subject(softmax_forward, softmax_backward),
    "two_layer_net": Subject(net_forward, net_backward),
}

# -- planted errors ----------------------------------------------------------------------------------------


def with_error(subject: Subject, which: int, at: Array, error: float) -> Subject:
    """Code whose gradient number `which` is off by a relative error where `at` is 1, right where it is 0."""

    def backward(xp, dout, *arguments):
        gradients = list(subject.backward(xp, dout, *arguments))
        gradients[which] = gradients[which] * (1 + error * xp.asarray(at))
        return tuple(gradients)

    return replace(subject, backward=backward)


def median_entry(gradient: Array) -> Array:
    """An indicator of the entry of median size."""
    flat = np.zeros(gradient.size)
    flat[np.argsort(abs(gradient), axis=None)[gradient.size // 2]] = 1
    return flat.reshape(gradient.shape)


# -- planted bugs ------------------------------------------------------------------------------------------


def _changed_gradient(layer: str, which: int, change: Callable[..., Any]) -> Subject:
    """The layer with one gradient replaced: ``change(xp, gradient, dout, *arguments)``."""
    right = SUBJECTS[layer]

    def backward(xp, dout, *arguments):
        gradients = list(right.backward(xp, dout, *arguments))
        gradients[which] = change(xp, gradients[which], dout, *arguments)
        return tuple(gradients)

    return replace(right, backward=backward)


def _off_in_one_entry(xp, gradient, *_):
    row, column = (xp.arange(size) == 0 for size in gradient.shape)
    return gradient + 0.01 * gradient * row[:, None] * column[None, :]


def _half_affine_forward(xp, x, w, b):
    return affine_forward(xp, x, w, b) / 2


def _half_affine_backward(xp, dout, x, w, b):
    return tuple(gradient / 2 for gradient in affine_backward(xp, dout, x, w, b))


def _no_bias_forward(xp, x, w, b):
    return x @ w + 0 * b


def _no_bias_backward(xp, dout, x, w, b):
    return dout @ w.T, x.T @ dout, 0 * dout.sum(axis=0)


def _clipped_affine_backward(xp, dout, x, w, b):
    return affine_backward(xp, xp.clip(dout, -100.0, 100.0), x, w, b)


def _half_softmax_forward(xp, *arguments):
    return softmax_forward(xp, *arguments) / 2


def _half_softmax_backward(xp, dout, *arguments):
    return softmax_backward(xp, dout / 2, *arguments)


def _sum_forward(xp, x, *labels):
    return softmax_forward(xp, x, *labels) * x.shape[0]


def _sum_backward(xp, dout, x, *labels):
    return softmax_backward(xp, dout * x.shape[0], x, *labels)


def _next_label_forward(xp, x, one_hot, next_one_hot):
    return softmax_forward(xp, x, next_one_hot, one_hot)


def _next_label_backward(xp, dout, x, one_hot, next_one_hot):
    return softmax_backward(xp, dout, x, next_one_hot, one_hot)


def _clipped_softmax_backward(xp, dout, x, *labels):
    return softmax_backward(xp, dout, xp.clip(x, -100.0, 100.0), *labels)


def _unshifted_forward(xp, x, one_hot, next_one_hot):
    losses = xp.log(xp.exp(x).sum(axis=1)) - (x * one_hot).sum(axis=1)
    return losses.sum() / x.shape[0]


def _unshifted_backward(xp, dout, x, one_hot, next_one_hot):
    exps = xp.exp(x)
    return (dout * (exps / exps.sum(axis=1, keepdims=True) - one_hot) / x.shape[0],)


_AFFINE, _SOFTMAX = "affine", "softmax_cross_entropy"

BUGS: dict[str, dict[str, Subject]] = {
    _AFFINE: {
        "factor": _changed_gradient(_AFFINE, 1, lambda xp, dw, *_: 2 * dw),
        "sign": _changed_gradient(_AFFINE, 0, lambda xp, dx, *_: -dx),
        "transposed": _changed_gradient(
            _AFFINE, 1, lambda xp, dw, dout, x, w, b: (dout.T @ x).reshape(w.shape)
        ),
        "missing_sum": _changed_gradient(_AFFINE, 2, lambda xp, db, dout, *_: dout[0]),
        "mean_for_sum": _changed_gradient(_AFFINE, 2, lambda xp, db, dout, *_: db / dout.shape[0]),
        "one_entry": _changed_gradient(_AFFINE, 1, _off_in_one_entry),
        "half_in_both": Subject(_half_affine_forward, _half_affine_backward),
        "term_lost_in_both": Subject(_no_bias_forward, _no_bias_backward),
        "clipped_when_large": replace(SUBJECTS[_AFFINE], backward=_clipped_affine_backward),
    },
    _SOFTMAX: {
        "factor": _changed_gradient(_SOFTMAX, 0, lambda xp, dx, *_: 2 * dx),
        "sign": _changed_gradient(_SOFTMAX, 0, lambda xp, dx, *_: -dx),
        "missing_mean": _changed_gradient(_SOFTMAX, 0, lambda xp, dx, dout, x, *_: dx * x.shape[0]),
        "label_not_subtracted": _changed_gradient(
            _SOFTMAX, 0, lambda xp, dx, dout, x, one_hot, _: dx + dout * one_hot / x.shape[0]
        ),
        "one_entry": _changed_gradient(_SOFTMAX, 0, _off_in_one_entry),
        "half_in_both": Subject(_half_softmax_forward, _half_softmax_backward),
        "sum_for_mean_in_both": Subject(_sum_forward, _sum_backward),
        "next_label_in_both": Subject(_next_label_forward, _next_label_backward),
        "clipped_when_large": replace(SUBJECTS[_SOFTMAX], backward=_clipped_softmax_backward),
        "overflow_when_large": Subject(_unshifted_forward, _unshifted_backward),
    },
}
"""Wrong code by layer and class of bug."""
