"""The way of the numbers through a layer's graph, one arrow after the other: forward, then the gradients.

Where to go is read off the graph (`docs.site_builder.figures.flow`); what an arrow carries is the array of
the record that bears its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docs.site_builder.living import definitions, shown_array

if TYPE_CHECKING:
    from docs.site_builder.figures.flow import Edge, Flow
    from yudo.derivations.calculus import Example, Layer


def steps(example: Example, layers: Mapping[str, Layer], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``steps`` through a layer's graph, and the ``wires`` and ``definitions`` that they need.

    A step names its ``way``, the ``wire``, the ``box`` by its output, and its array: a place among what is
    ``given``, ``shown`` or among the ``wires``; where the record has no array of that name, the name as
    ``text``. Forward it ``takes`` wires; backward, the gradients of all outputs that the wire goes into.
    There are no steps where boxes stand for many layers.
    """
    from docs.site_builder.figures.flow import flow, target

    found = flow(layers, example.layer.stem)
    if found is None or found.repeats:
        return {"steps": [], "wires": []}
    arrays = _Arrays(example, data, target(example.layer))
    taken = [*_forward(found), *_backward(found)]
    made = [step | arrays.named(step.pop("name")) for step in taken]
    return {
        "steps": made,
        "wires": arrays.wires,
        "definitions": definitions(example, [*data["shown"], *arrays.wires]),
    }


def _forward(flow: Flow) -> Iterator[dict[str, Any]]:
    for operation in flow.operations:
        edge = operation.output
        takes = _names(operation.inputs)
        yield {"way": "forward", "wire": edge.plain, "name": edge.plain, "box": edge.plain, "takes": takes}


def _backward(flow: Flow) -> Iterator[dict[str, Any]]:
    """The gradients from the loss on; of what several operations take, when all of them have been passed."""
    last = flow.operations[-1].output
    yield {"way": "backward", "wire": last.plain, "name": last.plain_gradient, "box": "", "takes": []}
    for place in reversed(range(len(flow.operations))):
        operation = flow.operations[place]
        earlier = {edge.plain for one in flow.operations[:place] for edge in one.inputs}
        for edge in sorted(operation.inputs, key=lambda edge: edge.plain == operation.comes_from):
            if edge.plain_gradient is not None and edge.plain not in earlier:
                users = [one for one in flow.operations if edge.plain in _names(one.inputs)]
                yield {
                    "way": "backward",
                    "wire": edge.plain,
                    "name": edge.plain_gradient,
                    "box": operation.output.plain,
                    "takes": _names(one.output for one in reversed(users)),
                }


def _names(edges: Iterable[Edge]) -> list[str]:
    return [edge.plain for edge in edges]


class _Arrays:
    """Finds the array that an arrow carries."""

    def __init__(self, example: Example, data: Mapping[str, Any], last: Any) -> None:
        self._example = example
        self._data = data
        self._last = last
        self.wires: list[dict[str, Any]] = []

    def named(self, name: str) -> dict[str, Any]:
        """Where the array of a name is found; of the loss, which graphs call L, where its result is."""
        for kind in ("given", "shown"):
            for place, one in enumerate(self._data[kind]):
                if self._is(one, name):
                    return {"in": kind, "at": place}
        for what, axes in self._candidates():
            made = shown_array(self._example, what, [(0,) * axes])
            if self._is(made, name):
                self.wires.append(
                    {key: made[key] for key in ("name", "id", "at", "axes", "value") if key in made}
                )
                return {"in": "wires", "at": len(self.wires) - 1}
        return {"text": name}

    def _is(self, one: Mapping[str, Any], name: str) -> bool:
        if name == "L" and not one["axes"]:
            return bool(one.get("id") == self._last.id)
        return bool(one["name"] == name)

    def _candidates(self) -> Iterator[tuple[Any, int]]:
        yield from ((name, len(result.indices)) for name, result in self._example.layer.results.items())
        tensors = {definition.tensor.name: definition.tensor for definition in self._example.definitions}
        yield from ((tensor, len(tensor.axes)) for tensor in tensors.values())
