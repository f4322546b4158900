"""A layer over time as its code has it: one array for all steps, where the record has one for each.

A record says what step ``t`` makes of the state that step ``t - 1`` left, for ``t`` from 1 to ``T``; that is
a recurrence. What two loops over ``T`` steps find is compared by induction
(`yudo.verification.symbolic.induction`), so that a result is proven for any number of steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Expr, Indexed, Symbol

from yudo import derivations
from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.lecture import Mistake
from yudo.derivations.calculus.records import Layer, Result
from yudo.derivations.calculus.symbols import Tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import Index, fresh_index
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.instance import Instance
from yudo.verification.symbolic.recurrences import Recurrence, State, unfolded


class SteppedInstance(Instance):
    """The code of a layer run on symbols, for any number of steps.

    Parameters
    ----------
    layer
        The records; some speak of a step.
    axis
        Where the code's arrays have their axis of steps.

    Raises
    ------
    Unreadable
        If a state depends on other steps than the one before or the one behind.
    """

    def __init__(self, layer: Layer, axis: int):
        self._step, steps = next(r.layers for r in layer.results.values() if r.layers)
        self._loops: dict[tuple[Definition, ...], _Loops] = {}
        self._along = {
            t: t.stacked(*_inserted(axis, steps, t.axes))
            for t in (*layer.inputs, layer.upstream)
            if isinstance(t, Tensor) and t.layer is not None
        }
        self._axis, self._steps = axis, steps
        inputs = tuple(self._along.get(t, t) for t in layer.inputs)
        upstream = (
            layer.upstream if layer.upstream is None else self._along.get(layer.upstream, layer.upstream)
        )
        stated = Layer(layer.stem, layer.title, layer.summary, inputs, upstream)
        for result in layer.results.values():
            indices = result.indices
            if result.layers is not None:
                indices = _inserted(axis, result.layers, indices)
            closed_form = self._stated(result, result.closed_form)
            stated.result(result.name, result.title, result.subject, closed_form, indices)
        super().__init__(stated, 2, 1)

    def mistakes(self, result: Result) -> Iterator[tuple[Mistake, Expr]]:
        """The mistakes that are often made in a result, each with its closed form."""
        for mistake in derivations.mistakes(self.layer.stem):
            if mistake.result.name == result.name:
                yield mistake, self._stated(mistake.result, mistake.wrong)

    def _stated(self, result: Result, closed_form: Expr) -> Expr:
        """A closed form in arrays of all steps, with the index of a step counted from 0."""
        if result.layers is not None:
            closed_form = closed_form.xreplace({self._step: self._step + 1})
        loops = self._loops.setdefault(
            result.definitions, _Loops(result.definitions, self._along, self._axis, self._steps)
        )
        return unfolded(loops.read(closed_form))


class _Loops:
    """What is carried from step to step, up and down, by the definitions of a result."""

    def __init__(
        self, definitions: Sequence[Definition], along: dict[Tensor, Tensor], axis: int, steps: Symbol
    ):
        self._definitions, self._along, self._axis = definitions, along, axis
        self._states: dict[Tensor, State] = {}
        up, down = (Recurrence(fresh_index(steps), steps, descending) for descending in (False, True))
        for start in definitions:
            if start.tensor.layer is None or _is_any(start.entry.indices[0]):
                continue
            number = start.entry.indices[0]
            if number not in (0, steps + 1):
                raise Unreadable(
                    Text(
                        f"처음도 끝도 아닌 단계 {number}에서 시작하는 {start.tensor.name}",
                        f"{start.tensor.name} starts at step {number}, which is neither end",
                    )
                )
            self._states[start.tensor] = self._carried(start, up if number == 0 else down)

    def _carried(self, start: Definition, loop: Recurrence) -> State:
        of, number = start.tensor, start.entry.indices[0]

        def first(index: Index) -> Expr:
            value = start.at((number, *index))
            assert value is not None
            return self.read(value)

        return loop.state(
            Content(tuple((size,) for size in of.axes), first),
            # What another state is made of in the same run is written out: it may be found after this one.
            lambda index: unfolded(self._general(of[(loop.run + 1, *index)])),
        )

    def read(self, e: Expr) -> Expr:
        """An expression of a record in states and in arrays of all steps."""
        if isinstance(e, Indexed) and isinstance(e.base, Tensor):
            entry = e.base[tuple(self.read(i) for i in e.indices)]
            if e.base in self._along:
                number, *place = entry.indices
                return self._along[e.base][_inserted(self._axis, number - 1, place)]
            return self._state(entry) if e.base in self._states else self._general(entry)
        return e.func(*map(self.read, e.args)) if e.args else e

    def _state(self, entry: Indexed) -> Expr:
        """What a step leaves: found by the run after it, in the order in which the loop goes."""
        state, (number, *place) = self._states[entry.base], entry.indices
        if not state.recurrence.descending:
            return state[(number, *place)]
        before = number - 2
        return state.made(number - 1).at(tuple(place)) if before == -1 else state[(before, *place)]

    def _general(self, entry: Indexed) -> Expr:
        """What stands for an entry at any step."""
        for definition in self._definitions:
            if definition.tensor == entry.base and _is_any(definition.entry.indices[0]):
                value = definition.at(entry.indices)
                assert value is not None
                return self.read(value)
        return entry


def _is_any(number: Expr) -> bool:
    return isinstance(number, Symbol) and not number.is_positive


def _inserted(place: int, one: Expr, among: Sequence[Expr]) -> tuple[Expr, ...]:
    return (*among[:place], one, *among[place:])
