"""Checks of arguments: what is refused, and in which words.

Every check returns nothing and costs little next to the work that follows it: the common case is a handful of
attribute look-ups, and only a refusal searches for the entry to name. Messages read
"argument: what came; expected what was expected".
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
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


def check_entries(name: str, array: npt.NDArray[Any]) -> None:
    """Refuse an array without entries, of which there is no mean."""
    if array.size == 0:
        raise ValueError(f"{name}: got shape {array.shape}; expected an entry, because the loss is a mean")


def check_shapes(shapes: str, *arrays: npt.NDArray[Any]) -> None:
    """Refuse what is not a floating-point array, and shapes that do not fit together.

    ``"x: N D, gamma: D"`` names the arrays with their axes. A letter is one size wherever it stands. At the
    end ``D*`` stands for axes whose sizes multiply to D; ``...`` alone for the same axes everywhere, and
    before others for the same axes everywhere, at least one.
    """
    known: dict[str, Any] = {}
    for (name, axes, flattened), array in zip(_read(shapes), arrays, strict=True):
        check_float_array(name, array)
        sizes: tuple[Any, ...] = array.shape
        if axes[0] == "...":
            leading = len(sizes) - len(axes) + 1
            sizes = (sizes[:leading], *sizes[leading:]) if leading > 0 or len(axes) == 1 else ()
        elif flattened and len(sizes) >= len(axes):
            sizes = (*sizes[: len(axes) - 1], math.prod(sizes[len(axes) - 1 :]))
        if len(sizes) != len(axes):
            _refuse_shape(shapes, name, array.shape, known)
        before = known.copy()
        for axis, size in zip(axes, sizes, strict=True):
            if known.setdefault(axis, size) != size:
                _refuse_shape(shapes, name, array.shape, before)


@cache
def _read(shapes: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """Of every array the name, the letters of its axes, and whether the last one stands for several axes."""
    parts = [(part.partition(":")[0].strip(), part.partition(":")[2].split()) for part in shapes.split(",")]
    return tuple((name, tuple(a.rstrip("*") for a in axes), axes[-1][-1] == "*") for name, axes in parts)


def _refuse_shape(shapes: str, name: str, shape: tuple[int, ...], known: Mapping[str, Any]) -> NoReturn:
    read = _read(shapes)
    axes, flattened = next((axes, flattened) for known_name, axes, flattened in read if known_name == name)
    first = {axis: of for of, axes_of, _ in reversed(read) for axis in axes_of}
    if axes == ("...",):
        raise ValueError(f"{name}: got shape {shape}; expected {known['...']}, the shape of {first['...']}")
    wanted = [str(known.get(axis, axis)) for axis in axes]
    if axes[0] == "...":
        wanted[0] = ", ".join(map(str, known.get("...", ("n1, …, nk",))))
    product = ""
    if flattened:
        product, wanted[-1] = f" with d1 · … · dk = {wanted[-1]}", "d1, …, dk"
    expected = f"({', '.join(wanted)}{',' * (len(axes) == 1 and not flattened)}){product}"
    sources = " and ".join(
        f"the {'first axes' if axis == '...' else axis} of {first[axis]}" for axis in axes if axis in known
    )
    raise ValueError(f"{name}: got shape {shape}; expected {expected}{sources and ', ' + sources}")


def check_cache(cache: object, names: str, forward: str) -> None:
    """Refuse a cache that is not the tuple that a forward returned."""
    if not isinstance(cache, tuple) or len(cache) != names.count(",") + 1:
        raise TypeError(
            f"cache: got {_describe(cache)}; expected the tuple ({names}) that {forward} returned"
        )


def check_probabilities(p: npt.NDArray[Any], odds: npt.NDArray[Any]) -> None:
    """Refuse a p with entries that are NaN or outside [0, 1], seen by odds that are NaN or negative."""
    if odds.size and not odds.min() >= 0:
        raise ValueError(f"p: got {_entry('p', p, ~((p >= 0) & (p <= 1)))}; expected probabilities in [0, 1]")


def check_shares(name: str, array: npt.NDArray[Any]) -> None:
    """Refuse an array with entries that are NaN or outside [0, 1]."""
    if array.size and not (array.min() >= 0 and array.max() <= 1):
        bad = ~((array >= 0) & (array <= 1))
        raise ValueError(f"{name}: got {_entry(name, array, bad)}; expected numbers in [0, 1]")


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


def check_keys(k: npt.NDArray[Any]) -> None:
    """Refuse keys that no query can be compared with: none at all, or none of their features."""
    for axis, size, what in (("S", k.shape[1], "one key"), ("D", k.shape[2], "one feature")):
        if size == 0:
            raise ValueError(f"k: got shape {k.shape}; expected at least {what}, {axis} ≥ 1")


def check_heads(heads: Any, **arrays: npt.NDArray[Any]) -> None:
    """Refuse a number of heads that does not divide the features of every array."""
    _check_size("num_heads", heads)
    for name, array in arrays.items():
        if array.shape[2] % heads:
            raise ValueError(
                f"num_heads: got {heads}; expected a divisor of {array.shape[2]}, the features of {name}"
            )


def check_heads_of(dout: npt.NDArray[Any], p: npt.NDArray[Any], v: npt.NDArray[Any]) -> None:
    """Refuse an upstream gradient that does not have the values' features of every head for each query."""
    check_float_array("dout", dout)
    N, heads, T, _ = p.shape
    expected = (N, T, heads * v.shape[3])
    if dout.shape != expected:
        raise ValueError(f"dout: got shape {dout.shape}; expected {expected}, the shape of out")


def check_scores(scores: npt.NDArray[Any], row_max: npt.NDArray[Any]) -> None:
    """Refuse queries without a softmax, seen by a maximum of their scores that is not finite."""
    if np.isfinite(row_max).all():
        return
    if np.isneginf(row_max).any():
        query = tuple(int(i) for i in np.argwhere(np.isneginf(row_max))[0][:-1])
        raise ValueError(f"mask: got no key for query {query}; expected at least one that is not masked")
    raise ValueError(
        f"scores: got {_entry('scores', scores, ~(scores < np.inf))}; expected numbers below +inf"
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


def check_steps(x: npt.NDArray[Any], y: object, mask: object) -> None:
    """Refuse logits, labels or a mask that are not finite (N, T, V) with N, V ≥ 1, (N, T) and (N, T)."""
    N, T, V = x.shape
    if V == 0:
        raise ValueError(f"x: got shape {x.shape}; expected at least one word, V ≥ 1")
    if not isinstance(y, np.ndarray) or y.dtype.kind not in "iu":
        raise TypeError(f"y: got {_describe(y)}; expected an integer array of shape ({N}, {T})")
    if not isinstance(mask, np.ndarray) or mask.dtype.kind not in "biuf":
        raise TypeError(f"mask: got {_describe(mask)}; expected an array of shape ({N}, {T}) of 0 and 1")
    for name, array in (("y", y), ("mask", mask)):
        if array.shape != (N, T):
            raise ValueError(f"{name}: got shape {array.shape}; expected ({N}, {T}), the N and T of x")
    if N == 0:
        raise ValueError("x: got no samples, N = 0; expected N ≥ 1, because the loss is divided by N")
    if y.size and (y.min() < 0 or y.max() >= V):
        raise ValueError(f"y: got {_entry('y', y, (y < 0) | (y >= V))}; expected labels in 0 … {V - 1}")
    if not np.isfinite(x).all():
        raise ValueError(f"x: got {_entry('x', x, ~np.isfinite(x))}; expected finite logits")


def check_words(x: object, W: npt.NDArray[Any]) -> None:
    """Refuse numbers of words that are not integers in 0 … V - 1, for a table W of V rows."""
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "iu":
        raise TypeError(f"x: got {_describe(x)}; expected an integer array, the numbers of words")
    if x.ndim == 0:
        raise ValueError("x: got shape (); expected at least one axis")
    if x.size and (x.min() < 0 or x.max() >= len(W)):
        raise ValueError(f"x: got {_entry('x', x, (x < 0) | (x >= len(W)))}; expected 0 … {len(W) - 1}")


def check_captions(features: npt.NDArray[Any], captions: object, words: int) -> None:
    """Refuse captions of other axes, captions without an image, and numbers of no word."""
    if not (isinstance(captions, np.ndarray) and captions.dtype.kind in "iu"):
        raise TypeError(f"captions: got {_describe(captions)}; expected an integer array of words")
    if captions.ndim != 2 or len(captions) != len(features) or captions.shape[1] < 1:
        expected = f"({len(features)}, T + 1), a caption for each image"
        raise ValueError(f"captions: got shape {captions.shape}; expected {expected}")
    if (outside := (captions < 0) | (captions >= words)).any():
        raise ValueError(f"captions: got {_entry('captions', captions, outside)}; expected 0 … {words - 1}")


def check_vocabulary(word_to_idx: Mapping[str, int]) -> None:
    """Refuse a vocabulary without padding, or whose numbers are not 0 … V - 1."""
    if not isinstance(word_to_idx, Mapping):
        raise TypeError(
            f"word_to_idx: got {_describe(word_to_idx)}; expected a dict of words and their numbers"
        )
    for word, number in word_to_idx.items():
        _check_size(f"word_to_idx[{word!r}]", number, 0)
    if "<NULL>" not in word_to_idx:
        raise ValueError('word_to_idx: there is no "<NULL>"; expected the padding among the words')
    if sorted(word_to_idx.values()) != list(range(len(word_to_idx))):
        raise ValueError(f"word_to_idx: expected the numbers 0 … {len(word_to_idx) - 1}, each once")


def check_start(start: object, max_length: object) -> None:
    """Refuse to write captions without a word to start from, or of no length."""
    if start is None:
        raise ValueError('word_to_idx: there is no "<START>"; expected the word that captions start from')
    _check_size("max_length", max_length, 0)


def check_cell(cell_type: object) -> None:
    """Refuse a cell that is neither that of an RNN nor that of an LSTM."""
    if cell_type not in ("rnn", "lstm"):
        raise ValueError(f"cell_type: got {cell_type!r}; expected 'rnn' or 'lstm'")


def check_rows_of_words(dout: npt.NDArray[Any], x: npt.NDArray[Any], W: npt.NDArray[Any]) -> None:
    """Refuse upstream gradients that do not have one row, as long as those of W, for every word of x."""
    check_float_array("dout", dout)
    if dout.shape != (*x.shape, W.shape[1]):
        raise ValueError(f"dout: got shape {dout.shape}; expected {(*x.shape, W.shape[1])}, the shape of out")


def check_gates(name: str, weights: npt.NDArray[Any], count: int) -> None:
    """Refuse weights of hidden units that do not have so many columns for each: one for every gate."""
    H, columns = weights.shape
    if columns != count * H:
        raise ValueError(f"{name}: got shape {weights.shape}; expected ({H}, {count * H}), {count} gates")


def check_positions(x: npt.NDArray[Any], table: tuple[int, ...], name: str = "x") -> None:
    """Refuse more positions than a table of such a shape has rows."""
    if x.shape[1] > table[0]:
        raise ValueError(f"{name}: got {x.shape[1]} positions; expected ≤ {table[0]}, the rows of table")


def check_added(dout: npt.NDArray[Any], table: tuple[int, ...]) -> None:
    """Refuse an upstream gradient that a table of such a shape cannot have been added for."""
    check_float_array("dout", dout)
    if dout.ndim != 3 or dout.shape[2] != table[1]:
        raise ValueError(f"dout: got shape {dout.shape}; expected (N, T, {table[1]}), the shape of out")
    check_positions(dout, table, "dout")


def _check_strength(name: str, value: object) -> None:
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise TypeError(f"{name}: got {_describe(value)}; expected a real number")
    if not 0 <= float(value) < math.inf:
        raise ValueError(f"{name}: got {value}; expected a finite number ≥ 0")


def _check_size(name: str, value: object, least: int = 1) -> None:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name}: got {_describe(value)}; expected an integer")
    if value < least:
        raise ValueError(f"{name}: got {value}; expected an integer ≥ {least}")


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


def check_hidden_layers(normalization: object, dropout_keep_ratio: Any) -> None:
    """Refuse a normalisation that is not known, and what is no probability above 0."""
    if normalization not in (None, "batchnorm", "layernorm"):
        raise ValueError(f"normalization: got {normalization!r}; expected 'batchnorm', 'layernorm' or None")
    _check_strength("dropout_keep_ratio", dropout_keep_ratio)
    if not 0 < dropout_keep_ratio <= 1:
        raise ValueError(f"dropout_keep_ratio: got {dropout_keep_ratio}; expected a probability in (0, 1]")


def check_network(
    X: npt.NDArray[Any],
    params: Mapping[str, npt.NDArray[Any]],
    num_layers: int,
    normalized: bool = False,
) -> None:
    """Refuse parameters that do not form the chain W1, b1, …, WL, bL, and an X that W1 cannot take.

    Normalised layers have a gamma and a beta as well, which the layers themselves look at.
    """
    names = [f"{letter}{layer}" for layer in range(1, num_layers + 1) for letter in "Wb"]
    scales = [f"{name}{layer}" for layer in range(1, num_layers) for name in ("gamma", "beta")]
    for name in (*names, *(scales if normalized else ())):
        if name not in params:
            raise ValueError(f"params: got the keys {sorted(params)}; expected {name!r} among them")
    shapes = [
        f"params['W{layer}']: H{layer - 1} H{layer}, params['b{layer}']: H{layer}"
        for layer in range(1, num_layers + 1)
    ]
    check_shapes(", ".join([*shapes, "X: N H0*"]), *(params[name] for name in names), X)


def check_image_dims(input_dim: object) -> None:
    """Refuse anything but the channels, rows and columns of an image that 2x2 windows fit into."""
    if isinstance(input_dim, str) or not isinstance(input_dim, Sequence) or len(input_dim) != 3:
        raise TypeError(f"input_dim: got {_describe(input_dim)}; expected three integers, (C, H, W)")
    for letter, size in zip("CHW", input_dim, strict=True):
        _check_size(f"input_dim, {letter}", size)
        if letter != "C" and size < 2:
            raise ValueError(f"input_dim, {letter}: got {size}; expected an integer ≥ 2, as windows are 2x2")


def check_odd(name: str, size: int) -> None:
    """Refuse an even size of a filter, which has no middle."""
    if size % 2 == 0:
        raise ValueError(
            f"{name}: got {size}; expected an odd number, so that padding keeps the images' size"
        )


def check_conv_network(
    X: npt.NDArray[Any],
    params: Mapping[str, npt.NDArray[Any]],
    conv_param: Mapping[str, int],
    pool_param: Mapping[str, int],
) -> None:
    """Refuse parameters that do not form the chain W1, b1, …, W3, b3, and images that they cannot take."""
    names = ("W1", "b1", "W2", "b2", "W3", "b3")
    for name in names:
        if name not in params:
            raise ValueError(f"params: got the keys {sorted(params)}; expected {name!r} among them")
    shapes = ("F C R T", "F", "G M", "M", "M K", "K")
    listed = [f"params['{name}']: {shape}" for name, shape in zip(names, shapes, strict=True)]
    check_shapes(", ".join([*listed, "X: N C H W"]), *(params[name] for name in names), X)
    W1 = params["W1"]
    check_convolution(X, W1, params["b1"], conv_param)
    pooled = len(W1)
    for side, length, filter_size in zip(("height", "width"), X.shape[2:], W1.shape[2:], strict=True):
        convolved = (length + 2 * conv_param["pad"] - filter_size) // conv_param["stride"] + 1
        pooled *= max(convolved - pool_param[f"pool_{side}"], -1) // pool_param["stride"] + 1
    if len(params["W2"]) != pooled:
        raise ValueError(f"X: got shape {X.shape}, pooled to {pooled} numbers; expected {len(params['W2'])}")


def check_block(x: npt.NDArray[Any], params: Mapping[str, npt.NDArray[Any]]) -> None:
    """Refuse parameters that do not form a transformer block, and an x that it cannot take."""
    shapes = {"gamma1": "E", "beta1": "E", "Wq": "E K", "Wk": "E K", "Wv": "E K", "Wo": "K E"}
    shapes |= {"gamma2": "E", "beta2": "E", "W1": "E F", "b1": "F", "W2": "F E", "b2": "E"}
    for name in shapes:
        if name not in params:
            raise ValueError(f"params: got the keys {sorted(params)}; expected {name!r} among them")
    listed = [f"params['{name}']: {shape}" for name, shape in shapes.items()]
    check_shapes(", ".join(["x: N T E", *listed]), x, *(params[name] for name in shapes))


def _check_mode(name: str, mode: object, modes: Sequence[str]) -> None:
    if mode not in modes:
        raise ValueError(f"{name}['mode']: got {mode!r}; expected {' or '.join(map(repr, modes))}")


def check_eps(name: str, eps: object, divisor: str) -> None:
    """Refuse what is added to a divisor that may be 0, unless it is a finite number above 0."""
    _check_strength(name, eps)
    if eps == 0:
        raise ValueError(f"{name}: got {eps}; expected a number > 0, because {divisor} may be 0")


def check_normalization(param: object, name: str, modes: Sequence[str] = ()) -> None:
    """Refuse options of a normalisation that are no dict, or hold an unknown mode, eps or momentum.

    Where there are ``modes``, ``"mode"`` must be one of them.
    """
    if not isinstance(param, Mapping):
        raise TypeError(f"{name}: got {_describe(param)}; expected a dict")
    if modes:
        _check_mode(name, param.get("mode"), modes)
    check_eps(f"{name}['eps']", param.get("eps", 1e-5), "a variance")
    momentum = param.get("momentum", 0.9)
    _check_strength(f"{name}['momentum']", momentum)


def check_batch(x: npt.NDArray[Any]) -> None:
    """Refuse a batch without samples, which has no mean."""
    if len(x) == 0:
        raise ValueError("x: got no samples, N = 0; expected N ≥ 1, because of the mean over them")


def check_pixels(x: npt.NDArray[Any]) -> None:
    """Refuse images of whose channels there is no mean, because no sample or no pixel is in them."""
    if x.size == 0:
        raise ValueError(f"x: got shape {x.shape}; expected an entry in every channel, because of the mean")


def check_channels(x: npt.NDArray[Any]) -> None:
    """Refuse images whose channels have no pixel, and hence no mean."""
    if 0 in x.shape[2:]:
        raise ValueError(f"x: got shape {x.shape}; expected a pixel in every channel, because of the mean")


def check_averaged(dout: npt.NDArray[Any], shape: tuple[int, ...]) -> None:
    """Refuse an upstream gradient that does not have an entry for each channel of images of a shape."""
    check_float_array("dout", dout)
    if dout.shape != shape[:2]:
        raise ValueError(f"dout: got shape {dout.shape}; expected {shape[:2]}, the shape of out")


def check_groups(x: npt.NDArray[Any], gamma: npt.NDArray[Any], beta: npt.NDArray[Any], groups: Any) -> None:
    """Refuse images, a scale and a shift, or a number G that does not divide the channels into groups."""
    check_shapes("x: N C P*", x)
    C = x.shape[1]
    per_channel = (1, C, *(1,) * (x.ndim - 2))
    for name, array in (("gamma", gamma), ("beta", beta)):
        check_float_array(name, array)
        if array.shape not in ((C,), per_channel):
            raise ValueError(f"{name}: got shape {array.shape}; expected ({C},) or {per_channel}, the C of x")
    check_shapes("gamma: ..., beta: ...", gamma, beta)
    _check_size("G", groups)
    if C % groups:
        raise ValueError(f"G: got {groups}; expected a divisor of {C}, the C of x")
    if 0 in x.shape[1:]:
        raise ValueError(f"x: got shape {x.shape}; expected an entry in every group, because of the mean")


def check_images_in_groups(xhat: npt.NDArray[Any], dout: npt.NDArray[Any]) -> None:
    """Refuse upstream gradients of other images than those that have been divided into groups."""
    N, G, K, *pixels = xhat.shape
    check_float_array("dout", dout)
    if dout.shape != (N, G * K, *pixels):
        raise ValueError(f"dout: got shape {dout.shape}; expected {(N, G * K, *pixels)}, the shape of out")


def check_convolution(
    x: npt.NDArray[Any],
    w: npt.NDArray[Any],
    b: npt.NDArray[Any],
    conv_param: object,
    filters: str = "w: F C R T, b: F",
) -> None:
    """Refuse images, filters and options of which there is no convolution."""
    check_shapes(f"x: N C H W, {filters}", x, w, b)
    if not isinstance(conv_param, Mapping):
        raise TypeError(f"conv_param: got {_describe(conv_param)}; expected a dict")
    _check_size("conv_param['stride']", conv_param.get("stride"))
    pad: Any = conv_param.get("pad")
    if isinstance(pad, bool) or not isinstance(pad, Integral):
        raise TypeError(f"conv_param['pad']: got {_describe(pad)}; expected an integer")
    if pad < 0:
        raise ValueError(f"conv_param['pad']: got {pad}; expected an integer ≥ 0")
    for letter, length, needed in zip("HW", x.shape[2:], w.shape[-2:], strict=True):
        if not 1 <= needed <= length + 2 * pad:
            raise ValueError(
                f"w: got shape {w.shape}; expected filters of 1 to {length + 2 * pad}, {letter} + 2 pad"
            )


def check_windows(
    dout: npt.NDArray[Any],
    padded: npt.NDArray[Any],
    w: npt.NDArray[Any],
    stride: int,
    filters: str = "w: F C R T, dout: N F P Q",
) -> None:
    """Refuse an upstream gradient that does not have an entry for each window of each filter."""
    check_shapes(f"padded: N C H W, {filters}", padded, w, dout)
    windows = tuple((h - r) // stride + 1 for h, r in zip(padded.shape[2:], w.shape[-2:], strict=True))
    if dout.shape[2:] != windows:
        expected = (len(padded), len(w), *windows)
        raise ValueError(f"dout: got shape {dout.shape}; expected {expected}, the shape of out")


def check_pooling(x: npt.NDArray[Any], pool_param: object) -> None:
    """Refuse images and options of which there is no pooling."""
    check_shapes("x: N C H W", x)
    if not isinstance(pool_param, Mapping):
        raise TypeError(f"pool_param: got {_describe(pool_param)}; expected a dict")
    for name, letter, length in zip(("pool_height", "pool_width"), "HW", x.shape[2:], strict=True):
        size: Any = pool_param.get(name)
        _check_size(f"pool_param[{name!r}]", size)
        if size > length:
            expected = f"at most {length}, the {letter} of x"
            raise ValueError(f"pool_param[{name!r}]: got {size}; expected {expected}")
    _check_size("pool_param['stride']", pool_param.get("stride"))


def check_pooled(
    dout: npt.NDArray[Any], shape: tuple[int, ...], rows: int, columns: int, stride: int
) -> None:
    """Refuse an upstream gradient that does not have an entry for each window over images of a shape."""
    check_float_array("dout", dout)
    N, C, H, W = shape
    expected = (N, C, (H - rows) // stride + 1, (W - columns) // stride + 1)
    if dout.shape != expected:
        raise ValueError(f"dout: got shape {dout.shape}; expected {expected}, the shape of out")


def check_features(x: npt.NDArray[Any]) -> None:
    """Refuse samples without features, which have no mean."""
    if x.shape[1] == 0:
        raise ValueError("x: got no features, D = 0; expected D ≥ 1, because of the mean over them")


def check_dropout(param: object) -> None:
    """Refuse options of dropout that are no dict, or hold an unknown mode or no probability above 0."""
    if not isinstance(param, Mapping):
        raise TypeError(f"dropout_param: got {_describe(param)}; expected a dict")
    _check_mode("dropout_param", param.get("mode"), ("train", "test"))
    p: Any = param.get("p")
    _check_strength("dropout_param['p']", p)
    if not 0 < p <= 1:
        raise ValueError(f"dropout_param['p']: got {p}; expected a probability in (0, 1]")


_OPTIONS_OF_UPDATES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "momentum": (lambda value: value <= 1, "a number in [0, 1]"),
    "decay_rate": (lambda value: value <= 1, "a number in [0, 1]"),
    "beta1": (lambda value: value < 1, "a number in [0, 1), because 1 - beta1^t divides"),
    "beta2": (lambda value: value < 1, "a number in [0, 1), because 1 - beta2^t divides"),
    "epsilon": (lambda value: value > 0, "a number > 0, because a root may be 0"),
}


def check_update(w: npt.NDArray[Any], dw: npt.NDArray[Any], config: object) -> None:
    """Refuse a gradient that does not fit to the weights, and options that are no dict or out of range."""
    check_shapes("w: ..., dw: ...", w, dw)
    if config is None:
        return
    if not isinstance(config, Mapping):
        raise TypeError(f"config: got {_describe(config)}; expected a dict or None")
    for name in ("learning_rate", "weight_decay", *_OPTIONS_OF_UPDATES):
        if name not in config:
            continue
        value = config[name]
        _check_strength(f"config[{name!r}]", value)
        if name in _OPTIONS_OF_UPDATES:
            holds, expected = _OPTIONS_OF_UPDATES[name]
            if not holds(value):
                raise ValueError(f"config[{name!r}]: got {value}; expected {expected}")
    t = config.get("t", 0)
    if isinstance(t, bool | np.bool_) or not isinstance(t, Integral):
        raise TypeError(f"config['t']: got {_describe(t)}; expected an integer, the steps so far")
    if t < 0:
        raise ValueError(f"config['t']: got {t}; expected an integer ≥ 0, the steps so far")


def check_state(w: npt.NDArray[Any], config: Mapping[str, Any], *names: str) -> None:
    """Refuse arrays of the state that do not have the shape of the weights."""
    shapes = ["w: ...", *(f"config[{name!r}]: ..." for name in names)]
    check_shapes(", ".join(shapes), w, *(config[name] for name in names))
