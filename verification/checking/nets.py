"""Somebody's net object, copied with other parameters in it: numbers of any size, or symbols."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from verification.checking.reuse import reused
from verification.checking.subject import Given, Values
from verification.proof.layers import CHECKS_OF_ARGUMENTS
from verification.tracing import Tracer

INPUT, CLASSES, HIDDEN = 37, 31, (41, 43, 47, 53)
"""Sizes that a net is made with: primes, so that they are recognised wherever the object keeps them."""

_PARAMETERS = {
    "input": ("input_dim", "input_size", "in_dim", "in_size", "n_in", "n_input", "num_inputs", "input_dims",
              "D", "n_features", "num_features", "in_features", "d_in", "D_in", "input_shape"),
    "hidden": ("hidden_dim", "hidden_size", "n_hidden", "num_hidden", "H", "hidden", "hidden_units",
               "d_hidden", "D_h"),
    "hiddens": ("hidden_dims", "hidden_size_list", "hidden_sizes", "hidden_layers", "hidden_list"),
    "classes": ("num_classes", "output_size", "output_dim", "n_out", "n_output", "n_classes", "num_outputs",
                "C", "out_dim", "out_features", "d_out", "D_out", "classes", "out_size", "n_outputs",
                "n_neurons", "neurons", "units", "fan_out", "nout", "out_units", "output_features", "num_out",
                "num_units", "outsize", "n_units"),
}  # fmt: skip
_STRENGTHS = ("reg", "weight_decay_lambda", "reg_lambda", "lambda_", "lam", "l2", "l2_reg", "weight_decay",
              "reg_strength", "lamb", "lmbda", "decay", "regularization")  # fmt: skip
_RATES = ("lr", "learning_rate", "eta", "std", "weight_scale", "weight_init_std", "scale", "init_scale")


class Unmade(Exception):
    """A net could not be made: the message says why. ``unfinished`` if it has no parameters yet."""

    def __init__(self, message: str, *, unfinished: bool = False):
        self.unfinished = unfinished
        super().__init__(message)


def make(kind: type, depth: int) -> Any:
    """A net of that class and depth with sizes that are recognised later.

    Raises
    ------
    Unmade
        If the class takes other arguments, or its constructor raises.
    """
    hidden = list(HIDDEN[: depth - 1])
    return constructor_arguments(kind, [INPUT, hidden[0] if len(hidden) == 1 else hidden, CLASSES], hidden)


def constructor_arguments(
    kind: type, positional: list[Any], hidden: Sequence[int] = (), classes: int = CLASSES
) -> Any:
    """An object whose constructor takes sizes: by their names, or else in the order given.

    Raises
    ------
    Unmade
        If the class takes other arguments, or its constructor raises.
    """
    sizes: list[str] = []
    unknown: list[str] = []
    named: dict[str, Any] = {}
    for one in inspect.signature(kind).parameters.values():
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            continue
        known = next((part for part, names in _PARAMETERS.items() if one.name in names), None)
        if known is not None and (hidden or "hidden" not in known):
            named[one.name] = {
                "input": INPUT, "hidden": hidden[0] if hidden else None, "hiddens": list(hidden),
                "classes": classes,
            }[known]  # fmt: skip
            sizes.append(one.name)
        elif one.name == "dtype":
            named[one.name] = np.float64
        elif one.name in _STRENGTHS:
            named[one.name] = 0.5
        elif one.name in _RATES:
            named[one.name] = 0.1
        elif one.default is one.empty:
            sizes.append(one.name)
            unknown.append(one.name)
    if unknown and len(sizes) == len(positional):
        named.update(zip(sizes, positional, strict=True))
    elif unknown:
        raise Unmade(f"{kind.__name__}(…) takes {unknown[0]!r}, which is not known here")
    elif not sizes:
        return _made(kind, positional, {})
    return _made(kind, [], named)


def _made(kind: type, positional: list[Any], named: dict[str, Any]) -> Any:
    try:
        return kind(*positional, **named)
    except Exception as reason:
        raise Unmade(f"{kind.__name__}(…) raises {type(reason).__name__}: {reason}") from reason


def takes_list(kind: type) -> bool:
    """Whether the constructor takes a list of hidden sizes."""
    return any(name in _PARAMETERS["hiddens"] for name in inspect.signature(kind).parameters)


@dataclass
class Template:
    """A net with the arrays that play the parts of W1, b1, … in it."""

    net: Any
    arrays: dict[str, Any]
    depth: int
    rows: bool
    """Whether biases are rows, (1, M) instead of (M,)."""
    live: bool = False
    """Whether the net was made by somebody else: its sizes may be any numbers, and are known by name only."""

    @classmethod
    def of(cls, net: Any, *, live: bool = False) -> Template:
        """Find the parameters of a net; ``live`` if it was not made by `make`.

        Raises
        ------
        Unmade
            If there are no W1, b1, …
        """
        params = getattr(net, "params", None)
        source = params if isinstance(params, dict) else vars(net)
        arrays = {}
        for name, value in source.items():
            match = re.fullmatch(r"([WwBb])_?(\d+)", str(name))
            if match and isinstance(value, np.ndarray):
                arrays[("W" if match[1] in "Ww" else "b") + match[2]] = value
        depth = sum(name.startswith("W") for name in arrays)
        wanted = [f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "Wb"]
        if not depth or any(name not in arrays for name in wanted):
            raise Unmade("its .params do not hold W1, b1, W2, b2, …", unfinished=params == {})
        return cls(net, {name: arrays[name] for name in wanted}, depth, arrays["b1"].ndim == 2, live)

    @property
    def sizes(self) -> dict[int, str]:
        """The names of the sizes, by the numbers that stand for them in the object."""
        widths = [
            self.arrays["W1"].shape[0],
            *(self.arrays[f"W{n}"].shape[1] for n in range(1, self.depth + 1)),
        ]
        return dict(zip(widths, size_names(self.depth), strict=True))

    def real(self, given: Given) -> Any:
        """A copy with arrays of numbers."""
        memo: dict[int, Any] = {
            id(array): np.array(self._shaped(name, given)) for name, array in self.arrays.items()
        }
        # deepcopy keeps what stands in its memo alive by itself; the originals live in the template.
        net = copy.deepcopy(self.net, memo)
        self._resize(net, given)
        _strengthen(net, given)
        return net

    def symbolic(self, tracer: Tracer, given: Given) -> Any:
        """A copy with symbolic arrays, whose methods are traced."""
        for name, array in self.arrays.items():
            tracer.replace(array, self._shaped(name, given))
        net = tracer.rebuilt(self.net)
        self._resize(net, given)
        _strengthen(net, given)
        return net

    def _resize(self, net: Any, given: Given) -> None:
        sizes = {number: size_of(given, name) for number, name in self.sizes.items()}
        resize(net, sizes, _SIZE_NAMES if self.live else None)

    def _shaped(self, name: str, given: Given) -> Any:
        value = given[name]
        return value.reshape(1, value.shape[0]) if self.rows and name.startswith("b") else value


def size_names(depth: int) -> list[str]:
    """The names of the widths of a net: D, H1, …, C."""
    middle = ["H"] if depth == 2 else [f"H{n}" for n in range(1, depth)]
    return ["D", *middle, "C"]


def size_of(given: Given, name: str) -> Any:
    """A size as the inputs have it."""
    depth = sum(key.startswith("W") for key in given)
    place = size_names(depth).index(name)
    return given["W1"].shape[0] if place == 0 else given[f"W{place}"].shape[1]


_SIZE_NAMES = frozenset(name for names in _PARAMETERS.values() for name in names)


def resize(
    value: Any, sizes: Mapping[int, Any], named: frozenset[str] | None = None, seen: set[int] | None = None
) -> None:
    """Replace the recognised sizes in the attributes of an object and of the layers that it holds."""
    seen = set() if seen is None else seen
    if id(value) in seen or not hasattr(value, "__dict__") or isinstance(value, type):
        return
    seen.add(id(value))
    for name, part in list(vars(value).items()):
        if named is not None and name not in named and isinstance(part, (int, list, tuple)):
            continue
        if isinstance(part, int) and not isinstance(part, bool) and part in sizes:
            setattr(value, name, sizes[part])
        elif isinstance(part, (list, tuple)) and part and all(isinstance(one, int) for one in part):
            setattr(value, name, type(part)(sizes.get(one, one) for one in part))
        else:
            for one in (
                part.values()
                if isinstance(part, dict)
                else part
                if isinstance(part, (list, tuple))
                else [part]
            ):
                resize(one, sizes, named, seen)


def _strengthen(net: Any, given: Given) -> None:
    name = strength_attribute(net)
    if name is not None and "reg" in given:
        setattr(net, name, given["reg"])


def strength_attribute(net: Any) -> str | None:
    """The attribute that holds the strength of L2."""
    return next((name for name in _STRENGTHS if isinstance(vars(net).get(name), (int, float))), None)


def strength_parameter(method: Callable[..., Any]) -> str | None:
    """The parameter of ``loss`` that takes the strength of L2."""
    return next((name for name in inspect.signature(method).parameters if name in _STRENGTHS), None)


@dataclass(frozen=True)
class NetProgram:
    """A method of a net as a program."""

    template: Template
    observe: Callable[[Any, Given], Values]

    def fresh(self, given: Given) -> Values:
        """On numbers, by a new net."""
        return self.observe(self.template.real(given), given)

    def run(self, given: Given) -> Values:
        """On numbers, by nets that may have been used before."""
        return reused(self.template.real, self.observe, given)

    def trace(self, given: Given) -> Values:
        """On symbols."""
        tracer = Tracer(CHECKS_OF_ARGUMENTS)
        net = self.template.symbolic(tracer, given)
        return tracer.call(self.observe, net, given)  # type: ignore[no-any-return]
