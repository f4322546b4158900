"""What functions that act on each entry by itself have in common: ReLU, sigmoid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import backward_call, forward_call
from yudo.verification.checking.recognise.candidate import (
    Call,
    Flaw,
    Given,
    Program,
    Reading,
    Reference,
    Subject,
    Values,
    images,
)
from yudo.verification.checking.recognise.layers import Constructed, backward_of, forward_of, is_function_like
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

SHAPES = {"x": Shape(("N", "D")), "dout": Shape(("N", "D"))}
FORWARD_IMAGES, IMAGES = images({"x": SHAPES["x"]}, "x"), images(SHAPES, "x", "dout")


NUMBERS = Reading("numbers", Text("수를 하나씩 받는다", "takes one number at a time"))


def _takes_numbers(function: Any) -> bool:
    """Whether a function asks whether its argument is positive, say, so that it must be one number."""
    asks = False
    with briefly():
        try:
            function(np.array([[1.0, -2.0]]))
        except ValueError as reason:
            asks = "truth value" in str(reason)
    with briefly():
        return asks and np.ndim(function(-2.0)) == 0 and function(1.0) is not None
    return False


@dataclass(frozen=True)
class Entrywise:
    """A layer with one input and no parameters.

    Attributes
    ----------
    reference, results
        What is right, and its permanent IDs.
    forward_flaws, backward_flaws
        The mistakes that are named.
    caches
        What a backward without a forward of its own may expect as its cache.
    kinks
        Whether the backward has a convention at a kink.
    course
        Its functions in the course: they take inputs of any rank.
    """

    reference: Reference
    results: Mapping[str, str]
    forward_flaws: tuple[Flaw, ...]
    backward_flaws: tuple[Flaw, ...]
    caches: Sequence[Callable[[Given], Any]]
    kinks: bool = False
    course: tuple[str, ...] = ()

    def forward(
        self, name: str, program: Program, group: str, snippet: tuple[str, ...], source: Any
    ) -> Subject:
        """A forward, or the function alone."""
        return Subject(
            name, group, {"x": SHAPES["x"]}, ("out",), (program,), self.reference, snippet, self.results,
            flaws=self.forward_flaws, further_shapes=FORWARD_IMAGES, takes_images=name in self.course,
            source=source,
        )  # fmt: skip

    def of_forward(self, function: Any, group: str, call: str) -> Subject:
        """A forward function: of arrays, or of one number at a time."""
        name = function.__name__
        if not _takes_numbers(function):
            return self.forward(name, Call(forward_call(function, ("x",), "out")), group, (call,), function)

        def observe(given: Given) -> Values:
            x = given["x"]
            return {"out": np.array([function(number) for number in x.reshape(-1)]).reshape(x.shape)}

        snippet = (f"out = np.array([{name}(number) for number in x.reshape(-1)]).reshape(x.shape)",)
        made = self.forward(name, Call(observe), group, snippet, function)
        return replace(made, readings=(NUMBERS,), takes_images=False)

    def backward(
        self, name: str, programs: tuple[Program, ...], group: str, snippet: tuple[str, ...], source: Any
    ) -> Subject:
        """A backward."""
        return Subject(
            name, group, SHAPES, ("dx",), programs, self.reference, snippet, self.results,
            flaws=self.backward_flaws, further_shapes=IMAGES, takes_images=name in self.course,
            kinks=self.kinks, source=source,
        )  # fmt: skip

    def of_backward(self, backward: Any, forward: Any, group: str, cache: str) -> Subject:
        """A backward function, with the cache of ``forward``; without one, with what ``cache`` says."""
        call = f"cache = {cache}" if forward is None else f"out, cache = {forward.__name__}(x)"
        return self.backward(
            backward.__name__,
            backward_call(forward, backward, ("x",), ("dx",), self.caches),
            group if forward is not None else backward.__name__,
            (call, f"dx = {backward.__name__}(dout, cache)"),
            backward,
        )

    def of_class(self, kind: type) -> Iterator[Subject]:
        """The two methods of a class without parameters."""
        name, made = kind.__name__, f"layer = {kind.__name__}()"
        if is_function_like(kind):
            forward, backward = kind.forward, kind.backward  # type: ignore[attr-defined]
            made = f"out, cache = {name}.forward(x)"
            yield self.forward(
                f"{name}.forward", Call(forward_call(forward, ("x",), "out")), name, (made,), kind
            )
            calls = backward_call(forward, backward, ("x",), ("dx",), self.caches)
            snippet = (made, f"dx = {name}.backward(dout, cache)")
            yield self.backward(f"{name}.backward", calls, name, snippet, kind)
            return
        maker = Constructed(kind)
        yield self.forward(f"{name}.forward", forward_of(maker), name, (made, "out = layer.forward(x)"), kind)
        snippet = (made, "out = layer.forward(x)", "dx = layer.backward(dout)")
        yield self.backward(f"{name}.backward", (backward_of(maker, ("dx",)),), name, snippet, kind)
