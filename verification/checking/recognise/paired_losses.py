"""Losses that compare every entry with a target: ``loss, dx = mse_loss(x, target)``, and their classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MethodType
from typing import Any

import numpy as np

from yudo.verification.checking.recognise.calling import all_of_names, called, first, named
from yudo.verification.checking.recognise.candidate import (
    Call,
    Flaw,
    Given,
    Reading,
    Reference,
    Subject,
    Values,
)
from yudo.verification.checking.recognise.layers import Constructed, LayerProgram
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, required
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape


@dataclass(frozen=True)
class PairedLoss:
    """A loss of predictions and targets of one shape.

    Attributes
    ----------
    called
        What courses call the loss, its gradient and its classes.
    reference, results
        What is right, and its permanent IDs.
    readings, flaws
        Its conventions, the course's own first, and the mistakes that are named.
    is_meant
        Whether a function of such a name computes this loss, where others bear the name as well.
    targets
        What targets are, as the kind of a `Shape`: ``"unit"`` where they lie between 0 and 1.
    """

    called: tuple[Called, Called, Called]
    reference: Reference
    results: Mapping[str, str]
    readings: tuple[Reading, ...]
    flaws: tuple[Flaw, ...]
    is_meant: Callable[[Callable[[Any, Any], Any]], bool] = lambda loss: True
    targets: str = "fixed"

    @property
    def shapes(self) -> dict[str, Shape]:
        """Its inputs."""
        return {"x": Shape(("N", "D")), "target": Shape(("N", "D"), self.targets)}

    def subjects(self, names: Mapping[str, Any]) -> Iterator[Subject]:
        """The functions and classes of a module that are about this loss."""
        of_loss, of_gradient, of_class = self.called
        losses = [one for one in all_of_names(names, of_loss) if required(one) <= 2 and self._meant(one)]
        for loss in losses:
            yield self._function(loss, ("loss", "dx") if _returns_both(loss) else ("loss",), loss.__name__)
        for gradient in all_of_names(names, of_gradient):
            if required(gradient) == 2:
                bearing = [one.__name__ for one in losses if gradient.__name__.startswith(one.__name__)]
                own = [one.__name__ for one in losses[:1] if len(losses) == 1] or [gradient.__name__]
                yield self._function(gradient, ("dx",), max(bearing or own, key=len))
        for kind in all_of_names(names, of_class):
            yield from self._class(kind)

    def _meant(self, loss: Any) -> bool:
        """Whether it is meant, called with prediction and target in its own order."""
        parts = _parts(loss)

        def value(x: Any, target: Any) -> Any:
            given = {"x": x, "target": target}
            return first(loss(*[given[part] for part in parts]))

        return self.is_meant(value)

    def _function(self, function: Any, quantities: tuple[str, ...], group: str) -> Subject:
        parts = _parts(function)

        def observe(given: Given) -> Values:
            return named(function(*[given[part] for part in parts]), quantities)

        name = function.__name__
        return Subject(
            name, group, self.shapes, quantities, (Call(observe),), self.reference,
            (f"{', '.join(quantities)} = {name}({', '.join(parts)})",), self.results,
            self.readings, self.flaws, source=function,
        )  # fmt: skip

    def _class(self, kind: Any) -> Iterator[Subject]:
        """``forward(x, target)`` and ``backward()``, ``backward(dout)`` or ``backward(x, target)``."""
        name, maker = kind.__name__, Constructed(kind)
        parts, again = (_parts(MethodType(method, object())) for method in (kind.forward, kind.backward))
        takes = required(kind.backward) - 1

        several = _is_one_a_sample(maker, parts)

        def forward(layer: Any, given: Given) -> Values:
            loss = first(called(layer, "forward", *[given[part] for part in parts]))
            return {"loss": np.mean(loss) if several else loss}

        def backward(layer: Any, given: Given) -> Values:
            called(layer, "forward", *[given[part] for part in parts])
            arguments = [given[part] for part in again] if takes > 1 else [1.0] * takes
            return {"dx": first(called(layer, "backward", *arguments))}

        call = f"layer.forward({', '.join(parts)})"
        made = (f"layer = {name}()", f"loss = {f'np.mean({call})' if several else call}")
        passed = again if takes > 1 else ["1.0"] * takes
        yield Subject(
            f"{name}.forward", name, self.shapes, ("loss",), (LayerProgram(maker, forward),), self.reference,
            made, self.results, self.readings, self.flaws, source=kind,
        )  # fmt: skip
        yield Subject(
            f"{name}.backward", name, self.shapes, ("dx",), (LayerProgram(maker, backward),), self.reference,
            (*made, f"dx = layer.backward({', '.join(passed)})"), self.results,
            self.readings, self.flaws, source=kind,
        )  # fmt: skip


def _is_one_a_sample(maker: Constructed, parts: list[str]) -> bool:
    """Whether a class returns the loss of each sample, of which another part of its net takes the mean."""
    with briefly():
        given = {"x": np.full((2, 3), 0.5), "target": np.zeros((2, 3))}
        loss = first(called(maker.real({}), "forward", *[given[part] for part in parts]))
        return bool(np.shape(loss) == (2,))
    return False


def _returns_both(function: Any) -> bool:
    with briefly():
        returned = function(np.ones((2, 3)), np.zeros((2, 3)))
        return isinstance(returned, (tuple, list)) and len(returned) == 2
    return False


def _parts(function: Any) -> list[str]:
    return ["x" if part == "prediction" else part for part in order(function, ("prediction", "target"))]
