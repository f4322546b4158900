"""What functions that act on each entry by itself have in common: names, calls and slopes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept, caches_of, inputs
from yudo.verification.checking.recognise.calling import (
    all_of_names,
    backward_call,
    forward_call,
    of_names,
    returns_cache,
)
from yudo.verification.checking.recognise.candidate import (
    Call,
    Flaw,
    Form,
    Given,
    Program,
    Reading,
    Reference,
    Subject,
    Values,
    images,
)
from yudo.verification.checking.recognise.layers import (
    Constructed,
    backward_lines,
    backward_of,
    forward_of,
    is_function_like,
)
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import required
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.arrays.errors import NumPyRefuses
from yudo.verification.symbolic.inputs import Shape

SHAPES = {"x": Shape(("N", "D")), "dout": Shape(("N", "D"))}
FORWARD_IMAGES, IMAGES = images({"x": SHAPES["x"]}, "x"), images(SHAPES, "x", "dout")


NUMBERS = Reading("numbers", Text("수를 하나씩 받는다", "takes one number at a time"))


def _classes(names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if isinstance(value, type)}


def _takes_numbers(function: Any) -> bool:
    """Whether a function asks whether its argument is positive, say, so that it must be one number."""
    asks = False
    with briefly():
        try:
            function(np.array([[1.0, -2.0]]))
        except (ValueError, NumPyRefuses) as reason:
            asks = "truth value" in str(reason)
    with briefly():
        return asks and np.ndim(function(-2.0)) == 0 and function(1.0) is not None
    return False


def _needs_the_course_cache(forward: Any, ways: Sequence[Program]) -> bool:
    """Whether a backward gives a gradient of what the course keeps, and none of what its forward keeps."""
    given = {"x": np.array([[1.0, -2.0]]), "dout": np.array([[3.0, 4.0]])}

    def runs(way: Program) -> bool:
        with briefly():
            return bool(way.run(given))
        return False

    with briefly():
        if isinstance(forward(given["x"])[1], np.ndarray):  # which is what the course keeps
            return False
    return not runs(ways[-2]) and runs(ways[-1])


@dataclass(frozen=True)
class Names:
    """What courses call the functions and classes of an activation."""

    forward: Called
    alone: Called
    backward: Called
    slope: Called
    classes: Called

    @classmethod
    def of(
        cls,
        stem: str,
        class_name: str,
        *functions: str,
        backward: tuple[str, ...] = (),
        classes: tuple[str, ...] = (),
        results: tuple[str, str] = ("out", "dx"),
    ) -> Names:
        """The names made of those of the function, its own first: ``tanh_forward``, ``d_tanh``, ``Tanh``."""
        out, dx = (f"{stem}.{name}" for name in results)
        slopes = ("{}_grad", "{}_derivative", "{}_prime", "d_{}", "d{}")
        kinds = ("{}", "{}Layer", "Activation_{}", "{}Activation")
        return cls(
            Called(tuple(f"{one}_forward" for one in functions), "(x) → out, cache", (out,), (1,)),
            Called(functions, "(x) → out", (), (1,)),
            Called((*(f"{one}_backward" for one in functions), *backward), "(dout, cache) → dx", (dx,), (2,)),
            Called(tuple(form.format(one) for one in functions for form in slopes), "(x) → dx", (), (1,)),
            Called(
                tuple(form.format(one) for one in (class_name, *classes) for form in kinds),
                "forward(x) → out; backward(dout) → dx",
                (out, dx),
            ),
        )

    @property
    def all(self) -> tuple[Called, ...]:
        """All of them, in the order of a page."""
        return self.forward, self.alone, self.backward, self.slope, self.classes


OF_WHAT = (
    Form("", Text("입력의 함수", "a function of the input")),
    Form(
        "",
        Text(
            "도함수를 입력이 아니라 출력의 함수로 쓴다: 출력을 인자로 준다",
            "the derivative is a function of the output, not of the input: call it with the output",
        ),
        is_convention=True,
    ),
)
"""What a derivative of one argument is a function of."""


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
    cache
        The first of these as source text, for a counterexample.
    kept
        What its forward may keep besides ``x``, by the part that it plays.
    slope_of
        What a derivative of one argument may be a function of: the input, or the output.
    kinks
        Whether the backward has a convention at a kink.
    course
        Its functions in the course: they take inputs of any rank.
    readings
        Its conventions, the course's own first.
    numbers
        What follows the arrays where a function demands more: the slope of a leaky ReLU.
    """

    reference: Reference
    results: Mapping[str, str]
    forward_flaws: tuple[Flaw, ...]
    backward_flaws: tuple[Flaw, ...]
    caches: Sequence[Callable[[Given], Any]]
    cache: str
    slope_of: Sequence[Callable[[Given], Any]] = (lambda g: g["x"],)
    kinks: bool = False
    course: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = (Reading("standard"),)
    numbers: tuple[float, ...] = ()
    kept: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def conventions(self) -> tuple[Reading, ...]:
        """Its conventions."""
        return self.readings

    @cached_property
    def derived(self) -> Mapping[str, Reference]:
        """What is right for a derivative of one argument."""
        reference = self.reference

        def derivative(given: Given, **options: Any) -> Values:
            return {"dx": reference({"x": given["x"], "dout": 1.0}, **options)["dx"]}

        return {"derivative": derivative}

    def subjects(self, names: Mapping[str, Any], known: Names) -> Iterator[Subject]:
        """The functions and classes of a module that are about this layer."""
        group = known.alone.names[0]
        forward, alone = of_names(names, known.forward), of_names(names, known.alone)
        functions = [one for one in (forward, alone) if one is not None]
        if any(required(one) > 1 + len(self.numbers) for one in functions):  # another layer
            names, forward, alone = _classes(names), None, None
        for one in (forward, alone):
            if one is not None:
                returned = "out, cache" if one is forward else "out"
                yield self.of_forward(one, group, f"{returned} = {self._called(one, 'x')}")
        backward = of_names(names, known.backward)
        if backward is not None:
            ahead = (one for one in (forward, alone) if one is not None)
            kept = next((one for one in ahead if returns_cache(self._settled(one, 1))), None)
            yield self.of_backward(backward, kept, group)
        slope = of_names(names, known.slope)
        if slope is not None and required(slope) <= 1 + len(self.numbers):
            yield self.of_slope(slope)
        for kind in all_of_names(names, known.classes):
            yield from self.of_class(kind)

    def _settled(self, function: Any, arrays: int) -> Any:
        """A function of so many arrays: one that demands numbers, too, with those."""
        count = required(function) - arrays
        if not 0 < count <= len(self.numbers):
            return function
        numbers, own = self.numbers[:count], inspect.signature(function)

        def settled(*given: Any) -> Any:
            return function(*given, *numbers)

        listed = list(own.parameters.values())
        settled.__signature__ = own.replace(parameters=listed[:arrays])  # type: ignore[attr-defined]
        return settled

    def _called(self, function: Any, *arrays: str) -> str:
        """The call as source text."""
        numbers = map(str, self.numbers[: max(required(function) - len(arrays), 0)])
        return f"{function.__name__}({', '.join((*arrays, *numbers))})"

    def forward(
        self, name: str, program: Program, group: str, snippet: tuple[str, ...], source: Any
    ) -> Subject:
        """A forward, or the function alone."""
        return Subject(
            name, group, {"x": SHAPES["x"]}, ("out",), (program,), self.reference, snippet, self.results,
            self.readings, flaws=self.forward_flaws, further_shapes=FORWARD_IMAGES,
            takes_images=name in self.course, source=source,
        )  # fmt: skip

    def of_forward(self, function: Any, group: str, call: str) -> Subject:
        """A forward function: of arrays, or of one number at a time."""
        name, settled = function.__name__, self._settled(function, 1)
        if not _takes_numbers(settled):
            return self.forward(name, Call(forward_call(settled, ("x",), "out")), group, (call,), function)

        def observe(given: Given) -> Values:
            x = given["x"]
            return {"out": np.array([settled(number) for number in x.reshape(-1)]).reshape(x.shape)}

        one = self._called(function, "number")
        snippet = (f"out = np.array([{one} for number in x.reshape(-1)]).reshape(x.shape)",)
        made = self.forward(name, Call(observe), group, snippet, function)
        return replace(made, readings=(NUMBERS,), takes_images=False)

    def backward(
        self, name: str, programs: tuple[Program, ...], group: str, snippet: tuple[str, ...], source: Any
    ) -> Subject:
        """A backward."""
        return Subject(
            name, group, SHAPES, ("dx",), programs, self.reference, snippet, self.results,
            self.readings, flaws=self.backward_flaws, further_shapes=IMAGES, takes_images=name in self.course,
            kinks=self.kinks, source=source,
        )  # fmt: skip

    def of_backward(self, backward: Any, forward: Any, group: str) -> Subject:
        """A backward function, with the cache of ``forward``; without one, with what courses keep."""
        caches = caches_of(
            backward, forward, {**inputs("x"), **self.kept}, self.caches, f"cache = {self.cache}"
        )
        call, ahead = caches.line, None
        if forward is not None:
            ahead = self._settled(forward, 1)
        programs = backward_call(ahead, self._settled(backward, 2), ("x",), ("dx",), caches.values)
        if ahead is not None and not _needs_the_course_cache(ahead, programs):
            call = f"out, cache = {self._called(forward, 'x')}"
        made = self.backward(
            backward.__name__,
            programs,
            group if forward is not None else backward.__name__,
            (call, f"dx = {self._called(backward, 'dout', 'cache')}"),
            backward,
        )
        return replace(made, needs_forward=caches.is_guess)

    def of_slope(self, slope: Any) -> Subject:
        """A derivative of one argument."""
        name, settled = slope.__name__, self._settled(slope, 1)

        def at(argument: Callable[[Given], Any]) -> Call:
            return Call(
                lambda given: {"dx": settled(argument(given)) * 1.0}
            )  # a mask of booleans is a slope, too

        return Subject(
            name, name, {"x": SHAPES["x"]}, ("dx",), tuple(map(at, self.slope_of)),
            self.derived["derivative"], (f"dx = {self._called(slope, 'x')}",), self.results, forms=OF_WHAT,
            readings=self.readings, flaws=self.backward_flaws, kinks=self.kinks, source=slope,
        )  # fmt: skip

    def of_class(self, kind: type) -> Iterator[Subject]:
        """The two methods of a class without parameters."""
        name = kind.__name__
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
        numbers = self.numbers[: required(kind)]
        maker = Constructed(kind, (), numbers)
        shown = (*maker.lines, "out = layer.forward(x)")
        yield self.forward(f"{name}.forward", forward_of(maker), name, shown, kind)
        reads: dict[str, str] = {}
        back, lines = backward_of(maker, ("dx",), reads), backward_lines(maker, ("dx",))
        yield replace(self.backward(f"{name}.backward", (back,), name, lines, kind), reads=reads)
