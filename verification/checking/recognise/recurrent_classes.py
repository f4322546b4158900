"""Recurrent nets as classes that are made of their weights: ``RNN(Wx, Wh, b)`` and ``TimeRNN(Wx, Wh, b)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names, called, first, kept_gradient, named
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Reference, Subject, Values
from yudo.verification.checking.recognise.layers import Constructed, LayerProgram
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, parts_of, required_names
from yudo.verification.symbolic.inputs import Shape

WEIGHTS = ("Wx", "Wh", "b")
MADE_OF_WEIGHTS = Text(
    "가중치로 만드는 클래스다. 가중치의 그래디언트는 객체의 `grads`나 속성에 둔다. `b`는 없어도 된다",
    "made of its weights, whose gradients it keeps in `grads` or in attributes; `b` may be left out",
)


@dataclass(frozen=True)
class RecurrentClass:
    """A step, or a net over all steps, whose objects are made of the weights.

    Attributes
    ----------
    called
        Its names.
    inputs, upstream
        What ``forward`` takes, and ``backward``.
    outputs, returned
        What they return.
    shapes, with_upstream
        Of the inputs, and with the upstream gradients; of a net, without its first state, which is 0.
    reference, results
        What is right, and the record of each quantity.
    forward_flaws, backward_flaws
        What each may get wrong.
    readings
        The conventions.
    """

    called: Called
    inputs: tuple[str, ...]
    upstream: tuple[str, ...]
    outputs: tuple[str, ...]
    returned: tuple[str, ...]
    shapes: Mapping[str, Shape]
    with_upstream: Mapping[str, Shape]
    reference: Reference
    results: Mapping[str, str]
    forward_flaws: tuple[Flaw, ...]
    backward_flaws: tuple[Flaw, ...]
    readings: tuple[Reading, ...] = (Reading("standard"),)

    def subjects(self, names: Mapping[str, Any]) -> Iterator[Subject]:
        """The two methods of each class that takes its weights, and nothing else that must be given."""
        for kind in all_of_names(names, self.called):
            found = parts_of(required_names(kind), WEIGHTS) or {}
            takes = len(required_names(kind.forward)) - 1
            if {"Wx", "Wh"} <= {*found.values()} and takes == len(self.inputs):
                yield from self._methods(kind, [found[name] for name in required_names(kind)])

    def _methods(self, kind: Any, weights: list[str]) -> Iterator[Subject]:
        name, maker = kind.__name__, Constructed(kind, tuple(weights))
        reads: dict[str, str] = {}
        ordered = [part for part in order(kind.forward, ("self", *self.inputs)) if part != "self"]
        upstream = [part for part in order(kind.backward, ("self", *self.upstream)) if part != "self"]
        forward, backward = _calls(self, ordered, upstream, weights, reads)
        left_out = {*WEIGHTS} - {*weights}
        shapes, with_upstream = (
            {part: shape for part, shape in listed.items() if part not in left_out}
            for listed in (self.shapes, self.with_upstream)
        )
        made = (*maker.lines, f"{', '.join(self.outputs)} = layer.forward({', '.join(ordered)})")
        yield Subject(
            f"{name}.forward", name, shapes, self.outputs, (LayerProgram(maker, forward),), self.reference,
            made, dict(self.results), readings=self.readings, flaws=self.forward_flaws, source=kind,
        )  # fmt: skip
        back = f"{', '.join(self.returned)} = layer.backward({', '.join(upstream)})"
        yield Subject(
            f"{name}.backward", name, with_upstream, (*self.returned, *(f"d{part}" for part in weights)),
            (LayerProgram(maker, backward),), self.reference, (*made, back), dict(self.results),
            readings=self.readings, flaws=self.backward_flaws, reads=reads, source=kind,
        )  # fmt: skip


def _calls(
    one: RecurrentClass, ordered: list[str], upstream: list[str], weights: list[str], reads: dict[str, str]
) -> tuple[Callable[[Any, Given], Values], Callable[[Any, Given], Values]]:
    """The two methods as functions of an object and the inputs."""
    outputs, returned = one.outputs, one.returned

    def forward(layer: Any, given: Given) -> Values:
        made = called(layer, "forward", *[given[part] for part in ordered])
        return named(made if len(outputs) > 1 else first(made), outputs)

    def backward(layer: Any, given: Given) -> Values:
        called(layer, "forward", *[given[part] for part in ordered])
        made = called(layer, "backward", *[given[part] for part in upstream])
        values = named(made if len(returned) > 1 else first(made), returned)
        for place, part in enumerate(weights):
            kept = kept_gradient(layer, part, place)
            values[f"d{part}"] = None if kept is None else kept[1]
            if kept is not None:
                reads[f"d{part}"] = f"layer.{kept[0]}"
        return values

    return forward, backward


def of_class(reference: Reference, given: Given, **options: Any) -> Values:
    """What a reference says of what is given: a first state and a bias that are not there are 0."""
    whole = dict(given)
    if "b" not in given:
        whole["b"] = 0 * given["Wx"][0]
    if "prev_h" not in given:
        whole["h0"] = np.zeros((given["x"].shape[0], given["Wh"].shape[0]))
    values = reference(whole, **options)
    return {name: value for name, value in values.items() if name[0] != "d" or name[1:] in given}


def without_first_state(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes of a net that starts from 0."""
    return {name: shape for name, shape in shapes.items() if name != "h0"}
