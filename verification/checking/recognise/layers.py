"""Somebody's layer class: how its objects are made, and how they are called."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import FunctionType, MethodType
from typing import Any, Protocol

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import called, first, kept_gradient, named, parameter
from yudo.verification.checking.recognise.candidate import Given, Values, call_on_symbols
from yudo.verification.checking.recognise.nets import HIDDEN, INPUT, Unmade, constructor_arguments, resize
from yudo.verification.checking.recognise.reuse import reused
from yudo.verification.checking.recognise.signature import order, parameters
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.symbolic.tracing import Tracer

OUTPUT = HIDDEN[0]


class Maker(Protocol):
    """A way to make a layer with the parameters of the inputs."""

    @property
    def kind(self) -> type:
        """The class of the layer."""

    @property
    def lines(self) -> tuple[str, ...]:
        """How one is made, as source text."""

    def real(self, given: Given) -> Any:
        """A layer that holds numbers."""

    def observed(self, observe: Callable[[Any, Given], Values], given: Given) -> Values:
        """What is observed of a layer that holds symbols."""


@dataclass(frozen=True)
class Constructed:
    """Objects made of their parameters and of numbers: ``Affine(W, b)``, ``Relu()``, ``LeakyReLU(0.01)``."""

    kind: type
    made_of: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """How one is made, as source text."""
        return (f"layer = {self.kind.__name__}({', '.join([*self.made_of, *map(str, self.numbers)])})",)

    def real(self, given: Given) -> Any:
        """A layer that holds numbers."""
        return self.kind(*[given[part] for part in self.made_of], *self.numbers)

    def observed(self, observe: Callable[[Any, Given], Values], given: Given) -> Values:
        """What is observed of a layer that holds symbols."""
        kind, made_of, numbers = self.kind, self.made_of, self.numbers

        def whole(given: Given) -> Values:
            return observe(kind(*[given[part] for part in made_of], *numbers), given)

        return call_on_symbols(whole, given)


@dataclass(frozen=True)
class LayerTemplate:
    """Objects made of sizes, ``Linear(in_features, out_features)``, with their arrays exchanged.

    Attributes
    ----------
    layer
        The object that is copied; it was made with `INPUT` and `OUTPUT`.
    weight, bias
        Its own arrays.
    others
        Its other arrays, such as gradients that begin as zeros.
    places
        Where weight and bias are, as source text.
    """

    layer: Any
    weight: Any
    bias: Any
    others: tuple[Any, ...]
    places: tuple[str, str]

    @classmethod
    def of(cls, kind: type) -> LayerTemplate:
        """Make a layer and find its weight and bias.

        Raises
        ------
        Unmade
            If the class takes other arguments, or holds no such arrays.
        """
        layer = constructor_arguments(kind, [INPUT, OUTPUT], classes=OUTPUT)
        found = [(path, array) for path, array in arrays_of(layer) if not _GRADIENT.search(path)]
        weights = [one for one in found if sorted(one[1].shape) == sorted((INPUT, OUTPUT))]
        biases = [one for one in found if one[1].size == OUTPUT]
        if not weights or not biases:
            raise Unmade(
                Text(
                    f"{kind.__name__}(…)에 만들 때 준 크기의 가중치와 편향이 없다",
                    f"{kind.__name__}(…) holds no weight and bias of the sizes that it was made with",
                )
            )
        (at_weight, weight), (at_bias, bias) = weights[0], biases[0]
        others = (a for _, a in arrays_of(layer) if a is not weight and a is not bias)
        return cls(layer, weight, bias, tuple(others), (at_weight, at_bias))

    @property
    def kind(self) -> type:
        """The class of the layer."""
        return type(self.layer)

    @property
    def transposed(self) -> bool:
        """Whether the weight has the shape (M, D) instead of (D, M)."""
        return bool(self.weight.shape != (INPUT, OUTPUT))

    @property
    def lines(self) -> tuple[str, ...]:
        """How one is made, as source text."""
        weight, bias = (f"layer{place}[...]" for place in self.places)
        column = self.bias.ndim > 1 and self.bias.shape[-1] == 1
        return (
            f"layer = {self.kind.__name__}(*w.shape)",
            f"{weight} = w{'.T' if self.transposed else ''}",
            f"{bias} = b{'[:, None]' if column else ''}",
        )

    def real(self, given: Given) -> Any:
        """A layer that holds numbers."""
        zeros = partial(np.zeros, dtype=given["w"].dtype)
        memo = {id(array): np.array(value) for array, value in self._exchanged(given, zeros)}
        layer = copy.deepcopy(self.layer, memo)
        self._resize(layer, given)
        return layer

    def observed(self, observe: Callable[[Any, Given], Values], given: Given) -> Values:
        """What is observed of a layer that holds symbols."""
        tracer = Tracer()
        zeros = tracer.rebuilt(np.zeros)
        for array, value in self._exchanged(given, zeros):
            tracer.replace(array, value)
        layer = tracer.rebuilt(self.layer)
        self._resize(layer, given)
        return tracer.call(observe, layer, given)  # type: ignore[no-any-return]

    def _exchanged(self, given: Given, zeros: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
        w, b = given["w"], given["b"]
        sizes = {INPUT: w.shape[0], OUTPUT: w.shape[1]}
        yield self.weight, w.T if self.transposed else w
        yield self.bias, b if self.bias.ndim == 1 else b.reshape(_resized(self.bias.shape, sizes))
        for array in self.others:
            yield array, zeros(_resized(array.shape, sizes))

    def _resize(self, layer: Any, given: Given) -> None:
        w = given["w"]
        resize(layer, {INPUT: w.shape[0], OUTPUT: w.shape[1]})


def _resized(shape: Sequence[int], sizes: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(sizes.get(length, length) for length in shape)


_GRADIENT = re.compile(r"grad|delta|\bd_?(?:w|b|weights?|bias(?:es)?|params)\b", re.IGNORECASE)


def arrays_of(value: Any, path: str = "", depth: int = 3) -> Iterator[tuple[str, Any]]:
    """The arrays that an object holds, in its attributes, dicts and lists, with where they are.

    That is source text to be put behind the object: ``.params['W1']``.
    """
    parts: dict[Any, Any] = {}
    written = "[{!r}]".format
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, dict):
        parts = value
    elif isinstance(value, (list, tuple)):
        parts = dict(enumerate(value))
    elif not isinstance(value, (type, FunctionType, MethodType)):
        parts, written = getattr(value, "__dict__", parts), ".{}".format
    if depth:
        for name, part in parts.items():
            yield from arrays_of(part, path + written(name), depth - 1)


def maker_of(kind: type) -> Maker:
    """How an affine layer of that class is made: of ``w`` and ``b``, or of its sizes."""
    constructed = Constructed(kind, ("w", "b"))
    sample = {"x": np.ones((2, 3)), "w": np.ones((3, 4)), "b": np.ones(4)}
    try:
        called(constructed.real(sample), "forward", sample["x"])
    except Exception:
        try:
            return LayerTemplate.of(kind)
        except Unmade:
            return constructed
    return constructed


@dataclass(frozen=True)
class LayerProgram:
    """What is observed of a layer, as a program."""

    maker: Maker
    observe: Callable[[Any, Given], Values]
    learns: bool = False
    """Whether a call changes the parameters, so that an object that was used is another layer."""

    def fresh(self, given: Given) -> Values:
        """On numbers, by a new object."""
        return self.observe(self.maker.real(given), given)

    def run(self, given: Given) -> Values:
        """On numbers, by objects that may have been used before."""
        return self.fresh(given) if self.learns else reused(self.maker.real, self.observe, given)

    def trace(self, inputs: SymbolicInputs) -> Values:
        """On symbols."""
        return self.maker.observed(self.observe, inputs.given())


def forward_of(maker: Maker, quantity: str = "out") -> LayerProgram:
    """The forward of a layer."""

    def observe(layer: Any, given: Given) -> Values:
        return {quantity: first(called(layer, "forward", given["x"]))}

    return LayerProgram(maker, observe)


def backward_of(maker: Maker, quantities: Sequence[str], reads: dict[str, str]) -> LayerProgram:
    """The backward of a layer after its forward; gradients of parameters are looked for in attributes.

    Once it has run, ``reads`` holds how each gradient is written after `backward_lines`.
    """
    turned = isinstance(maker, LayerTemplate) and maker.transposed
    rows = isinstance(maker, LayerTemplate) and maker.bias.ndim > 1

    parts, kept_rate = _call_of_backward(maker, quantities)
    learns = "dw" in quantities and ("rate" in parts or kept_rate is not None)
    ends = {"dw": ".T" if turned else "", "db": ".reshape(b.shape)" if rows else ""}

    def observe(layer: Any, given: Given) -> Values:
        called(layer, "forward", given["x"])
        arguments = {"x": given["x"], "dout": given["dout"], "rate": 1.0}
        if kept_rate is not None:
            setattr(layer, kept_rate, 1.0)
        before = {part: parameter(layer, part)[1] * 1 for part in "wb"} if learns else {}
        returned = called(layer, "backward", *[arguments[part] for part in parts])
        if learns:
            values, places = _learned(layer, returned, before)
        elif isinstance(returned, (tuple, list, dict)):
            values, places = _returned(returned, quantities)
        else:
            values, places = _kept(layer, returned, quantities)
        reads.update({q: place + ends.get(q, "") for q, place in places.items()})
        if turned and values.get("dw") is not None:
            values["dw"] = values["dw"].T
        if rows and values.get("db") is not None and values["db"].ndim == 2:
            values["db"] = values["db"].reshape(given["b"].shape)
        return values

    return LayerProgram(maker, observe, learns)


def _learned(layer: Any, dx: Any, before: Given) -> tuple[Values, dict[str, str]]:
    """Gradients as the changes of parameters by a rate of 1, and where they are."""
    (w, after_w), (b, after_b) = parameter(layer, "w"), parameter(layer, "b")
    values = {"dx": dx, "dw": before["w"] - after_w, "db": before["b"] - after_b}
    return values, {"dw": f"(before_w - layer.{w})", "db": f"(before_b - layer.{b})"}


def _returned(returned: Any, quantities: Sequence[str]) -> tuple[Values, dict[str, str]]:
    """Gradients that a backward returns, and where they are."""
    keys: dict[str, Any] = {q: place for place, q in enumerate(quantities)}
    if isinstance(returned, dict):
        keys = {q: repr(q if q in returned else q[1:]) for q in quantities}
    return named(returned, quantities), {q: f"dx[{key}]" for q, key in keys.items()}


def _kept(layer: Any, dx: Any, quantities: Sequence[str]) -> tuple[Values, dict[str, str]]:
    """Gradients of which a backward returns the first and its object keeps the others, and where they are."""
    first_one, *others = quantities
    kept = {q: kept_gradient(layer, q[1:], "wb".index(q[1:])) for q in others}
    values = {first_one: dx, **{q: None if one is None else one[1] for q, one in kept.items()}}
    return values, {q: f"layer.{one[0]}" for q, one in kept.items() if one is not None}


def backward_lines(maker: Maker, quantities: Sequence[str]) -> tuple[str, ...]:
    """The calls of forward and backward, as source text."""
    parts, kept_rate = _call_of_backward(maker, quantities)
    given = ", ".join({"x": "x", "dout": "dout", "rate": "1.0"}[part] for part in parts)
    learns = "dw" in quantities and ("rate" in parts or kept_rate is not None)
    turned = isinstance(maker, LayerTemplate) and maker.transposed
    before = [f"before_w, before_b = w{'.T' if turned else ''} * 1, b * 1"]
    return (
        *(before if learns else []),
        *maker.lines,
        *([f"layer.{kept_rate} = 1.0"] if kept_rate is not None else []),
        "out = layer.forward(x)",
        f"dx = layer.backward({given})",
    )


def _call_of_backward(maker: Maker, quantities: Sequence[str]) -> tuple[list[str], str | None]:
    """What a backward takes, and the attribute with a learning rate, if there is one that matters."""
    parts = backward_parts(maker.kind)
    return parts, None if "rate" in parts or "dw" not in quantities else rate_attribute(maker, parts)


_RATES = ("learning_rate", "lr", "eta", "alpha")


def backward_parts(kind: Any) -> list[str]:
    """What ``backward`` takes: ``dout``, and perhaps ``x`` or a learning rate."""
    listed = [one for one in parameters(kind.backward)[1:] if one.default is one.empty]
    names = [one.name for one in listed]
    if len(names) == 2 and names[1] in _RATES:
        return ["dout", "rate"]
    if len(names) == 2:
        return [part for part in order(kind.backward, ("self", "x", "dout")) if part != "self"]
    return ["dout"]


def rate_attribute(maker: Maker, parts: Sequence[str]) -> str | None:
    """The attribute with the learning rate of a layer that changes its parameters and keeps no gradient."""
    sample = {"x": np.ones((2, 3)), "w": np.ones((3, 4)), "b": np.ones(4), "dout": np.ones((2, 4))}
    try:
        layer = maker.real(sample)
        called(layer, "forward", sample["x"])
        called(layer, "backward", *[sample[part] for part in parts])
        moved = bool(np.any(parameter(layer, "w")[1] != 1))
    except Exception:  # which is found when it is judged
        return None
    rate = next((name for name in _RATES if name in vars(layer)), None)
    kept = kept_gradient(layer, "w", 0)
    return rate if moved and (kept is None or kept[1] is None) else None


def is_function_like(kind: type) -> bool:
    """Whether the methods of a class are functions that keep nothing in an object."""
    return all(
        isinstance(inspect.getattr_static(kind, name), staticmethod) for name in ("forward", "backward")
    )
