"""A layer as a course has it: a forward that returns its cache, and the backward that takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yudo.verification.checking.judge.trials import names_of, of_sizes
from yudo.verification.checking.recognise.caches import Kept, caches_of
from yudo.verification.checking.recognise.calling import backward_call, forward_call, of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts, order, takes_parts
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape


@dataclass(frozen=True)
class ForwardBackward:
    """``forward(*inputs) -> out, cache`` and ``backward(dout, cache) -> gradients``.

    Attributes
    ----------
    stem
        Of the layer.
    forward, backward
        The names of both in courses.
    shapes
        Of the inputs, in the order of the forward's parameters.
    with_dout
        The same with the upstream gradient.
    output, gradients
        What they return, by the names of the reference.
    reference
        What is right, and with options what is wrong.
    results
        The record of each quantity.
    forward_flaws, backward_flaws
        What each may get wrong.
    kept, caches, cache
        What the cache may hold, how courses make it, and the first of these as source text.
    readings
        The conventions, the course's own first.
    kinks
        Whether the backward has a convention at a kink.
    """

    stem: str
    forward: Called
    backward: Called
    shapes: Mapping[str, Shape]
    with_dout: Mapping[str, Shape]
    output: str
    gradients: tuple[str, ...]
    reference: Callable[..., Values]
    results: Mapping[str, str]
    forward_flaws: tuple[Flaw, ...]
    backward_flaws: tuple[Flaw, ...]
    kept: Mapping[str, Kept]
    caches: Sequence[Callable[[Given], Any]]
    cache: str
    readings: tuple[Reading, ...] = (Reading("standard"),)
    kinks: bool = False

    def subjects(self, names: Mapping[str, Any]) -> Iterator[Subject]:
        """The two functions of a module."""
        inputs, results = tuple(self.shapes), dict(self.results)
        forward, backward = of_names(names, self.forward), of_names(names, self.backward)
        if forward is not None and not takes_parts(forward, inputs):
            forward = None
        made, several = "", False
        if forward is not None:
            ordered, name = order(forward, inputs), forward.__name__
            kept, several = _kept_by(forward, ordered, self.shapes)
            made = f"{self.output}{kept} = {name}({', '.join(ordered)})"
            call = Call(forward_call(forward, ordered, self.output))
            yield Subject(
                name, self.stem, self.shapes, (self.output,), (call,), self.reference, (made,), results,
                readings=self.readings, flaws=self.forward_flaws, source=forward,
            )  # fmt: skip
        if backward is not None and accepts(backward, 2):
            name, caches = backward.__name__, caches_of(backward, forward, self.kept, self.caches, self.cache)
            calls = backward_call(forward, backward, inputs, self.gradients, caches.values)
            yield Subject(
                name, self.stem, self.with_dout, self.gradients, calls, self.reference,
                (made if several else caches.line, f"{', '.join(self.gradients)} = {name}(dout, cache)"),
                results, readings=self.readings, flaws=self.backward_flaws, source=backward,
                needs_forward=caches.is_guess, kinks=self.kinks,
            )  # fmt: skip


def _kept_by(
    forward: Callable[..., Any], ordered: Sequence[str], shapes: Mapping[str, Shape]
) -> tuple[str, bool]:
    """How a call's cache is written after its output, and whether there is any."""
    sizes = {name: 2 + place for place, name in enumerate(names_of(shapes))}
    with briefly():  # what it raises is found when it is judged; without NumPy there are no numbers to draw
        given = next(of_sizes(shapes, sizes, 1)).given
        returned = forward(*[given[name] for name in ordered])
        if not isinstance(returned, (tuple, list)):
            return "", False
        return (", cache" if len(returned) == 2 else ", *cache"), True
    return ", cache", True
