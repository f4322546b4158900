"""What outlives a call of traced code: globals, closures, attributes, defaults, and the containers in them.

A proof speaks of every call, so none may depend on what an earlier one left behind. Code that changed such a
thing is run again (`Lasting.every_time`): arrays that it changed hold unknown numbers then, other things
refuse to be used, constants stay, and it must return what it returned before and leave the same behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from types import CellType, FunctionType, MethodType, ModuleType
from typing import Any

from sympy import Add, Dummy, Expr

from yudo.derivations.calculus import equal
from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.symbols import tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import ndarray
from yudo.verification.symbolic.arrays.axes import Axes, Index, Joined, factors_of
from yudo.verification.symbolic.arrays.content import Content, all_indices
from yudo.verification.symbolic.arrays.errors import Refusal, Unreadable
from yudo.verification.symbolic.arrays.location import TracedGlobals
from yudo.verification.symbolic.arrays.random import draws_of_before
from yudo.verification.symbolic.arrays.sequences import TracedList
from yudo.verification.symbolic.tracing.modules import Refusing
from yudo.verification.symbolic.tracing.snapshot import ABSENT

_CONSTANT = (bool, int, float, complex, str, bytes, type(None), FunctionType, type, ModuleType)
_CONTAINERS = (list, dict, set, bytearray, CellType, ndarray)
_OWN = "content"
_ORDER: Any = type("Order", (), {"__repr__": lambda _: "order"})()
_NAMED = 3
"""How many slots a reason names."""


class _Container:
    """Something that outlives a call, with what stood in it before."""

    def __init__(self, held: Any, called: Text):
        self.held, self.called = held, called
        self.before = self.now()

    def now(self) -> dict[Any, Any]:
        """What stands in it, by keys, names or places."""
        held = self.held
        if isinstance(held, ndarray):
            own, *_, unknown = held.state()
            return {_OWN: own if unknown is None else unknown}
        if isinstance(held, TracedList) and held.left is not None:
            return self.before
        if isinstance(held, TracedList) and (held.sequence is not None or held.growing):
            return {_OWN: held.sequence}
        if isinstance(held, list):
            return dict(enumerate(held))
        if isinstance(held, (set, bytearray)):
            return {_OWN: tuple(held)}
        if isinstance(held, CellType):
            try:
                return {_OWN: held.cell_contents}
            except ValueError:  # empty
                return {}
        if isinstance(held, dict) and not isinstance(held, TracedGlobals):
            return {**held, _ORDER: tuple(held)}
        return dict(held if isinstance(held, dict) else vars(held))

    def changes(self) -> dict[Any, tuple[Any, Any]]:
        """The slots that changed, with what stood and what stands there."""
        # Globals are put into their place when they are first looked up.
        found = getattr(self.held, "found", {}) if isinstance(self.held, TracedGlobals) else {}
        before, now = {**found, **self.before}, self.now()
        both = ((key, before.get(key, ABSENT), now.get(key, ABSENT)) for key in {**self.before, **now})
        return {key: (was, stands) for key, was, stands in both if not _is(was, stands)}

    def put(self, values: dict[Any, Any]) -> None:
        """Let other values stand in it."""
        held = self.held
        for key, value in values.items():
            if key is _ORDER:
                continue
            if isinstance(held, ndarray):
                text = value if isinstance(value, Text) else None
                held.restore((held.state()[0] if text else value, None, None, None, None, text))
            elif isinstance(held, CellType):
                held.cell_contents = value
            elif isinstance(held, type):
                delattr(held, key) if value is ABSENT else setattr(held, key, value)
            elif isinstance(held, list):
                held[key] = value
            else:
                slots = held if isinstance(held, dict) else vars(held)
                slots.pop(key, None) if value is ABSENT else slots.__setitem__(key, value)

    @property
    def has_slots(self) -> bool:
        """Whether one part can be exchanged without the others."""
        if isinstance(self.held, list):
            return self.now().keys() == self.before.keys()
        return not isinstance(self.held, (set, bytearray))

    @property
    def has_grown(self) -> bool:
        """Whether it is a list to which something was appended, and nothing else."""
        now = self.now()
        grown = isinstance(self.held, TracedList) and _OWN not in now and len(now) > len(self.before)
        return grown and not any(key in self.before for key in self.changes())

    def name(self, key: Any) -> Text:
        """What a slot is called."""
        return Text(self.called.ko.format(key), self.called.en.format(key))


GLOBAL = Text("전역 변수 {}", "global name {}")
CLOSURE = Text("바깥 함수의 변수", "variable of an enclosing function")
ENTRY = Text("딕셔너리의 항목 {!r}", "entry {!r} of a dictionary")


def attribute(of: str) -> Text:
    """How an attribute is called, of an object of some class, of a class or of a function."""
    return Text(f"{of}의 속성 {{}}", f"attribute {{}} of {of}")


def whole(kind: str) -> Text:
    """How something is called that no part is named of."""
    return Text(kind, kind)


@dataclass
class _Change:
    """A slot that a call changed: what stood there, what stands, and what may when the next begins."""

    container: _Container
    key: Any
    was: Any
    stands: Any
    unknown: Any = None


def _carried(*changes: _Change) -> Text:
    """That some of these slots carry something from one call to the next."""
    names = [one.container.name(one.key) for one in changes[:_NAMED]]
    ko, en = ", ".join(one.ko for one in names), ", the ".join(one.en for one in names)
    carry = "carries" if len(names) == 1 else "carry"
    return Text(
        f"{ko}의 값이 호출마다 다음 호출로 넘어간다", f"the {en} {carry} a value from one call to the next"
    )


class Lasting:
    """The containers that outlive a call, as far as traced code has met them."""

    def __init__(self) -> None:
        self._containers: dict[int, _Container] = {}
        self._within = False

    def note(self, held: Any, called: Text) -> None:
        """A container is met for the first time, as it is before any call."""
        if id(held) not in self._containers:
            self._containers[id(held)] = _Container(held, called)

    def note_all(self, value: Any) -> None:
        """The same for all that code which is traced already can reach from a value."""
        todo = [value]
        while todo:
            one = todo.pop()
            if id(one) in self._containers:
                continue
            if isinstance(one, (MethodType, staticmethod, classmethod)):
                todo += [one.__func__, getattr(one, "__self__", None)]
            elif isinstance(one, tuple):
                todo += one
            elif isinstance(one, FunctionType) and isinstance(one.__globals__, TracedGlobals):
                defaults = (*(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values())
                todo += [*(one.__closure__ or ()), *defaults, one.__globals__, *vars(one).values()]
                self.note(one, attribute(one.__name__))
            elif isinstance(one, _CONTAINERS) or _kind(one).__module__ == "traced":
                self.note(one, _called(one))
                todo += self._containers[id(one)].before.values()

    def hand_over(self, value: Any) -> None:
        """An object and the containers in it are made for a call: what stands there does not outlive it."""
        todo = [value]
        while todo:
            one = todo.pop()
            if isinstance(one, tuple):
                todo += one
            elif not isinstance(one, (type, FunctionType)) and id(one) in self._containers:
                todo += self._containers.pop(id(one)).before.values()

    def every_time(self, run: Callable[[], Any], *, strictly: bool) -> Any:
        """What ``run`` returns, if it returns that however often it ran before.

        Parameters
        ----------
        run
            Traced code: a call, or a forward and its backward.
        strictly
            Whether earlier calls may have had inputs of any sizes, and gradients may not add up.

        Raises
        ------
        Unreadable, TraceFailed
            If something that an earlier call left behind may show.
        """
        if self._within:
            return run()
        for one in self._containers.values():
            one.before = one.now()
        self._within = True
        try:
            with draws_of_before() as again:
                first = run()
                changes = self._changes()
                if changes:
                    again()
                    self._expect_again(run, _leaves(first), changes, strictly)
            return first
        finally:
            self._within = False

    def _changes(self) -> list[_Change]:
        return [
            _Change(one, key, was, stands)
            for one in self._containers.values()
            for key, (was, stands) in one.changes().items()
        ]

    def _expect_again(
        self, run: Callable[[], Any], first: list[Any], changes: list[_Change], strictly: bool
    ) -> None:
        carried = _carried(*changes)
        lists = [(one.container.held, carried) for one in changes if one.container.has_grown]
        changes = [one for one in changes if not one.container.has_grown]
        lists += [(one.stands, carried) for one in changes if isinstance(one.stands, TracedList)]
        arrays: dict[int, Any] = {}  # One may stand in several slots.
        for one in changes:
            if not one.container.has_slots:
                raise Unreadable(_carried(one))
            one.unknown = self._unknown(one, strictly)
            if isinstance(one.stands, ndarray):
                one.unknown = arrays.setdefault(id(one.stands), one.unknown)
        by_slot = {(id(one.container), one.key): one for one in changes}
        for one in changes:
            one.container.put({one.key: one.unknown})
        try:
            try:
                with _filled_before(lists):
                    second, again = _leaves(run()), self._changes()
            except (Exception, Refusal) as reason:
                raise Unreadable(carried) from reason
            for new in again:
                old = by_slot.get((id(new.container), new.key))
                if old is None or not _stays(old, new.stands):
                    raise Unreadable(_carried(new))
        finally:
            for one in changes:
                one.container.put({one.key: one.stands})
        sums = [] if strictly else changes
        if len(first) != len(second) or not all(map(_same, first, second, repeat(sums))):
            raise Unreadable(carried)

    def _unknown(self, change: _Change, strictly: bool) -> Any:
        stands = change.stands
        if _is_scalar(stands) and _is_scalar(change.was):
            return ndarray(_number())
        reason = _carried(change)
        if isinstance(stands, TracedList):
            return stands  # see `_filled_before`
        if strictly and _holds_a_size(stands):
            return Refusing(reason)
        if _is_constant(stands) or stands is ABSENT or id(stands) in self._containers:
            return stands
        if isinstance(stands, Content):
            return _numbers(stands) or reason
        if isinstance(stands, ndarray) and not stands.is_unread:
            content, before = stands.content, _content(change.was)
            fits = before is not None and (before.axes, before.kind) == (content.axes, content.kind)
            numbers = _numbers(content) if fits or not strictly else None
            if numbers is not None:
                made = ndarray(numbers, array=stands.is_array)
                made.fixed = None if stands.owner is stands else reason
                return made
        return reason if isinstance(stands, Text) else Refusing(reason)


@contextmanager
def _filled_before(lists: list[tuple[TracedList, Text]]) -> Iterator[None]:
    """Let nobody know what lists hold: one may append to them, not read them."""
    lengths = [len(one) for one, _ in lists]
    for one, reason in lists:
        one.left = reason
    try:
        yield
    finally:
        for (one, _), length in zip(lists, lengths, strict=True):
            one.left = None
            del one[length:]


def _called(one: Any) -> Text:
    if isinstance(one, dict):
        return GLOBAL if isinstance(one, TracedGlobals) else ENTRY
    if isinstance(one, CellType):
        return CLOSURE
    if isinstance(one, _CONTAINERS):
        return whole(type(one).__name__.replace("nd", ""))
    return attribute(_kind(one).__name__)


def _kind(one: Any) -> type:
    return one if isinstance(one, type) else type(one)


def _numbers(like: Content) -> Content | None:
    """Numbers of which nothing is known, if there are names for them."""
    factors = factors_of(like.axes)
    if like.kind != "float" or any(isinstance(factor, (Add, Joined)) for factor in factors):
        return None
    if not factors:
        return _number(like.axes)
    entries: Any = tensor(f"_left{Dummy().dummy_index}", *factors)
    return Content(like.axes, lambda index: entries[index])


def _number(axes: Axes = ()) -> Content:
    name = Dummy("_left", real=True)
    return Content(axes, lambda _: name)


def _is_scalar(value: Any) -> bool:
    if isinstance(value, ndarray):
        return not value.is_unread and not value.is_array
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _holds_a_size(value: Any) -> bool:
    """Whether it may be another number after calls with inputs of other shapes."""
    if isinstance(value, tuple):
        return any(map(_holds_a_size, value))
    return isinstance(value, int) and not isinstance(value, bool)


def _content(value: Any) -> Content | None:
    if isinstance(value, ndarray):
        return None if value.is_unread else value.content
    return value if isinstance(value, Content) else None


def _is_constant(value: Any) -> bool:
    return isinstance(value, _CONSTANT) or (isinstance(value, tuple) and all(map(_is_constant, value)))


def _is(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_is, one, other))
    return isinstance(one, _CONSTANT) and not isinstance(one, FunctionType) and bool(one == other)


def _stays(change: _Change, stands: Any) -> bool:
    """Whether a slot holds after the second call what it held after the first, as far as that is told."""
    if stands is change.unknown or _is(change.stands, stands):
        return True
    if isinstance(change.unknown, ndarray) and _is_scalar(change.unknown):
        return _is_scalar(stands)
    old, new = _content(change.stands), _content(stands)
    if old is not None and new is not None:
        return (old.axes, old.kind) == (new.axes, new.kind)
    return type(change.stands) is type(stands) and stands is not ABSENT and not _is_constant(stands)


def _leaves(returned: Any) -> list[Any]:
    """The numbers within what was returned, as they are now."""
    if isinstance(returned, dict):
        return [*returned, *_leaves(tuple(returned.values()))]
    if isinstance(returned, (tuple, list)):
        return [leaf for part in returned for leaf in _leaves(part)]
    content = _content(returned)
    return [returned if content is None else content]


def _same(old: Any, new: Any, sums: list[_Change]) -> bool:
    """Whether two results are equal, or differ by what stood before where gradients add up."""
    if not isinstance(old, Content) or not isinstance(new, Content):
        return _is(old, new)
    if (old.axes, old.kind) != (new.axes, new.kind):
        return False
    pairs = [(_content(one.was), _content(one.unknown)) for one in sums]
    return _equal(old, new) or any(
        was is not None
        and left is not None
        and was.axes == left.axes == old.axes
        and _equal(old, new, was, left)
        for was, left in pairs
    )


def _equal(old: Content, new: Content, was: Content | None = None, left: Content | None = None) -> bool:
    """Whether ``old - was`` is ``new - left``, entry by entry."""

    def without(content: Content, more: Content | None, index: Index) -> Expr:
        return content.at(index) if more is None else Add(content.at(index), -more.at(index))

    pairs = (
        (without(old, was, index), without(new, left, index))
        for index, _ in all_indices(factors_of(old.axes))
    )
    try:
        return all(one == other or equal(one, other) for one, other in pairs)
    except Undecidable:
        return False
