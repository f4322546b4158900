"""Layers that see images through windows: judged at several strides and paddings at once.

Each setting has images of its own, which its windows just fill, and marks what belongs to it: ``x2``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
_NAMED = re.compile("(?!h).*param.*")
"""The argument that holds a setting in CS231n; deeplearning.ai's ``hparameters`` go with other axes."""


def _value(argument: Any, given: Given) -> Any:
    return given[argument] if isinstance(argument, str) else argument


def _filled(param: Mapping[str, Any], given: Given) -> dict[str, Any]:
    return {name: _value(argument, given) for name, argument in param.items()}


def _written(param: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{name!r}: {argument}' for name, argument in param.items())}}}"


def _names(function: Function) -> list[str]:
    return [one.name for one in parameters(function)]


Argument = int | str
"""A number, or the name of an input: a size that the functions are given as a number."""


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
    """

    forward: Called
    backward: Called
    kind: Called
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

    @property
    def inputs(self) -> tuple[str, ...]:
        """Of the forward, in the order of the course."""
        return ("x", *self.shared, self.param)

    def subjects(self, names: Mapping[str, Any]) -> Iterator[Subject]:
        """The functions and classes of a module: ``_naive``, ``_fast`` and others apart."""
        for ahead, back in zip(self.forward.names, self.backward.names, strict=True):
            forward = of_names(names, replace(self.forward, names=(ahead,)))
            backward = of_names(names, replace(self.backward, names=(back,)))
            if forward is not None and not any(map(_NAMED.fullmatch, _names(forward))):
                continue  # of a course that has the channels last
            if forward is not None and accepts(forward, len(self.inputs)):
                yield self._ahead(forward)
            if backward is not None and accepts(backward, 2):
                yield self._back(forward, backward)
        for kind in all_of_names(names, self.kind):
            if len(parameters(kind)) == len(self.shared) + len(self.settings[0].made_with):
                yield from self._of_class(kind)

    def _subject(
        self, name: str, group: str, source: Any, lines: Sequence[str], observe: Any, *, back: bool
    ) -> Subject:
        returned, marks = self.gradients if back else ("out",), [one.mark for one in self.settings]
        return Subject(
            name, group, self.with_dout if back else self.shapes,
            tuple(f"{quantity}{mark}" for mark in marks for quantity in returned),
            (Call(observe),), self.reference, tuple(lines),
            {f"{quantity}{mark}": self.results[quantity] for mark in marks for quantity in returned},
            readings=self.readings, flaws=self.backward_flaws if back else self.forward_flaws,
            kinks=self.kinks, source=source,
        )  # fmt: skip

    # -- functions ------------------------------------------------------------------------------------------

    def _calling(self, forward: Function) -> Callable[[Given, Setting], Any]:
        ordered, shared, param = order(forward, self.inputs), self.shared, self.param

        def call(given: Given, one: Setting) -> Any:
            arguments = {"x": given[f"x{one.mark}"], param: _filled(one.param, given)}
            for part in shared:
                arguments[part] = given[part]
            return forward(*[arguments[part] for part in ordered])

        return call

    def _line(self, forward: Function, one: Setting) -> str:
        """The call of a forward as source text."""
        written = {"x": f"x{one.mark}", self.param: _written(one.param)}
        listed = ", ".join(written.get(part, part) for part in order(forward, self.inputs))
        return f"out{one.mark}, cache{one.mark} = {forward.__name__}({listed})"

    def _ahead(self, forward: Function) -> Subject:
        call, settings, name = self._calling(forward), self.settings, forward.__name__

        def observe(given: Given) -> Values:
            return {f"out{one.mark}": first(call(given, one)) for one in settings}

        lines = [self._line(forward, one) for one in settings]
        return self._subject(name, name, forward, lines, observe, back=False)

    def _back(self, forward: Function | None, backward: Function) -> Subject:
        call = None if forward is None else self._calling(forward)
        settings, shared, gradients = self.settings, self.shared, self.gradients
        dout_first = takes_dout_first(backward)

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
                pair = (given[f"dout{one.mark}"], cache(given, one))
                found = named(backward(*(pair if dout_first else pair[::-1])), gradients)
                for quantity, value in found.items():
                    values[f"{quantity}{one.mark}"] = value
            return values

        def lines(one: Setting) -> Iterator[str]:
            kept = ", ".join((f"x{one.mark}", *shared, _written(one.param)))
            yield f"cache{one.mark} = ({kept})" if forward is None else self._line(forward, one)
            pair = (f"dout{one.mark}", f"cache{one.mark}")
            listed = ", ".join(f"{quantity}{one.mark}" for quantity in gradients)
            yield f"{listed} = {backward.__name__}({', '.join(pair if dout_first else pair[::-1])})"

        made = self._subject(
            backward.__name__, self.forward.names[0] if forward is None else forward.__name__, backward,
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
