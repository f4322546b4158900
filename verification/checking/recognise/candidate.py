"""What can be checked about a function: how to call it, what it ought to return, how it often goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log
from types import MappingProxyType
from typing import Any, Protocol

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs
from yudo.verification.symbolic.tracing import Tracer

Given = Mapping[str, Any]
"""Inputs by name: arrays of NumPy, or of symbolic NumPy."""
Values = dict[str, Any]
"""What a function returned, by the name of each quantity."""


class Program(Protocol):
    """A way to run somebody's function, on numbers and on symbols."""

    def run(self, given: Given) -> Values:
        """What the function returns for arrays of numbers."""

    def trace(self, inputs: SymbolicInputs) -> Values:
        """What it returns for symbolic arrays; raises `TraceFailed`."""


@dataclass(frozen=True)
class Call:
    """A program that is a plain function of the inputs."""

    observe: Callable[[Given], Values]

    def run(self, given: Given) -> Values:
        """Run it on numbers."""
        return self.observe(given)

    def trace(self, inputs: SymbolicInputs) -> Values:
        """Run it on symbols."""
        return call_on_symbols(self.observe, inputs.given())


def call_on_symbols(
    function: Callable[..., Values], given: Given, options: Given = MappingProxyType({})
) -> Values:
    """Run a function on symbolic arrays."""
    return Tracer().call(function, given, **options)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Reading:
    """One convention under which a function is right, such as the sum instead of the mean over samples.

    ``name`` is None for the course's own convention. ``options`` are passed to the reference; one that every
    convention of a layer names says which function is meant, and a backward has it as its forward has.
    ``results`` are the permanent IDs by quantity where they are not those of the course's own convention.
    """

    key: str
    name: Text | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)


def both(*texts: Text | None) -> Text | None:
    """Several conventions in one sentence; None if all are the course's own."""
    said = [text for text in texts if text is not None]
    return Text("; ".join(t.ko for t in said), "; ".join(t.en for t in said)) if said else None


@dataclass(frozen=True)
class Flaw:
    """A mistake that is often made: the reference, made wrong on purpose by more options."""

    key: str
    text: Text
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Guard:
    """A place where a constant may stand, as options of a reference: `CONSTANT` stands for it.

    ``effect`` says how far it leads: ``{size}`` stands for the constant times ``scale``, ``{cap}`` for the
    negative logarithm of the constant.
    """

    key: str
    text: Text
    options: Mapping[str, Any]
    effect: Text
    scale: float = 1.0

    def said(self, constant: float) -> Text:
        """What it is, and how far it leads."""
        size, cap = f"{self.scale * constant:.2g}", f"{-log(constant):.1f}"
        ko, en = (one.format(size=size, cap=cap) for one in (self.effect.ko, self.effect.en))
        return Text(f"{self.text.ko} {constant:g}: {ko}", f"{self.text.en} {constant:g}: {en}")

    def with_constant(self, constant: float) -> dict[str, Any]:
        """The options for one constant."""
        return {name: constant if value is CONSTANT else value for name, value in self.options.items()}


CONSTANT: Any = object()
"""What stands for the constant in the options of a guard."""


Reference = Callable[..., Values]
"""``reference(given, **options)`` returns the right values of all quantities, on numbers and on symbols."""


@dataclass(frozen=True)
class Probe:
    """A question about behaviour that is not about the formula: ``ask`` returns what it found, or None."""

    key: str
    ask: Callable[[], Text | None]


def images(shapes: Mapping[str, Shape], *spread: str, size: str = "D") -> dict[int, dict[str, Shape]]:
    """The shapes with one size made of several, by the rank of x: as axes of the inputs that are ``spread``.

    The other inputs have the product instead.
    """
    made = {}
    for rank in (3, 4, 5):
        parts = [f"{size}{place}" for place in range(1, rank)]
        made[rank] = {
            name: replace(
                shape,
                sizes=tuple(
                    axis
                    for one in shape.sizes
                    for axis in ((parts if name in spread else ["*".join(parts)]) if one == size else [one])
                ),
            )
            for name, shape in shapes.items()
        }
    return made


@dataclass(frozen=True)
class Form:
    """A form in which an input may be handed in.

    ``line`` is source text that makes it of the usual one; empty for that. A form that ``is_convention``
    is told where a function takes it.
    """

    line: str
    text: Text
    is_convention: bool = False


NUMBERS = Form("", Text("클래스 번호로 준 레이블", "labels as class numbers"))


def one_hot_rows(classes: str) -> Form:
    """Labels as one-hot rows; ``classes`` is how many, as source text."""
    return Form(f"y = np.eye({classes})[y]", Text("원-핫 레이블", "one-hot labels"))


def plain_name(function: str) -> str:
    """The name of a function as the file has it, without the options that its net is made with."""
    return function.partition(" (")[0]


@dataclass(frozen=True)
class Described:
    """What is to be known of somebody's function or class besides what it computes.

    Attributes
    ----------
    name, module, file
        What it is called, and where it is.
    is_stub
        Whether its body is empty.
    constants
        The small positive numbers that it names, itself or in what it calls.
    whole
        The whole numbers.
    framework
        What it is written with, if not with NumPy.
    """

    name: str
    module: str
    file: str
    is_stub: bool
    constants: tuple[float, ...] = ()
    whole: tuple[int, ...] = ()
    framework: str = ""


@dataclass
class Subject:
    """One function of somebody's file.

    Attributes
    ----------
    function
        Its name, as it is reported: ``"affine_backward"``, ``"Relu.backward"``.
    group
        Functions of a group share their convention (a loss, and its gradient in another method).
    shapes
        The inputs, by name.
    further_shapes
        Other inputs that it may accept, by the rank of x: images instead of vectors.
    takes_images
        Whether it must accept them; otherwise that it does not is a finding.
    quantities
        What it returns, by name.
    programs
        Ways to call it; the first that runs is used. A backward is called with the cache of its own forward
        if there is one, else with what the course keeps there.
    forms
        By program, where they differ in that: the form of the labels. Who takes both must be right for both.
    reference
        The right values.
    readings
        The conventions, the course's own first.
    flaws
        Usual mistakes.
    snippet
        A call of the function for the counterexample, as source text.
    guards
        Where small constants may stand that keep it finite.
    results
        The permanent IDs that it is checked against, by quantity.
    kinks
        Whether the reference takes ``kink=1.0`` for the other convention at the kink of ReLU.
    in_sequence
        Whether each quantity is what became of the one before: a mistake has to explain them all.
    needs_forward
        Whether it is a backward of which only the forward, which is missing, knows what is in the cache.
    convention_of
        The forward whose convention is its own, too, if that one is right.
    after
        What must be right before there is anything to say of this: the same net without an option.
    """

    function: str
    group: str
    shapes: Mapping[str, Shape]
    quantities: tuple[str, ...]
    programs: tuple[Program, ...]
    reference: Reference
    snippet: tuple[str, ...]
    results: Mapping[str, str]
    forms: tuple[Form, ...] = field(default=(), kw_only=True)
    readings: tuple[Reading, ...] = (Reading("standard"),)
    flaws: tuple[Flaw, ...] = ()
    guards: tuple[Guard, ...] = ()
    further_shapes: Mapping[int, Mapping[str, Shape]] = field(default_factory=dict)
    takes_images: bool = False
    kinks: bool = False
    in_sequence: bool = False
    needs_forward: bool = False
    after: tuple[str, ...] = ()
    convention_of: str = ""
    line: int | None = None
    reads: dict[str, str] = field(default_factory=dict)
    """How a quantity is written after the snippet, where it is no variable of it; known once it has run."""
    source: Any = None
    """The function or class object itself, or what is known of it."""

    def lacks(self, quantities: Sequence[str]) -> Text:
        """That these quantities are not among what was returned, or None there."""
        names = ", ".join(quantities)
        if {*quantities} >= {*self.quantities}:
            return Text(f"{names}: None을 돌려준다", f"returns None for {names}")
        return Text(
            f"돌려준 것에 {names}의 값이 없다: 빠졌거나 None이다",
            f"what it returns lacks {names}, or has None there",
        )

    def results_of(self, quantities: Iterable[str], reading: Reading) -> tuple[str, ...]:
        """The permanent IDs of quantities under a convention."""
        known = {**self.results, **reading.results}
        return tuple(known[q] for q in quantities if q in known)
