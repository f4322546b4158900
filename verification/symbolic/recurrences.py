"""What a loop over a symbolic size carries from one run of its body to the next.

A value that a run finds and hands on changed has no closed form, but a recurrence: what the first run finds,
and what a run makes of what it found. A `State` is a tensor of what each run finds, ``h[t, n, k]`` in run t.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sympy import Expr, Indexed, Integer, Symbol

from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.symbols import Tensor, tensor
from yudo.verification.symbolic.arrays.axes import Index, factors_of
from yudo.verification.symbolic.arrays.content import Content

_numbers = count()


class CarriedEntry(Indexed):  # type: ignore[misc]
    """An entry of a `State`: a number that depends on the inputs, as its recurrence says."""


class State(Tensor):
    """What each run of a loop finds; its first index is the loop's.

    Where the loop runs ahead, what the last run makes stands behind it, as if there were one more to find it.

    Attributes
    ----------
    recurrence
        The loop.
    start
        What the first run finds.
    step
        What a run makes of it: expressions in the recurrence's ``run`` and in states at it.
    held
        A tensor that stands for it where it is a constant.
    """

    is_defined_elsewhere = True
    recurrence: Recurrence
    start: Content
    step: Content
    held: Tensor

    @classmethod
    def of_axes(cls, axes: tuple[Expr, ...]) -> State:
        """A new one, of which nothing else is known."""
        name = f"_s{next(_numbers)}"
        made = cls(name, real=True)
        made.axes, made.layer, made.values, made.says = axes, None, "real", None
        made.held = tensor(f"_c{name}", *axes)
        return made

    @property
    def func(self) -> Callable[..., State]:
        """It is made of nothing that could be exchanged."""
        return lambda *_: self

    def __getitem__(self, indices: Any, **_: Any) -> CarriedEntry:
        """What the run that is the first index finds at the others."""
        return CarriedEntry(self, *indices)

    def found(self, run: Expr) -> Content:
        """What one run finds."""
        return Content(self.start.axes, lambda index: self[(run, *index)])

    def made(self, run: Expr) -> Content:
        """What one run makes of it."""
        at = {self.recurrence.run: run}
        return Content(self.start.axes, lambda index: replaced(self.step.at(index), at))


@dataclass(eq=False)
class Recurrence:
    """All states of one loop.

    Attributes
    ----------
    run
        The index of a run.
    size
        How many runs there are: from 0 to ``size - 1``, or back.
    descending
        Whether the last comes first.
    compared
        For each recurrence that it was compared with, which of its states those of this one are, if so.
    """

    run: Symbol
    size: Expr
    descending: bool = False
    states: list[State] = field(default_factory=list)
    compared: dict[Recurrence, Any] = field(default_factory=dict)

    def state(self, start: Content, step: Callable[[Index], Expr]) -> State:
        """One more state."""
        made = State.of_axes((self.size, *factors_of(start.axes)))
        self.take(made, start, Content(start.axes, step))
        return made

    def take(self, state: State, start: Content, step: Content) -> None:
        """Let a state be one of this loop."""
        state.recurrence, state.start, state.step = self, start, step
        self.states.append(state)
        if (carried := _carried.get()) is not None:
            carried.append(state)

    @property
    def first(self) -> Expr:
        """The run that comes first."""
        return self.size - 1 if self.descending else Integer(0)

    @property
    def last(self) -> Expr:
        """The run that comes last."""
        return Integer(0) if self.descending else self.size - 1

    def earlier(self, run: Any) -> Any:
        """The run before one."""
        return run + 1 if self.descending else run - 1


def entries(expression: Expr) -> set[CarriedEntry]:
    """The entries of states in an expression.

    What runs make of each other's values stands in it many times over: each part is looked at once.
    """
    found: set[CarriedEntry] = set()
    met, parts = {id(expression): expression}, [expression]
    while parts:
        part = parts.pop()
        if isinstance(part, CarriedEntry):
            found.add(part)
        further = {id(one): one for one in part.args if id(one) not in met}
        met |= further
        parts += further.values()
    return found


def is_found_first(later: Expr, run: Expr, one: Expr) -> bool:
    """Whether something is what the first run finds of a state that others find: then the state is both."""
    if not isinstance(later, CarriedEntry) or later.base.recurrence.descending or later.indices[0] != run:
        return False
    return bool(later.base.start.at(later.indices[1:]) == one)


def unfolded(expression: Expr) -> Expr:
    """An expression in what runs find; what one hands to the next is written as it makes it."""
    opened = {one: _opened(one) for one in entries(expression)}
    changed = {one: other for one, other in opened.items() if one != other}
    return unfolded(replaced(expression, changed)) if changed else expression


def _opened(one: CarriedEntry) -> Expr:
    state, (run, *place) = one.base, one.indices
    if run == state.recurrence.first:
        return state.start.at(tuple(place))
    is_next = run == state.recurrence.size or run.as_coeff_Add()[0] == 1
    return state.made(run - 1).at(tuple(place)) if is_next else one


def held(expression: Expr) -> Expr:
    """An expression in which states are constants."""
    return replaced(expression, {one: one.base.held[one.indices] for one in entries(expression)})


def recurrences_in(expressions: Iterable[Expr]) -> list[Recurrence]:
    """The recurrences of all states that expressions depend on, each after those that it depends on."""
    known: list[Recurrence] = []
    asked: set[Recurrence] = set()

    def ask(expression: Expr) -> None:
        for state in sorted({one.base for one in entries(expression)}, key=str):
            if state.recurrence in asked:
                continue
            asked.add(state.recurrence)
            for one in state.recurrence.states:  # more may join them while they are asked
                for content in (one.start, one.step):
                    for index in content.places():
                        ask(content.at(index))
            known.append(state.recurrence)

    for expression in expressions:
        ask(expression)
    return known


_carried: ContextVar[list[State] | None] = ContextVar("what loops carry", default=None)


@contextmanager
def allowed() -> Iterator[list[State]]:
    """While this lasts, what a loop carries is read as a state, which is listed; else it is not read."""
    carried: list[State] = []
    token = _carried.set(carried)
    try:
        yield carried
    finally:
        _carried.reset(token)


def are_allowed() -> bool:
    """Whether it is."""
    return _carried.get() is not None
