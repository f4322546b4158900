"""Nets that keep their parameters: what ``backward(X, y)`` takes from them, or keeps, against a cost.

The object is made with numbers that are recognised later; with a rate of 1, what a step of descent takes from
a parameter is its gradient. Which cost is meant is told by the gradients themselves: of the costs that are
known, the one that most parameters fit, with one factor for all. Where none does, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.pairs.consistency import Own
from yudo.verification.checking.pairs.guessing import Guess
from yudo.verification.checking.pairs.object_costs import COSTS, ONE_HOT, SQUARES, scale
from yudo.verification.checking.pairs.object_fit import best_use, changed_early
from yudo.verification.checking.pairs.object_use import Use
from yudo.verification.checking.pairs.places import Left, Place, is_rate
from yudo.verification.checking.verdicts import Remark
from yudo.verification.sandbox.timeouts import FUNCTION, TimeLimitExceeded, time_limit

Function = Callable[..., Any]

_SECONDS = 6.0
"""Of processor time, to find out how an object is used."""


def of_object(kind: Any, method: str) -> list[Own]:
    """A net, or a layer, that changes its parameters or keeps their gradients; empty if it is none.

    Parameters
    ----------
    kind
        The class.
    method
        The name of what goes backward.
    """
    try:
        with time_limit(_SECONDS, FUNCTION), np.errstate(all="ignore"):
            found = best_use(kind, method)
    except TimeLimitExceeded:
        return []
    return [] if found is None else [_layer(*found) if "dout" in found[0].behind else _own(*found)]


def _own(
    use: Use, places: Mapping[str, Place], left: Mapping[Place, Left], cost: Function, factor: float
) -> Own:
    net, columns, pristine = use.made.net, use.columns, use.kept()
    letters = _Letters(use, places)
    shapes = {name: letters.of(np.shape(place.get(net))) for name, place in places.items()}
    out, samples = letters.out, letters.samples
    hot = cost in ONE_HOT
    shapes["x"] = f"fixed {letters.inputs}"
    if hot:
        shapes["y"] = f"labels {samples} < {letters.classes}".replace("  ", " ")
    else:
        shapes["y"] = f"fixed {out}" if cost is SQUARES else f"labels {out} < 2"
    axis = use.axis
    scaled, told = scale(factor if left else abs(factor), use)
    listed = list(places.items())
    kept = [(name, place, left.get(place)) for name, place in listed]
    sources, attributes = letters.sources, letters.attributes

    def settled(by_name: Any) -> None:
        for attribute, letter in attributes:
            source, along = sources[letter]
            setattr(net, attribute, by_name[source].shape[along])
        for name, place in listed:
            place.put(net, np.array(by_name[name]))

    def target(by_name: Any) -> tuple[Any, Any]:
        y = by_name["y"]
        if not hot:
            return y, y
        source, along = sources[letters.classes]
        several = np.eye(by_name[source].shape[along])[y]
        several = several.T if columns else several
        return (y if use.labels else several), several

    def made(settings: Mapping[str, Any], place: int) -> tuple[Function, Function]:
        def ahead(*given: Any) -> Any:
            by_name = dict(zip(shapes, given))  # noqa: B905 - traced code
            settled(by_name)
            passed, meant = target(by_name)
            _, a = use.run_forward(net, by_name["x"], passed)
            return scaled(a) * cost(a, meant, axis), by_name

        def back(dout: Any, by_name: Any) -> Any:
            settled(by_name)
            passed, _ = target(by_name)
            returned, a = use.run_forward(net, by_name["x"], passed)
            found = use.run_backward(net, by_name["x"], passed, returned, a)
            gradients = {}
            for name, where, way in kept:
                one = by_name[name] - where.get(net) if way is None else way.get(net, found)
                gradients[name] = dout * one
            return gradients

        return ahead, back

    def calls(settings: Mapping[str, Any], quantity: str, place: int, cache: Any) -> list[str]:
        name = quantity[1:] if quantity[1:] in places else listed[0][0]
        way = left.get(places[name])
        lines = [
            *_setup(use, letters),
            *(f"{where.written('net')} = np.array({key})" for key, where in listed),
        ]
        if hot and not use.labels:
            width = "{}.shape[{}]".format(*sources[letters.classes])
            lines.append(f"y = np.eye({width})[y]{'.T' if columns else ''}")
        for key, (what, turned) in use.data.items():
            lines.append(f"net.{key} = {what}{'' if turned == columns else '.T'}")
        lines.append(f"out = net.{use.forward}({', '.join(use.ahead)})")
        texts = {"rate": "1", "off": "0", "cache": "out[1]"}
        texts["out"] = (
            "out" if use.out is None else f"net.{use.out}" if isinstance(use.out, str) else f"out[{use.out}]"
        )
        given = [
            texts.get(one)
            or (
                f"net{one}" if one[:1] == "." else f"out[{use.names.index(one)}]" if one in use.names else one
            )
            for one in use.behind
        ]
        lines.append(f"grads = net.{use.backward}({', '.join(given)})")
        return [
            *lines,
            f"{name} - {places[name].written('net')}" if way is None else way.written("net", "grads"),
        ]

    title, said = f"{type(net).__name__}.{use.forward}", COSTS[cost]
    ko, en = (
        f"`{title}`의 {said.ko}{told.ko}의 그래디언트인지",
        f"the gradient of {said.en} of `{title}`{told.en}",
    )
    one = Text("표본 하나일 때 ", "for one sample at a time, ") if use.samples == 1 else Text("", "")
    against = Text(
        f"{one.ko}{ko} 보았다. `{title}` 자체가 옳은지는 보지 않았다",
        f"{one.en}compared with {en}, which is taken as given",
    )
    return Own(
        f"{type(net).__name__}.{use.backward}", list(shapes), made, calls, Remark("own-cost", against),
        (type(net),), loss=True, arguments=Guess(shapes, ({},)),
        mistake=None if left else lambda: changed_early(pristine, places, cost, abs(factor)),
    )  # fmt: skip


def _layer(
    use: Use, places: Mapping[str, Place], left: Mapping[Place, Left], cost: Function, factor: float
) -> Own:
    """A layer that changes its parameters, or keeps their gradients, and returns that of its input."""
    net, pristine = use.made.net, use.kept()
    letters = _Letters(use, places)
    shapes = {"x": letters.inputs}
    shapes |= {name: letters.of(np.shape(place.get(net))) for name, place in places.items()}
    listed = list(places.items())
    sources, attributes = letters.sources, letters.attributes

    def settled(by_name: Any) -> None:
        for attribute, letter in attributes:
            source, along = sources[letter]
            setattr(net, attribute, by_name[source].shape[along])
        for name, place in listed:
            place.put(net, np.array(by_name[name]))

    def made(settings: Mapping[str, Any], place: int) -> tuple[Function, Function]:
        def ahead(*given: Any) -> Any:
            by_name = dict(zip(shapes, given))  # noqa: B905 - traced code
            settled(by_name)
            return use.run_forward(net, by_name["x"], None)[1], by_name

        def back(dout: Any, by_name: Any) -> Any:
            settled(by_name)
            returned, a = use.run_forward(net, by_name["x"], None)
            found = use.run_backward(net, by_name["x"], None, returned, a, dout)
            gradients = {"dx": found}
            for name, where in listed:
                way = left.get(where)
                gradients[name] = by_name[name] - where.get(net) if way is None else way.get(net, found)
            return gradients

        return ahead, back

    def calls(settings: Mapping[str, Any], quantity: str, place: int, cache: Any) -> list[str]:
        lines = [
            *_setup(use, letters),
            *(f"{where.written('net')} = np.array({key})" for key, where in listed),
        ]
        texts = {"rate": "1", "off": "0"}
        given = ", ".join(texts.get(one, one) for one in use.behind)
        lines += [f"out = net.{use.forward}(x)", f"dx = net.{use.backward}({given})"]
        where = places.get(quantity[1:])
        if where is None:
            return [*lines, "dx"]
        way = left.get(where)
        return [
            *lines,
            f"{quantity[1:]} - {where.written('net')}" if way is None else way.written("net", "dx"),
        ]

    title = f"{type(net).__name__}.{use.forward}"
    one = Text("표본 하나일 때 ", "for one sample at a time, ") if use.samples == 1 else Text("", "")
    said = Text(
        f"{one.ko}매개변수에서 뺀 것을 `{title}`의 그래디언트와 비교했다. "
        f"`{title}` 자체가 옳은지는 보지 않았다",
        f"{one.en}what it takes from its parameters was compared with the gradient of `{title}`, "
        "which is taken as given",
    )
    return Own(
        f"{type(net).__name__}.{use.backward}", list(shapes), made, calls, Remark("own-forward", said),
        (type(net),), arguments=Guess(shapes, ({},)),
        mistake=None if left else lambda: changed_early(pristine, places, cost, 1.0),
    )  # fmt: skip


def _setup(use: Use, letters: _Letters) -> list[str]:
    """Source text that makes the object."""
    given = [f"{name}={letters.value(value)}" for name, value in use.made.arguments.items()]
    given += [f"{name}={what}" for name, what in use.made.data.items()]
    lines = [f"net = {type(use.made.net).__name__}({', '.join(given)})"]
    rates = [name for name, value in vars(use.made.net).items() if is_rate(name) and isinstance(value, int)]
    return lines + [f"net.{name} = 1" for name in rates if name not in use.made.arguments]


class _Letters:
    """The sizes of a net as letters: of its inputs D, of its outputs C, of what lies between H, K, L."""

    def __init__(self, use: Use, places: Mapping[str, Place]):
        shapes = {name: np.shape(place.get(use.made.net)) for name, place in places.items()}
        width, classes = use.width, use.classes
        self._named: dict[int, str] = {1: "1", width: "D"}
        self._named.setdefault(classes, "C")
        free = iter("HKLPQRSTUV")
        for shape in shapes.values():
            for size in shape:
                if size not in self._named:
                    self._named[size] = next(free)
        self.sources: dict[str, tuple[str, int]] = {}
        for name, shape in shapes.items():
            for along, size in enumerate(shape):
                self.sources.setdefault(self._named[size], (name, along))
        self.classes = self._named[classes]
        self.samples = "" if use.columns is None else "N" if use.samples > 1 else "1"
        ordered = [f"{{}} {self.samples}", f"{self.samples} {{}}"][not use.columns]
        self.inputs = ordered.format(self._named[width]).strip()
        self.out = ordered.format(self.classes).strip() if np.ndim(use.example) > use.axis else self.samples
        sizes = {value for value in use.made.arguments.values() if isinstance(value, int) and value > 1}
        self.attributes = [
            (name, self._named[value])
            for name, value in vars(use.made.net).items()
            if type(value) is int and value in sizes and self._named.get(value) in self.sources
        ]

    def of(self, shape: tuple[int, ...]) -> str:
        """A shape in letters."""
        return " ".join(self._named[size] for size in shape)

    def value(self, value: Any) -> str:
        """An argument of the constructor as source text."""
        if isinstance(value, list):
            return f"[{', '.join(map(self.value, value))}]"
        letter = self._named.get(value) if type(value) is int and value > 1 else None
        return "{}.shape[{}]".format(*self.sources[letter]) if letter in self.sources else repr(value)
