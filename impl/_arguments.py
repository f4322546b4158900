"""Checks of arguments: what is refused, and in which words.

Every check returns nothing and costs little next to the work that follows it: the common case is a handful of
attribute look-ups, and only a refusal searches for the entry to name. Messages read
"argument: what came; expected what was expected".
"""

import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

_FLOAT_CHARS = "fdg"  # float32, float64, longdouble
_FLOATS = "a floating-point array (float32, float64 or wider)"


def _describe(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} array of shape {value.shape}"
    return f"{type(value).__name__} {value!r:.60}"


def _entry(name: str, array: npt.NDArray[Any], bad: npt.NDArray[np.bool_]) -> str:
    """Name the first bad entry, as in ``x[2, 5] = nan``."""
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    return f"{name}[{', '.join(map(str, index))}] = {array[index]}"


def _refuse_float_array(name: str, value: object) -> NoReturn:
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name}: got {_describe(value)}; expected {_FLOATS}")
    if value.dtype.kind != "f":
        hint = f", for example {name}.astype(np.float64)" if value.dtype.kind in "biu" else ""
        raise TypeError(f"{name}: got {_describe(value)}; expected {_FLOATS}{hint}")
    if value.dtype.char not in _FLOAT_CHARS:
        raise TypeError(f"{name}: got {_describe(value)}, too narrow for sums; expected {_FLOATS}")
    raise ValueError(f"{name}: got {_describe(value)}; expected at least one axis, the samples first")


def check_float_array(name: str, value: object) -> None:
    """Refuse anything but a floating-point array of at least 32 bits and one axis."""
    if not (isinstance(value, np.ndarray) and value.dtype.char in _FLOAT_CHARS and value.ndim):
        _refuse_float_array(name, value)


def check_shapes(shapes: str, *arrays: object) -> None:
    """Refuse arrays of floats whose shapes do not fit together, as in ``"x: N D, gamma: D"``, by name.

    A letter is one size wherever it stands; it is known from the first array that shows it.
    """
    known: dict[str, tuple[int, str]] = {}
    for shape, array in zip(shapes.split(","), arrays, strict=True):
        name, _, axes = shape.partition(":")
        name, letters = name.strip(), axes.split()
        check_float_array(name, array)
        sizes = array.shape  # type: ignore[attr-defined]
        wanted = ", ".join(letters) + "," * (len(letters) == 1)
        if len(sizes) != len(letters):
            raise ValueError(f"{name}: got shape {sizes}; expected ({wanted})")
        for letter, size in zip(letters, sizes, strict=True):
            expected, of = known.setdefault(letter, (size, name))
            if size != expected:
                raise ValueError(
                    f"{name}: got shape {sizes}; expected ({wanted}) with {letter} = {expected}, as in {of}"
                )


def check_affine(x: npt.NDArray[Any], w: npt.NDArray[Any], b: npt.NDArray[Any]) -> None:
    """Refuse x, w, b unless they are (N, d1, …, dk), (d1 · … · dk, M) and (M,)."""
    check_float_array("x", x)
    check_float_array("w", w)
    check_float_array("b", b)
    if w.ndim != 2:
        raise ValueError(f"w: got shape {w.shape}; expected (D, M)")
    D, M = w.shape
    if b.shape != (M,):
        raise ValueError(f"b: got shape {b.shape}; expected ({M},), one bias for each column of w")
    if x.ndim < 2 or math.prod(x.shape[1:]) != D:
        raise ValueError(
            f"x: got shape {x.shape}; expected (N, d1, …, dk) with d1 · … · dk = {D}, the rows of w"
        )


def check_affine_backward(dout: npt.NDArray[Any], cache: object) -> None:
    """Refuse a cache that is not a triple, and a dout that is not (N, M).

    What is in the triple, the forward has checked.
    """
    if not isinstance(cache, tuple) or len(cache) != 3:
        raise TypeError(
            f"cache: got {_describe(cache)}; expected the tuple (x, w, b) that affine_forward returned"
        )
    x, w, _ = cache
    check_float_array("dout", dout)
    if dout.shape != (len(x), w.shape[1]):
        _refuse_shape_of_dout(dout, (len(x), w.shape[1]))


def _refuse_shape_of_dout(dout: npt.NDArray[Any], shape: tuple[int, ...]) -> NoReturn:
    raise ValueError(f"dout: got shape {dout.shape}; expected {shape}, the shape of the forward's output")


def check_elementwise_backward(dout: npt.NDArray[Any], cache: npt.NDArray[Any]) -> None:
    """Refuse a cache that is not a floating-point array, and a dout of another shape."""
    check_float_array("cache", cache)
    check_float_array("dout", dout)
    if dout.shape != cache.shape:
        _refuse_shape_of_dout(dout, cache.shape)


def check_probabilities(p: npt.NDArray[Any], odds: npt.NDArray[Any]) -> None:
    """Refuse a p with entries that are NaN or outside [0, 1], seen by odds that are NaN or negative."""
    if odds.size and not odds.min() >= 0:
        raise ValueError(f"p: got {_entry('p', p, ~((p >= 0) & (p <= 1)))}; expected probabilities in [0, 1]")


def check_logits(x: npt.NDArray[Any]) -> None:
    """Refuse logits that are not (N, C) with at least one class."""
    check_float_array("x", x)
    if x.ndim != 2:
        raise ValueError(f"x: got shape {x.shape}; expected logits of shape (N, C)")
    if x.shape[1] == 0:
        raise ValueError(f"x: got shape {x.shape}; expected at least one class, C ≥ 1")


def check_row_max(x: npt.NDArray[Any], row_max: npt.NDArray[Any]) -> None:
    """Refuse rows without a softmax, seen by a maximum that is not finite.

    NaN and +inf turn up in the maximum of their row, and -inf only where the whole row is -inf.
    """
    if np.isfinite(row_max).all():
        return
    if np.isnan(row_max).any():
        raise ValueError(f"x: got {_entry('x', x, np.isnan(x))}; expected logits that are not NaN")
    if np.isposinf(row_max).any():
        raise ValueError(f"x: got {_entry('x', x, np.isposinf(x))}; expected logits below +inf")
    row = int(np.argmax(np.isneginf(row_max)))
    raise ValueError(
        f"x: got row {row} with every logit -inf; expected at least one class that is not masked"
    )


def check_labels(x: npt.NDArray[Any], y: object) -> None:
    """Refuse labels that are not N ≥ 1 integers in 0 … C - 1, for logits x of shape (N, C)."""
    N, C = x.shape
    if not isinstance(y, np.ndarray) or y.dtype.kind not in "iu":
        raise TypeError(f"y: got {_describe(y)}; expected an integer array of shape ({N},)")
    if y.shape != (N,):
        raise ValueError(f"y: got shape {y.shape}; expected ({N},), one label for each row of x")
    if N == 0:
        raise ValueError("x: got no samples, N = 0; expected N ≥ 1, because the loss is a mean over them")
    if y.min() < 0 or y.max() >= C:
        raise ValueError(f"y: got {_entry('y', y, (y < 0) | (y >= C))}; expected labels in 0 … {C - 1}")


def _check_strength(name: str, value: object) -> None:
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise TypeError(f"{name}: got {_describe(value)}; expected a real number")
    if not 0 <= float(value) < math.inf:
        raise ValueError(f"{name}: got {value}; expected a finite number ≥ 0")


def _check_size(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name}: got {_describe(value)}; expected an integer")
    if value < 1:
        raise ValueError(f"{name}: got {value}; expected an integer ≥ 1")


def check_l2(w: npt.NDArray[Any], reg: object, scaling: object, num_samples: object) -> None:
    """Refuse weights, a strength or a scaling that l2_regularization has no meaning for."""
    check_float_array("w", w)
    _check_strength("reg", reg)
    if scaling == "mean":
        _check_size("num_samples", num_samples)
    elif scaling not in ("full", "half"):
        raise ValueError(f"scaling: got {scaling!r}; expected 'full', 'half' or 'mean'")
    elif num_samples is not None:
        raise ValueError(
            f"num_samples: got {num_samples!r} with scaling {scaling!r}; expected None, only 'mean' uses it"
        )


def check_sizes(**sizes: object) -> None:
    """Refuse a size that is not an integer of at least 1."""
    for name, value in sizes.items():
        _check_size(name, value)


def check_hidden_dims(hidden_dims: object) -> None:
    """Refuse anything but a sequence of integers of at least 1."""
    if isinstance(hidden_dims, str) or not isinstance(hidden_dims, Sequence):
        raise TypeError(f"hidden_dims: got {_describe(hidden_dims)}; expected a list of integers")
    for layer, size in enumerate(hidden_dims):
        _check_size(f"hidden_dims[{layer}]", size)


def check_strengths(**strengths: object) -> None:
    """Refuse a strength that is not a finite number of at least 0."""
    for name, value in strengths.items():
        _check_strength(name, value)


def check_dtype(dtype: npt.DTypeLike) -> None:
    """Refuse a dtype that the layers do not compute in."""
    given = np.dtype(dtype)
    if given.char not in _FLOAT_CHARS:
        raise TypeError(f"dtype: got {given}; expected float32, float64 or wider")


def check_network(X: npt.NDArray[Any], params: Mapping[str, npt.NDArray[Any]], num_layers: int) -> None:
    """Refuse parameters that do not form the chain W1, b1, …, WL, bL, and an X that W1 cannot take."""
    for layer in range(1, num_layers + 1):
        for name in (f"W{layer}", f"b{layer}"):
            if name not in params:
                raise ValueError(f"params: got the keys {sorted(params)}; expected {name!r} among them")
            check_float_array(f"params[{name!r}]", params[name])
        W, b = params[f"W{layer}"], params[f"b{layer}"]
        rows = params[f"W{layer - 1}"].shape[1] if layer > 1 else W.shape[0]
        if W.ndim != 2 or W.shape[0] != rows:
            raise ValueError(f"params['W{layer}']: got shape {W.shape}; expected ({rows}, any)")
        if b.shape != W.shape[1:]:
            raise ValueError(f"params['b{layer}']: got shape {b.shape}; expected {W.shape[1:]}")
    check_float_array("X", X)
    D = params["W1"].shape[0]
    if X.ndim < 2 or math.prod(X.shape[1:]) != D:
        raise ValueError(f"X: got shape {X.shape}; expected (N, d1, …, dk) with d1 · … · dk = {D}")
