"""Loops over symbolic sizes and branches on symbolic values, as rewritten code asks for them.

`yudo.verification.symbolic.tracing.rewriting` puts these in the place of ``for`` and ``if``. Where sizes and
conditions are known they do what Python does. Otherwise the body of a loop is run twice (once to see what it
changes, once on marks) and summarised, and both sides of a branch are run and joined by the condition.
"""

from __future__ import annotations

import operator
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Integer, KroneckerDelta, expand

from yudo.derivations.calculus.functions import AffineIndex
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import elementwise, errors, shaping, writes
from yudo.verification.symbolic.arrays.array import SymbolicSequence, as_content, is_array, ndarray
from yudo.verification.symbolic.arrays.axes import Index, fresh_index, shape_text
from yudo.verification.symbolic.arrays.content import Content, written_over
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.location import Origin, origin
from yudo.verification.symbolic.arrays.sequences import AllButOne, Collected, TracedList, sequence_of
from yudo.verification.symbolic.arrays.writes import WriteJournal
from yudo.verification.symbolic.tracing.snapshot import ABSENT, Slot, World
from yudo.verification.symbolic.tracing.summaries import CARRIED, Change, Summary

Names = tuple[str, ...]


class Region:
    """Code that is run on trial: what it changes is seen, and undone."""

    symbolic = False

    def __init__(self, names: Names | None):
        self.names = names
        self._journal = WriteJournal()
        self._left = True

    def _open(self, frame: Any) -> None:
        self._locals = [frame.f_locals.get(name, ABSENT) for name in self.names or ()]
        values = [
            value
            for name, value in frame.f_locals.items()
            if not isinstance(value, Region) and not name.startswith(".")  # A comprehension's own iterator.
        ]
        self._world = World([*values, frame.f_globals])
        opaque = self._world.opaque()
        if opaque is not None:
            raise Unreadable(
                Text(
                    f"기호 크기의 반복이나 분기에서 바뀔 수 있는 {type(opaque).__name__}",
                    f"a {type(opaque).__name__} may change in a loop over a symbolic size or in a branch",
                )
            )
        self._journal = WriteJournal()
        self._journal.open()
        self._left = False

    def _close(self, frame: Any, keep: Callable[[Any], Any] = lambda item: item) -> _Outcome:
        written = self._journal.close()
        self._left = True
        slots, grown = self._world.changes()
        values = {name: frame.f_locals.get(name, ABSENT) for name in self.names or ()}
        named = _arrays_in([*values.values(), *(slot.after for slot in slots)])
        arrays = [*(array for array, _ in written), *named]
        outcome = _Outcome(
            [array for array, _ in written],
            {
                id(one): one.content
                for one in arrays
                if isinstance(one, ndarray) and not (one.is_outdated or one.is_forgotten)
            },
            values,
            slots,
            [(one, keep(list.__getitem__(one, 0))) for one in grown],
        )
        for array, state in written:
            array.restore(state)
        self._world.put_back()
        return outcome

    def made(self, value: Any) -> bool:
        """Whether an array, or what it is a view of, was made since the region was entered."""
        return not isinstance(value, ndarray) or value.owner.born > self._journal.began

    def changed(self) -> bool:
        """Whether anything was written to, or changed, since the region was entered."""
        return bool(self._journal.written() or any(self._world.changes()))

    def stop(self) -> None:
        """Control leaves from within: that is read only where it is known to happen."""
        if self.symbolic:
            raise Unreadable(
                Text(
                    "기호 크기의 반복이나 값에 따른 분기에서 도중에 나간다",
                    "leaves a loop over a symbolic size, or a branch on a value, from within",
                )
            )


@dataclass
class _Outcome:
    """What a piece of code changed.

    Attributes
    ----------
    written
        The arrays that were written to.
    contents
        What they, and the arrays among the values, held at the end, by their ids.
    values
        The local names.
    slots
        Keys and attributes that were given another value.
    grown
        Lists that were empty, and the one value that each got.
    """

    written: list[ndarray]
    contents: dict[int, Content]
    values: dict[str, Any]
    slots: list[Slot]
    grown: list[tuple[TracedList, Any]]

    def content(self, value: Any) -> Content:
        """What a value was at the end."""
        if id(value) in self.contents:
            return self.contents[id(value)]
        if isinstance(value, ndarray) and any(value.owner is array for array in self.written):
            raise Unreadable(
                Text(
                    "반복이나 분기에서 값이 쓰인 배열의 뷰",
                    "a view of an array that was written to in a loop or a branch",
                )
            )
        return as_content(value)


def is_number(value: Any) -> bool:
    """Whether a value is a number or an array."""
    return isinstance(value, (bool, int, float, ndarray))


def is_outdated(value: Any) -> bool:
    """Whether a value may be an array that was written to since, so that nothing is known of it."""
    return isinstance(value, ndarray) and value.is_outdated


def _may_be_carried(before: Any, after: Any) -> bool:
    return is_number(before) and is_number(after) and not is_outdated(after)


def _are_tuples(one: Any, other: Any) -> bool:
    """Whether both are tuples of the same length."""
    return type(one) is type(other) is tuple and len(one) == len(other)


def _arrays_in(values: Iterable[Any]) -> Iterator[ndarray]:
    """The arrays among some values, and in tuples among them."""
    for value in values:
        if isinstance(value, ndarray):
            yield value
        elif isinstance(value, tuple):
            yield from _arrays_in(value)


def _final(carried: _Cell | tuple[_Cell, ...], summary: Summary) -> Any:
    """What a name holds after a loop; `ABSENT` if that is not said."""
    if isinstance(carried, _Cell):
        return carried.final(summary)
    parts = tuple(cell.final(summary) for cell in carried)
    return ABSENT if any(part is ABSENT for part in parts) else parts


class Loop(Region):
    """A ``for`` statement.

    Parameters
    ----------
    iterable
        What it runs over.
    names
        The local names that its body binds; None if the body is of a kind that is not summarised.
    targets
        Those among them that the ``for`` itself binds.
    """

    def __init__(self, iterable: Any, names: Names | None, targets: Names):
        super().__init__(names)
        self._iterable = iterable
        self._targets = targets
        self._sequence = iterable.whole if isinstance(iterable, AllButOne) else sequence_of(iterable)
        self._left_out = iterable.left_out if isinstance(iterable, AllButOne) else None
        self.symbolic = self._sequence is not None

    def __iter__(self) -> Iterator[Any]:
        """Once through what is known, or twice with an index that stands for all."""
        if self._sequence is None:
            return iter(self._iterable)
        return self._passes(self._sequence)

    def _passes(self, sequence: SymbolicSequence) -> Iterator[Any]:
        if self.names is None:
            raise Unreadable(
                Text(f"기호 크기 {sequence.size}만큼 반복한다", f"loops over a symbolic size {sequence.size}")
            )
        self._first: _Outcome | None = None
        self._descending = sequence.descending
        self._index = [fresh_index(size) for size in sequence.sizes]
        yield sequence.in_run(*self._index)
        if not self._left:
            self.stop()
        if self._left_out is not None and self._first is not None and self._first.grown:
            if self._iterable.some is None:
                iter(self._iterable)
            sequence, self._left_out = self._iterable.some, None
            self._sequence = sequence
        turned = self._writes_from_the_end()
        self._descending ^= turned
        if turned and self._left_out is not None:
            self._left_out = sequence.size - 1 - self._left_out
        self._index = [fresh_index(size) for size in sequence.sizes]
        yield sequence.in_run(*(self._from_the_end() if turned else self._index))
        if not self._left:
            self.stop()

    def _from_the_end(self) -> list[Expr]:
        assert self._sequence is not None
        return [size - 1 - i for size, i in zip(self._sequence.sizes, self._index, strict=True)]

    def _writes_from_the_end(self) -> bool:
        """Whether the body writes to places that it counts from the end, as ``t = T - 1 - i``.

        Then the runs are numbered from the end as well, and it writes to the place of its number.
        """
        assert self._first is not None
        ends = {*self._from_the_end()}
        since = errors.count()
        for content in (self._first.content(array) for array in map(_owning, self._first.written)):
            try:
                entry = content.at(next(content.places()))
            except Unreadable:  # where nothing was written
                errors.forgive(since)
                continue
            places = {place for delta in entry.atoms(KroneckerDelta) for place in delta.args}
            if any((p.definition() if isinstance(p, AffineIndex) else p) in ends for p in places):
                return True
        return False

    # -- called at the beginning and at the end of the body -----------------------------------------------

    def enter(self) -> tuple[Any, ...]:
        """The values of `names` with which the body is run."""
        frame = sys._getframe(1)
        if self._first is None:
            self._open_run(frame)
            self._before = dict(zip(self.names or (), self._locals, strict=True))
            return tuple(self._locals)
        return self._marked(frame, self._first)

    def leave(self) -> tuple[Any, ...]:
        """The values of `names` after it."""
        outcome = self._close(sys._getframe(1), self._collected)
        if self._first is None:
            self._first = outcome
            return tuple(self._before.values())
        return self._summarised(outcome)

    def _collected(self, item: Any) -> Collected:
        assert self._sequence is not None
        return Collected(self._sequence.sizes, self._index, item, self._descending)

    # -- the run on marks ---------------------------------------------------------------------------------

    def _open_run(self, frame: Any) -> None:
        self._open(frame)
        assert self._sequence is not None
        if len(self._index) == 1:
            self._journal.run = self._sequence.size, *self._runs_before()

    def _runs_before(self) -> list[Expr]:
        return self._from_the_end() if self._descending else [*self._index]

    def _marked(self, frame: Any, first: _Outcome) -> tuple[Any, ...]:
        for one in self._journal.popped:
            one.shrinking = True
        self._open_run(frame)
        self._used_up = self._written_and_let_go(first)
        self._arrays = [
            (array, Change(written_over(array.content), first.content(array).kind))
            for array in map(_owning, first.written)
            if not any(array is one for one in self._used_up)
        ]
        self._cells: dict[str, _Cell | tuple[_Cell, ...]] = {}
        self._slots: list[tuple[Slot, _Cell]] = []
        given = []
        for name, before in self._before.items():
            after = first.values[name]
            if name in self._targets:
                given.append(frame.f_locals.get(name, ABSENT))
            elif before is after:
                given.append(before)
            elif _may_be_carried(before, after):
                cell = self._cell(before, first.content(after))
                self._cells[name] = cell
                given.append(cell.start)
            elif _are_tuples(before, after) and all(map(_may_be_carried, before, after)):
                cells = tuple(self._cell(a, first.content(b)) for a, b in zip(before, after, strict=True))
                self._cells[name] = cells
                given.append(tuple(cell.start for cell in cells))
            else:
                given.append(ABSENT)
        for slot in first.slots:
            if not is_number(slot.before) or not is_number(slot.after):
                raise Unreadable(CARRIED)
            self._slots.append((slot, self._cell(slot.before, first.content(slot.after))))
        for array, change in self._arrays:
            array.replace(change.marked())
        for one, _ in first.grown:
            one.growing = True
        for slot, cell in self._slots:
            slot.container[slot.key] = cell.start
        self._forget_what_is_used_up()
        return tuple(given)

    def _written_and_let_go(self, first: _Outcome) -> list[ndarray]:
        """The arrays that a name had before the loop, and that the first run writes to and gives up.

        Each run writes to what the run before left under that name, which nothing else may stand for.
        """
        found: list[ndarray] = []
        for name, before in self._before.items():
            after = first.values[name]
            if (
                any(before is array for array in first.written)
                and isinstance(after, ndarray)
                and after is not before
            ):
                others = _arrays_in([*self._before.values(), *(slot.before for slot in first.slots)])
                if sum(one.owner is before for one in others) > 1:
                    raise Unreadable(CARRIED)
                found.append(before)
        return found

    def _forget_what_is_used_up(self) -> None:
        for array in self._used_up:
            array.forget(
                Text(
                    "반복이 처음 돌 때 값을 쓰고 이름을 다른 배열에 준 배열을 읽는다",
                    "reads an array that the first run of a loop wrote to, and gave its name to another",
                )
            )

    def _cell(self, before: Any, after: Content) -> _Cell:
        assert self._sequence is not None
        may_stay = self._left_out is not None
        return _Cell(before, after, self._runs_before(), self._sequence.sizes, may_stay)

    def _unless_left_out(self, change: Change) -> Content | None:
        """What a run leaves of a change: what it found, if it is one that the loop does not have."""
        after = change.after
        if self._left_out is None or after is None:
            return after
        outside = KroneckerDelta(self._index[0], self._left_out)

        def entry(index: Index) -> Expr:
            return elementwise.chosen(outside, change.own(index), after.at(index))

        return Content(after.axes, entry, after.kind, after.below)

    # -- afterwards ---------------------------------------------------------------------------------------

    def _summarised(self, last: _Outcome) -> tuple[Any, ...]:
        assert self._first is not None
        assert self._sequence is not None
        ends = {(id(slot.container), slot.key): slot.after for slot in last.slots}
        if (
            {id(array) for array in last.written}
            - {id(array) for array in (*self._used_up, *(array for array, _ in self._arrays))}
            or ends.keys() - {(id(slot.container), slot.key) for slot, _ in self._slots}
            or {id(one) for one, _ in last.grown} != {id(one) for one, _ in self._first.grown}
        ):
            raise Unreadable(
                Text(
                    "기호 크기의 반복이 처음 돌 때와 그다음에 돌 때 서로 다른 것을 바꾼다",
                    "a loop over a symbolic size changes one thing in its first run and another in the next",
                )
            )
        if any(collected.shares(last.written) for _, collected in last.grown):
            raise Unreadable(
                Text(
                    "기호 크기의 반복이 값을 쓰는 리스트에 배열을 덧붙인다",
                    "appends an array to a list that a loop over a symbolic size writes to",
                )
            )
        written = set(map(id, last.written))
        for array, change in self._arrays:
            change.after = last.content(array) if id(array) in written else change.marked()
        ending: list[tuple[_Cell, Any]] = []
        for name, carried in self._cells.items():
            value = last.values[name]
            if isinstance(carried, _Cell):
                ending.append((carried, value))
            else:
                parts = value if _are_tuples(carried, value) else [ABSENT] * len(carried)
                ending += zip(carried, parts, strict=True)
        ending += [(cell, ends.get((id(slot.container), slot.key), cell.start)) for slot, cell in self._slots]
        named = [*last.values.values(), *(slot.after for slot in last.slots)]
        owners = Counter(id(one.owner) for one in _arrays_in(named))
        for cell, value in ending:
            if isinstance(value, ndarray) and value.owner is value and self.made(value):
                cell.is_new, cell.is_shared = True, owners[id(value)] > 1
                handed_on = sum(isinstance(one, ndarray) and one.owner is value for _, one in ending)
                listed = any(collected.shares([value]) for _, collected in last.grown)
                cell.is_alone = handed_on == 1 and not listed
            cell.end(value, last)
        cells = [cell for cell, _ in ending]
        changes = [change for _, change in self._arrays] + [cell.change for cell in cells if not cell.counts]
        for change in changes:
            change.after = self._unless_left_out(change)
        summary = Summary(changes, self._index, self._sequence.sizes, self._descending)
        after = [
            _final(self._cells[name], summary)
            if name in self._cells
            else before
            if name not in self._targets and last.values[name] is before
            else ABSENT
            for name, before in self._before.items()
        ]
        for slot, cell in self._slots:
            slot.container[slot.key] = cell.final(summary)
            if slot.container[slot.key] is ABSENT:
                raise Unreadable(CARRIED)
        finals = [summary.final(change) for _, change in self._arrays]
        for (array, _), content in zip(self._arrays, finals, strict=True):
            content.read_once()
            array.replace(content)
        self._forget_what_is_used_up()
        for one in self._journal.popped:
            one.emptied()
        for one, collected in last.grown:
            collected.settle(summary.free)
            one.sequence = collected
        return tuple(after)


def _owning(array: ndarray) -> ndarray:
    if array.owner is not array:
        raise Unreadable(
            Text(
                "NumPy가 복사본을 만들었을지 모르는 배열의 뷰에 값을 썼다",
                "a view of an array was written to where NumPy may have made a copy",
            )
        )
    return array


class _Cell:
    """A name or a key that is bound to one number or array after the other.

    A whole number that grows by the same in every run is known in each of them (``counts``). It may stay what
    it was before where the loop may have no run.
    """

    def __init__(
        self,
        before: Any,
        after: Content,
        runs_before: Sequence[Expr],
        sizes: Sequence[Expr],
        may_stay: bool,
    ):
        old = as_content(before)
        shaped = old if old.axes == after.axes else shaping.broadcast_to(old, after.axes)
        self.change = Change(shaped, elementwise.joint_kind(old, after))
        start = self.change.marked()
        self.counts = False
        self._stays = before if may_stay else None
        if isinstance(before, int) and after.kind == "int" and not after.axes and len(sizes) == 1:
            step = after.at(()) - before
            if step.is_Integer and not may_stay:
                self.counts = True
                self._next = Integer(before) + step * (runs_before[0] + 1)
                self._last = Integer(before) + step * sizes[0]
                below = sizes[0] if (before, step) == (0, 1) else None
                at = Integer(before) + step * runs_before[0]
                start = Content((), lambda _: at, "int", below)
        self._marked = start
        self._is_array = is_array(before)
        self.start = ndarray(start, array=self._is_array)
        self.is_new = self.is_shared = False
        """Whether the last run made an array of its own for it, and whether that has another name, too."""
        self.is_alone = False
        """Whether the next run finds that under no other name, nor anybody in a list."""

    def end(self, value: Any, outcome: _Outcome) -> None:
        """What it holds at the end of the run on marks."""
        changed = self.start.is_array and self.start.content is not self._marked
        if changed and value is not self.start and not self.is_alone:
            raise Unreadable(CARRIED)  # What was written to may be what another name stands for.
        if value is ABSENT or not is_number(value):
            return
        self._is_array = is_array(value)
        content = (
            self.start.content
            if value is self.start and id(value) not in outcome.contents
            else outcome.content(value)
        )
        if content.axes == self.change.axes:
            self.change.after = content

    def final(self, summary: Summary) -> Any:
        """What it holds after the loop; `ABSENT` if that is not said."""
        after = self.change.after
        if self.counts:
            if after is None or expand(after.at(()) - self._next) != 0:
                raise Unreadable(CARRIED)
            return ndarray(Content((), lambda _: self._last, "int"))
        if after is None:
            return ABSENT
        if self._stays is not None and self._is_array:
            chosen = ndarray.one_of(summary.final(self.change), (self._stays,), CHOSEN)
            return chosen if self.is_new else ABSENT
        overwritten = self._is_array and summary.overwrites(self.change)
        if overwritten and not self.is_new:
            return ABSENT  # An array that other names may share.
        made = ndarray(summary.final(self.change), array=self._is_array)
        if overwritten or self.is_shared:
            made.fixed = Text(
                "반복의 마지막 번에 만든 배열에 쓴다", "writes into an array that the last run of a loop made"
            )
        return made


CHOSEN = Text("값에 따라 고른 배열에 쓴다", "writes into one of several arrays, chosen by a value")


class Branch(Region):
    """An ``if`` statement.

    ``then`` and ``otherwise`` say which sides are run: both, if the condition is symbolic.
    """

    def __init__(self, condition: Any, names: Names | None):
        super().__init__(names)
        self.then, self.otherwise = True, True
        known = truth_of(condition)
        if known is None:
            if names is None:
                bool(condition)
            self.symbolic = True
            self._condition = as_content(condition)
            self._outcomes: list[_Outcome] = []
            self._since = 0
        else:
            self.then, self.otherwise = known, not known

    def enter(self) -> None:
        """One side begins."""
        self._open(sys._getframe(1))
        self._since = self._since or self._journal.began

    def leave(self) -> tuple[Any, ...]:
        """One side ends: the values of `names` as they were before it."""
        self._outcomes.append(self._close(sys._getframe(1)))
        return tuple(self._locals)

    def joined(self) -> tuple[Any, ...]:
        """The values of `names` after both."""
        before = dict(zip(self.names or (), self._locals, strict=True))
        for outcome in self._outcomes:
            if outcome.grown:
                raise Unreadable(
                    Text("값에 따른 분기에서 리스트에 덧붙인다", "appends to a list in a branch on a value")
                )
        sides = [self._outcomes[0], self._outcomes[1] if len(self._outcomes) > 1 else None]
        arrays = {id(array): _owning(array) for side in sides if side for array in side.written}
        slots = {(id(s.container), s.key): s for side in sides if side for s in side.slots}
        for key, slot in slots.items():
            one, other = (
                next((s.after for s in side.slots if (id(s.container), s.key) == key), slot.before)
                if side
                else slot.before
                for side in sides
            )
            value = self._either(one, other, sides)
            if value is ABSENT:
                raise Unreadable(
                    Text(
                        "값에 따른 분기에서 키나 속성에 다른 값을 준다",
                        "gives a key or an attribute another value in a branch on a value",
                    )
                )
            slot.container[slot.key] = value
        for array in arrays.values():
            old = array.content
            here, there = (side.content(array) if side else old for side in sides)
            array.replace(elementwise.cast(_selected(self._condition, here, there), old.kind))
        result = []
        for name in self.names or ():
            one, other = (side.values[name] if side else before[name] for side in sides)
            result.append(self._either(one, other, sides))
        return tuple(result)

    def _either(self, one: Any, other: Any, sides: Sequence[_Outcome | None]) -> Any:
        if one is other:
            return one
        if _are_tuples(one, other):
            parts = tuple(self._either(a, b, sides) for a, b in zip(one, other, strict=True))
            return ABSENT if any(part is ABSENT for part in parts) else parts
        if not is_number(one) or not is_number(other) or is_outdated(one) or is_outdated(other):
            return ABSENT
        contents = [
            side.content(value) if side else as_content(value)
            for value, side in zip((one, other), sides, strict=True)
        ]
        if all(self._own(value) for value in (one, other) if is_array(value)):
            chosen = _selected(self._condition, *contents)
            return ndarray(chosen, array=is_array(one) or is_array(other))
        # Others know it, too: it may be read as long as nobody writes to it.
        now = [as_content(value) for value in (one, other)]
        if contents[0].axes != contents[1].axes or any(map(operator.is_not, now, contents)):
            return ABSENT
        return ndarray.one_of(_selected(self._condition, *contents), (one, other), CHOSEN)

    def _own(self, value: ndarray) -> bool:
        return value.owner is value and value.born > self._since


def truth_of(condition: Any) -> bool | None:
    """The truth of a condition; None if it is a symbolic one."""
    if not isinstance(condition, ndarray):
        return bool(condition)
    since = errors.count()
    try:
        return bool(condition)
    except Unreadable:
        if condition.content.axes:
            raise
        errors.forgive(since)
        return None


def choice(condition: Any, one: Callable[[], Any], other: Callable[[], Any]) -> Any:
    """``one if condition else other``."""
    known = truth_of(condition)
    if known is not None:
        return one() if known else other()
    trial = Region(())
    values = []
    for side in (one, other):
        values.append(_on_trial(trial, side, sys._getframe(1)))
    return _chosen(condition, values[0], values[1], trial)


def _chosen(condition: Any, first: Any, second: Any, trial: Region) -> Any:
    if first is second:
        return first
    if type(first) is type(second) is tuple and len(first) == len(second):
        return tuple(_chosen(condition, a, b, trial) for a, b in zip(first, second, strict=True))
    if not is_number(first) or not is_number(second):
        raise Unreadable(
            Text(
                "수가 아닌 것들 가운데 하나를 값에 따라 고른다",
                "chooses between other things than numbers by a value",
            )
        )
    chosen = _selected(condition, as_content(first), as_content(second))
    if all(trial.made(side) for side in (first, second)):
        return ndarray(chosen, array=is_array(first) or is_array(second))
    return ndarray.one_of(chosen, (first, second), CHOSEN)


def _selected(condition: Any, one: Content, other: Content) -> Content:
    """One of two contents by a condition: of one shape, as broadcasting would give both the larger one."""
    if one.axes != other.axes:
        raise Unreadable(
            Text(
                f"조건에 따라 모양이 다르다: {shape_text(one.axes)} 또는 {shape_text(other.axes)}",
                f"the shape depends on a condition: {shape_text(one.axes)} or {shape_text(other.axes)}",
            )
        )
    return elementwise.where(as_content(condition), one, other)


def _on_trial(trial: Region, code: Callable[[], Any], frame: Any) -> Any:
    """Run code that must not change anything."""
    trial._open(frame)
    value = code()
    outcome = trial._close(frame)
    if outcome.written or outcome.slots or outcome.grown:
        raise Unreadable(
            Text(
                "기호 크기의 반복이나 분기의 식 안에서 무언가를 바꾼다",
                "changes something within an expression over a symbolic size or a branch",
            )
        )
    return value


def collected(make: Callable[[Iterable[Any]], Any], iterable: Any) -> Any:
    """A list comprehension or a generator expression; ``make`` is the same over another iterable."""
    sequence = sequence_of(iterable)
    if sequence is None:
        return make(iterable)
    indices = [fresh_index(size) for size in sequence.sizes]
    item = sequence.place(*indices)
    found = _on_trial(Region(()), lambda: list(make((item,))), sys._getframe(1))
    if len(found) != 1:
        raise Unreadable(Text("일부 값을 빼는 컴프리헨션", "a comprehension that leaves out some values"))
    made = Collected(sequence.sizes, indices, found[0])
    made.generated = isinstance(make(()), Generator)
    if made.generated:
        return made
    listed = TracedList()
    listed.sequence = made
    return listed


def unzipped(zipped: Callable[..., Any], value: Any) -> Any:
    """``zip(*value)``."""
    sequence = sequence_of(value)
    if sequence is None:
        return zipped(*value)
    if not isinstance(sequence, Collected) or sequence.parts is None:
        raise Unreadable(Text("튜플의 리스트가 아닌 것의 zip(*…)", "zip(*…) of what is not a list of tuples"))
    return tuple(sequence.part(which) for which in range(sequence.parts))


def negated(condition: Any) -> Any:
    """``not condition``."""
    known = truth_of(condition)
    return ndarray(elementwise.logical_not(as_content(condition))) if known is None else not known


def both(first: Any, second: Callable[[], Any]) -> Any:
    """``first and second``, in a condition."""
    known = truth_of(first)
    if known is not None:
        return second() if known else first
    return _combined(elementwise.logical_and, first, second)


def either(first: Any, second: Callable[[], Any]) -> Any:
    """``first or second``, in a condition."""
    known = truth_of(first)
    if known is not None:
        return first if known else second()
    return _combined(elementwise.logical_or, first, second)


def _combined(join: Callable[[Content, Content], Content], first: Any, second: Callable[[], Any]) -> Any:
    value = _on_trial(Region(()), second, sys._getframe(2))
    if not is_number(value) or as_content(value).axes:
        raise Unreadable(Text("수가 아닌 조건", "a condition that is not a number"))
    return ndarray(join(as_content(first), as_content(value)))


def stop(*regions: Region) -> None:
    """A ``return``, ``break``, ``continue`` or ``raise`` within these regions is about to happen."""
    for region in regions:
        region.stop()


def left(value: Any, *regions: Region) -> Any:
    """A value that is returned from within these regions."""
    stop(*regions)
    return value


_assumed: ContextVar[list[Origin | None]] = ContextVar("assertions that are taken for true")


@contextmanager
def assuming(assumed: list[Origin | None]) -> Iterator[None]:
    """While this lasts, list where code asserts what is not known of symbols."""
    token = _assumed.set(assumed)
    try:
        yield
    finally:
        _assumed.reset(token)


def asserted(code: Callable[[], Any]) -> bool:
    """Whether an assertion holds; True for what is not known of symbols, which is then an assumption."""
    known = _known(code, sys._getframe(1))
    if known is None:
        assumed, here = _assumed.get([]), origin()
        if here not in assumed:
            assumed.append(here)
    return known is not False


def unless_unknown(code: Callable[[], Any]) -> None:
    """Print something, unless it is not known of symbols."""
    _known(code, sys._getframe(1))


def _known(code: Callable[[], Any], frame: Any) -> bool | None:
    """Whether something is true, or None for what is not known; nothing that it computes goes further."""
    depth, since = writes.depth(), errors.count()
    trial = Region(())
    try:
        return truth_of(_on_trial(trial, code, frame))
    except Unreadable:
        writes.cut(depth)
        if trial.changed():
            raise
        errors.forgive(since)
        return None
