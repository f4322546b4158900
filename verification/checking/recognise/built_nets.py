"""Somebody's net that is made with the arguments of a course, and gets other parameters."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Given, Reference, Subject, Values
from yudo.verification.checking.recognise.nets import Misbuilt, Unmade, resize
from yudo.verification.checking.recognise.reuse import reused
from yudo.verification.symbolic.inputs import Size, SymbolicInputs, length
from yudo.verification.symbolic.tracing import TraceFailed, Tracer


@dataclass(frozen=True)
class BuiltProgram:
    """The methods of a net as a program.

    Attributes
    ----------
    build
        A net for inputs of such sizes; it is copied before it gets their parameters.
    parts
        The parameters, as its ``.params`` call them.
    observe
        What is asked of it.
    numbers_alone
        Why it is not read on symbols, if it is not.
    """

    build: Callable[[Given], Any]
    parts: Sequence[str]
    observe: Callable[[Any, Given], Values]
    numbers_alone: Text | None = None

    def _real(self, given: Given) -> Any:
        net = self.build(given)
        return copy.deepcopy(net, {id(net.params[part]): np.array(given[part]) for part in self.parts})

    def fresh(self, given: Given) -> Values:
        """On numbers, by a new net."""
        return self.observe(self._real(given), given)

    def run(self, given: Given) -> Values:
        """On numbers, by nets that may have been used before."""
        return reused(self._real, self.observe, given)

    def trace(self, inputs: SymbolicInputs) -> Values:
        """On symbols: a net of other sizes gets symbolic parameters, and its own sizes become theirs."""
        if self.numbers_alone is not None or inputs.concrete:
            raise TraceFailed(self.numbers_alone or ALL_SIZES_ALONE, False, None)
        tracer, given = Tracer(), inputs.given()
        numbers = dict(zip(inputs.sizes, _PRIMES, strict=False))
        arrays = {
            part: np.zeros(tuple(length(size, numbers) for size in inputs.shapes[part].sizes))
            for part in self.parts
        }
        net = self.build(arrays)
        for part in self.parts:
            tracer.replace(net.params[part], given[part])
        rebuilt = tracer.rebuilt(net)
        sizes: dict[float, Any] = {
            number: size
            for part in self.parts
            for number, size in zip(arrays[part].shape, given[part].shape, strict=True)
        }
        resize(rebuilt, sizes)
        return tracer.call(self.observe, rebuilt, given)  # type: ignore[no-any-return]


ALL_SIZES_ALONE = Text(
    "작은 크기마다 따로 증명하지는 않는다", "is not proven at small sizes one by one, which takes long"
)
_PRIMES = (29, 31, 37, 41, 43, 47, 53, 59)
"""Sizes that a net is made with, recognised wherever the object keeps them."""


class Unmakeable:
    """A program that says why its net could not be made."""

    def __init__(self, reason: Exception):
        self.reason = reason

    def run(self, given: Given) -> Values:
        """Raise the reason."""
        raise self.reason

    def trace(self, inputs: SymbolicInputs) -> Values:
        """Raise the reason."""
        raise self.reason


def typed(kind: type) -> dict[str, Any]:
    """The argument by which a net computes in double precision, if it takes one."""
    return {"dtype": np.float64} if "dtype" in inspect.signature(kind).parameters else {}


def told(kind: type, arguments: Mapping[str, str]) -> str:
    """The call that makes such a net, as source text, of the source texts of its arguments."""
    double = {name: "float" for name in typed(kind)}
    return f"{kind.__name__}({', '.join(f'{name}={text}' for name, text in {**arguments, **double}.items())})"


def demand_parts(net: Any, shapes: Mapping[str, tuple[Size, ...]]) -> None:
    """That the parameters are there, in their shapes.

    Raises
    ------
    Unmade
        If they are not these.
    Misbuilt
        If one of them has another shape.
    """
    params = getattr(net, "params", None)
    if params == {}:
        raise Unmade(Text("`.params`가 비어 있다", "`.params` is empty"), unfinished=True)
    if not isinstance(params, dict) or {*params} != {*shapes}:
        listed = ", ".join(shapes)
        raise Unmade(Text(f".params에 {listed}만 있지 않다", f"its .params are not {listed}"))
    for part, right in shapes.items():
        found = np.shape(params[part])
        if right != found:
            raise Misbuilt(
                Text(
                    f"`{part}`의 모양이 {found}이다. {right}이어야 한다",
                    f"`{part}` has shape {found} instead of {right}",
                )
            )


def unbuilt(
    kind: type, function: str, error: Exception, made: str, reference: Reference, after: tuple[str, ...] = ()
) -> Subject:
    """The loss of a net that cannot be made, or is not what was asked for.

    Parameters
    ----------
    kind, function
        The class, and what its loss is reported as.
    error
        What its constructor or `demand_parts` raised.
    made
        The line that makes it.
    reference, after
        As of a subject.
    """
    name, reason = kind.__name__, error
    shown = [made, "print({name: np.shape(value) for name, value in net.params.items()})"]
    if not isinstance(error, (Misbuilt, Unmade)):
        raised = f"{type(error).__name__}: {error}"
        text = Text(f"{name}(…)을 만들 때 오류: {raised}", f"{name}(…) raises {raised}")
        reason = Unmade(text, unfinished=isinstance(error, NotImplementedError))
        reason.__cause__, shown = error, [made]
    return Subject(
        function, function, {}, ("loss",), (Unmakeable(reason),), reference, tuple(shown), {}, source=kind,
        after=after,
    )  # fmt: skip
