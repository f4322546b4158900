"""Layers that see images through windows: judged at several strides and paddings at once.

Each setting has images of its own, which its windows just fill, and marks what belongs to it: ``x2``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import (
    NO_CACHE,
    WrongReturn,
    all_of_names,
    first,
    kept_gradient,
    named,
    of_names,
    takes_dout_first,
)
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts, order, parameters
from yudo.verification.symbolic.inputs import Shape

Function = Callable[..., Any]


def _value(argument: Any, given: Given) -> Any:
    return given[argument] if isinstance(argument, str) else argument


def _filled(param: Mapping[str, Any], given: Given) -> dict[str, Any]:
    return {name: _value(argument, given) for name, argument in param.items()}


def _written(param: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{name!r}: {argument}' for name, argument in param.items())}}}"


Argument = int | str
"""A number, or the name of an input: a size that the functions are given as a number."""


Arrangement = tuple[str, tuple[int, ...]]
"""A method of arrays and its arguments: ``("transpose", (0, 2, 3, 1))``."""


@dataclass(frozen=True)
class Layout:
    """The axes of arrays in a course.

    Attributes
    ----------
    named
        What the argument that holds the settings is called there.
    given, returned
        How an input is made of one with the channels before rows and columns, and such a result of what is
        returned; empty where they are the same.
    """

    named: str
    given: Mapping[str, Arrangement] = field(default_factory=dict)
    returned: Mapping[str, Arrangement] = field(default_factory=dict)


CHANNELS_FIRST = Layout("(?!h).*param.*")
CHANNELS_LAST = Layout(
    "h.*param.*",
    {"x": ("transpose", (0, 2, 3, 1)), "w": ("transpose", (2, 3, 1, 0)), "b": ("reshape", (1, 1, 1, -1))}
    | {"dout": ("transpose", (0, 2, 3, 1))},
    {"out": ("transpose", (0, 3, 1, 2)), "dx": ("transpose", (0, 3, 1, 2)), "dw": ("transpose", (3, 2, 0, 1))}
    | {"db": ("reshape", (-1,))},
)


def _arranged(array: Any, how: Arrangement | None) -> Any:
    if how is None or array is None:
        return array
    method, numbers = how
    if method == "reshape":
        return array.reshape(*numbers)
    return array.transpose(*numbers) if np.ndim(array) == len(numbers) else array


def _arranged_text(name: str, how: Arrangement | None) -> str:
    return name if how is None else f"{name}.{how[0]}({', '.join(map(str, how[1]))})"


@dataclass(frozen=True)
class Setting:
    """How windows of R rows and T columns move over padded images: by S pixels.

    Attributes
    ----------
    mark
        What is added to the names of the images and outputs.
    pad
        How many zeros are around the images.
    param
        The argument of a function that says so.
    made_with
        The arguments of a class that say so.
    """

    mark: str
    pad: int
    param: Mapping[str, Argument]
    made_with: tuple[Argument, ...]

    @property
    def counts(self) -> tuple[str, str]:
        """How many windows there are each way: more than could lie in the padding alone."""
        return ("P", "Q") if not self.pad else (f"P+{2 * self.pad}", f"Q+{2 * self.pad}")

    @property
    def seen(self) -> tuple[str, str]:
        """The size of an image that the windows just fill."""
        if not self.pad:
            return "S*P-S+R", "S*Q-S+T"
        moves, ring = 2 * self.pad - 1, 2 * self.pad
        return f"S*P+{moves}*S+R-{ring}", f"S*Q+{moves}*S+T-{ring}"


@dataclass(frozen=True)
class Windowed:
    """A layer of windows.

    Attributes
    ----------
    forward, backward, kind
        The names of the functions, in the same order, and of the class.
    param
        The name of the argument that holds the settings.
    settings
        Those that are tried.
    shared
        The inputs that are the same at all settings, besides the images.
    shapes, with_dout
        Of all inputs, and with the upstream gradients.
    gradients
        What the backward returns.
    reference
        Of all quantities at all settings.
    results
        The record of each quantity.
    readings, forward_flaws, backward_flaws, kinks
        As a subject has them.
    layout
        Of the arrays that the functions take and return.
    options
        What is given by name to functions that take it; one that is not the default is told.
    """

    forward: Called
    backward: Called
    kind: Called | None
    param: str
    settings: tuple[Setting, ...]
    shared: tuple[str, ...]
    shapes: Mapping[str, Shape]
    with_dout: Mapping[str, Shape]
    gradients: tuple[str, ...]
    reference: Callable[..., Values]
    results: Mapping[str, str]
    forward_flaws: tuple[Flaw, ...]
    backward_flaws: tuple[Flaw, ...]
    readings: tuple[Reading, ...] = (Reading("standard"),)
    kinks: bool = False
    layout: Layout = CHANNELS_FIRST
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Of the forward, in the order of the course."""
        return ("x", *self.shared, self.param)

    def subjects(self, names: Mapping[str, Any]) -> Iterator[Subject]:
        """The functions and classes of a module: ``_naive``, ``_fast`` and others apart."""
        for ahead, back in zip(self.forward.names, self.backward.names, strict=True):
            forward = of_names(names, replace(self.forward, names=(ahead,)))
            backward = of_names(names, replace(self.backward, names=(back,)))
            if forward is not None and not self._is_of_this_course(forward):
                continue
            if forward is None and self.layout is not CHANNELS_FIRST:
                continue  # nothing tells where it has the channels
            if forward is not None and accepts(forward, len(self.inputs)):
                yield self._ahead(forward)
            if backward is not None and accepts(backward, 2):
                yield self._back(forward, backward)
        for kind in all_of_names(names, self.kind) if self.kind is not None else ():
            if len(parameters(kind)) == len(self.shared) + len(self.settings[0].made_with):
                yield from self._of_class(kind)

    def _is_of_this_course(self, forward: Function) -> bool:
        names = [one.name for one in parameters(forward)]
        return any(re.fullmatch(self.layout.named, name) for name in names)

    def _taken(self, function: Function) -> dict[str, str]:
        """The options that a function takes."""
        names = [one.name for one in parameters(function)]
        return {name: value for name, value in self.options.items() if name in names}

    def _subject(
        self, name: str, group: str, source: Any, lines: Sequence[str], observe: Any, *, back: bool
    ) -> Subject:
        returned, marks = self.gradients if back else ("out",), [one.mark for one in self.settings]
        reads = {
            f"{quantity}{mark}": _arranged_text(f"{quantity}{mark}", self.layout.returned[quantity])
            for mark in marks
            for quantity in returned
            if quantity in self.layout.returned
        }
        return Subject(
            name, group, self.with_dout if back else self.shapes,
            tuple(f"{quantity}{mark}" for mark in marks for quantity in returned),
            (Call(observe),), self.reference, tuple(lines),
            {f"{quantity}{mark}": self.results[quantity] for mark in marks for quantity in returned},
            readings=self.readings, flaws=self.backward_flaws if back else self.forward_flaws,
            kinks=self.kinks, source=source, reads=reads,
        )  # fmt: skip

    # -- functions ------------------------------------------------------------------------------------------

    def _calling(self, forward: Function) -> Callable[[Given, Setting], Any]:
        ordered, shared, param = order(forward, self.inputs), self.shared, self.param
        axes, options = self.layout.given, self._taken(forward)

        def call(given: Given, one: Setting) -> Any:
            arguments = {
                "x": _arranged(given[f"x{one.mark}"], axes.get("x")),
                param: _filled(one.param, given),
            }
            for part in shared:
                arguments[part] = _arranged(given[part], axes.get(part))
            return forward(*[arguments[part] for part in ordered], **options)

        return call

    def _line(self, forward: Function, one: Setting) -> str:
        """The call of a forward as source text."""
        axes = self.layout.given
        written = {part: _arranged_text(part, axes.get(part)) for part in self.shared}
        written |= {"x": _arranged_text(f"x{one.mark}", axes.get("x")), self.param: _written(one.param)}
        named = [f"{name}={value!r}" for name, value in self._taken(forward).items()]
        listed = ", ".join([*(written[part] for part in order(forward, self.inputs)), *named])
        return f"out{one.mark}, cache{one.mark} = {forward.__name__}({listed})"

    def _ahead(self, forward: Function) -> Subject:
        call, settings, name = self._calling(forward), self.settings, self._told(forward)
        axes = self.layout.returned.get("out")

        def observe(given: Given) -> Values:
            return {f"out{one.mark}": _arranged(first(call(given, one)), axes) for one in settings}

        lines = [self._line(forward, one) for one in settings]
        return self._subject(name, name, forward, lines, observe, back=False)

    def _told(self, function: Function) -> str:
        """A function's name, with the options that are not its default."""
        defaults = {one.name: one.default for one in parameters(function)}
        others = [
            f"{name}={value!r}" for name, value in self._taken(function).items() if defaults[name] != value
        ]
        return f"{function.__name__} ({', '.join(others)})" if others else function.__name__

    def _back(self, forward: Function | None, backward: Function) -> Subject:
        call = None if forward is None else self._calling(forward)
        settings, shared, gradients = self.settings, self.shared, self.gradients
        dout_first, options, axes = takes_dout_first(backward), self._taken(backward), self.layout

        def cache(given: Given, one: Setting) -> Any:
            if call is None:
                return (given[f"x{one.mark}"], *[given[part] for part in shared], _filled(one.param, given))
            returned = call(given, one)
            if not isinstance(returned, (tuple, list)) or len(returned) < 2:
                raise WrongReturn(NO_CACHE)
            return returned[1] if len(returned) == 2 else tuple(returned[1:])

        def observe(given: Given) -> Values:
            values: Values = {}
            for one in settings:
                pair = (_arranged(given[f"dout{one.mark}"], axes.given.get("dout")), cache(given, one))
                found = named(backward(*(pair if dout_first else pair[::-1]), **options), gradients)
                for quantity, value in found.items():
                    values[f"{quantity}{one.mark}"] = _arranged(value, axes.returned.get(quantity))
            return values

        def lines(one: Setting) -> Iterator[str]:
            kept = ", ".join((f"x{one.mark}", *shared, _written(one.param)))
            yield f"cache{one.mark} = ({kept})" if forward is None else self._line(forward, one)
            pair = (_arranged_text(f"dout{one.mark}", axes.given.get("dout")), f"cache{one.mark}")
            named = [f"{name}={value!r}" for name, value in options.items()]
            arguments = ", ".join([*(pair if dout_first else pair[::-1]), *named])
            listed = ", ".join(f"{quantity}{one.mark}" for quantity in gradients)
            yield f"{listed} = {backward.__name__}({arguments})"

        made = self._subject(
            self._told(backward), self.forward.names[0] if forward is None else self._told(forward), backward,
            [line for one in settings for line in lines(one)], observe, back=True,
        )  # fmt: skip
        return replace(made, needs_forward=forward is None)

    # -- classes --------------------------------------------------------------------------------------------

    def _of_class(self, kind: type) -> Iterator[Subject]:
        settings, shared, name, reads = self.settings, self.shared, kind.__name__, {}

        def layer(given: Given, one: Setting) -> Any:
            return kind(*[given[part] for part in shared], *[_value(part, given) for part in one.made_with])

        def ahead(given: Given) -> Values:
            return {f"out{one.mark}": layer(given, one).forward(given[f"x{one.mark}"]) for one in settings}

        def back(given: Given) -> Values:
            values: Values = {}
            for one in settings:
                used = layer(given, one)
                used.forward(given[f"x{one.mark}"])
                values[f"dx{one.mark}"] = used.backward(given[f"dout{one.mark}"])
                for place, part in enumerate(shared):
                    kept = kept_gradient(used, part, place)
                    if kept is None:
                        raise WrongReturn(Text(f"`d{part}`라는 속성이 없다", f"keeps no attribute `d{part}`"))
                    reads[f"d{part}{one.mark}"] = f"layer{one.mark}.{kept[0]}"
                    values[f"d{part}{one.mark}"] = kept[1]
            return values

        lines = [
            (
                f"layer{one.mark} = {name}({', '.join((*shared, *map(str, one.made_with)))})",
                f"out{one.mark} = layer{one.mark}.forward(x{one.mark})",
                f"dx{one.mark} = layer{one.mark}.backward(dout{one.mark})",
            )
            for one in settings
        ]
        ahead_lines = [line for of_one in lines for line in of_one[:2]]
        yield self._subject(f"{name}.forward", name, kind, ahead_lines, ahead, back=False)
        back_lines = [line for of_one in lines for line in of_one]
        made = self._subject(f"{name}.backward", name, kind, back_lines, back, back=True)
        yield replace(made, reads=reads)
