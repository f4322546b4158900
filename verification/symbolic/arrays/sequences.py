"""Ranges, rows, zipped sequences and lists whose length is a symbolic size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sympy import Expr, Symbol

from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import indexing, writes
from yudo.verification.symbolic.arrays.array import Reversed, SymbolicSequence, expression, ndarray
from yudo.verification.symbolic.arrays.axes import axis_of, counted, indices_along, is_concrete
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import Unreadable


class SymbolicRange(SymbolicSequence):
    """``range(N)``."""

    def __init__(self, size: Expr):
        self.sizes = axis_of(size)
        if any(map(is_concrete, self.sizes)):
            raise Unreadable(
                Text(
                    f"일부만 아는 크기 {size}만큼 반복한다", f"loops over a size {size} that is known in part"
                )
            )

    def item(self, at: ndarray) -> Any:
        """The place itself."""
        return ndarray(at.content, native=True)

    def stacked(self) -> Content:
        """``arange(N)``."""
        return indexing.arange(self.size)


class SteppedRange(SymbolicRange):
    """``range(start, stop, step)``, of so many values."""

    def __init__(self, start: Expr, step: Expr, size: Expr):
        super().__init__(size)
        self._start, self._step = start, step

    def item(self, at: ndarray) -> Any:
        """The start and so many steps."""
        (i,) = counted((at.content.at(()),))
        return ndarray(Content((), lambda _: self._start + self._step * i, "int"), native=True)

    def stacked(self) -> Content:
        """The values as one array, along a new first axis."""
        return SymbolicSequence.stacked(self)


class Shifted(SymbolicRange):
    """``range(a, a + N)``."""

    def __init__(self, size: Expr, by: Expr):
        super().__init__(size)
        self._by = by

    def item(self, at: ndarray) -> Any:
        """The place, and so much more."""
        moved = expression(at) + self._by
        return ndarray(Content((), lambda _: moved, "int"), native=True)

    def stacked(self) -> Content:
        """Not read as one array."""
        raise Unreadable(
            Text(f"{self._by}에서 시작하는 range의 배열", f"an array of a range from {self._by} on")
        )


class AllButOne:
    """``range(1, N)`` or ``range(N - 1)``, whose runs may be none: the runs of ``range(N)`` without one.

    A loop reads it so, as long as it appends to no list.

    Attributes
    ----------
    whole
        The runs with the one that is left out.
    left_out
        Its number, 0 or ``N - 1``.
    some
        The runs where there are some, if that may be a condition of the proof.
    """

    def __init__(self, whole: SymbolicSequence, left_out: Expr, some: SymbolicSequence | None):
        self.whole, self.left_out, self.some = whole, left_out, some

    def __reversed__(self) -> AllButOne:
        return AllButOne(
            Reversed(self.whole), self.left_out, None if self.some is None else Reversed(self.some)
        )

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice) and (key.start, key.stop, key.step) == (None, None, -1):
            return reversed(self)
        if self.some is None:
            raise self._unread()
        return self.some[key]

    def __iter__(self) -> Any:
        raise self._unread()

    def __len__(self) -> int:
        raise self._unread()

    def _unread(self) -> Unreadable:
        runs = self.whole.size - 1
        return Unreadable(
            Text(
                f"어떤 크기에서는 한 번도 돌지 않을 수 있는 {runs}번의 반복",
                f"a loop over {runs} runs, which may be none at some sizes",
            )
        )


class Places(SymbolicSequence):
    """``np.ndindex(N, D)``."""

    def __init__(self, sizes: Sequence[Expr]):
        self.sizes = tuple(sizes)

    def place(self, *at: Expr) -> Any:
        """The place as a tuple."""
        return tuple(SymbolicRange(size).place(i) for i, size in zip(at, self.sizes, strict=True))


class Entries(Places):
    """``np.ndenumerate(a)``."""

    def __init__(self, array: ndarray):
        super().__init__([size for (size,) in array.content.axes])
        self._array = array

    def place(self, *at: Expr) -> Any:
        """The place as a tuple, and the entry there."""
        place = super().place(*at)
        return place, self._array[place]


class Rows(SymbolicSequence):
    """An array, along its first axis."""

    def __init__(self, array: ndarray):
        self._array = array
        self.sizes = array.content.axes[0]

    def item(self, at: ndarray) -> Any:
        """One row, a view."""
        return self._array[at]

    def stacked(self) -> Content:
        """The array."""
        return self._array.content


class Zipped(SymbolicSequence):
    """``zip`` of sequences of the same size."""

    def __init__(self, parts: Sequence[SymbolicSequence]):
        self._parts = parts
        if len({part.sizes for part in parts}) != 1:
            raise Unreadable(
                Text("길이가 다를 수 있는 것들의 zip", "zip of sequences whose sizes may differ")
            )
        self.sizes = parts[0].sizes

    def item(self, at: ndarray) -> Any:
        """One of each."""
        return tuple(part.item(at) for part in self._parts)


class Enumerated(SymbolicSequence):
    """``enumerate`` of a sequence."""

    def __init__(self, part: SymbolicSequence, start: Any):
        self._part, self._start = part, start
        self.sizes = part.sizes

    def item(self, at: ndarray) -> Any:
        """The number and the value."""
        number = at if isinstance(self._start, int) and self._start == 0 else at + self._start
        return number, self._part.item(at)


class Collected(SymbolicSequence):
    """What one run of a loop's body made, for each run: a value in which the loop's index is free.

    ``generated`` if a generator would have made it, ``backwards`` if the largest index came first.
    """

    generated = False

    def __init__(self, sizes: Sequence[Expr], indices: Sequence[Symbol], value: Any, backwards: bool = False):
        self.sizes = tuple(sizes)
        self._indices = tuple(indices)
        self._backwards = backwards
        self._sources: list[tuple[ndarray, Content]] = []
        self._value = self._kept(value)

    def item(self, at: ndarray) -> Any:
        """The value of one run."""
        if any(array.content is not content for array, content in self._sources):
            raise Unreadable(
                Text(
                    "그 뒤에 값이 쓰인 배열의 뷰가 리스트에 있다",
                    "a list holds views of an array that was written to since",
                )
            )
        places = indices_along(at.content.at(()), self.sizes)
        if places is None:
            raise Unreadable(
                Text(
                    "다르게 펼친 축을 도는 다른 반복이 만든 리스트의 자리",
                    "the place of a list that another loop made, over an axis flattened in another way",
                )
            )
        if self._backwards:
            places = tuple(size - 1 - i for size, i in zip(self.sizes, places, strict=True))
        return substituted(self._value, dict(zip(self._indices, places, strict=True)))

    def settle(self, read: Callable[[Content], Content]) -> None:
        """Read all arrays in another way, and take the arrays that they are views of as they are now."""
        self._value = _read(self._value, read)
        self._sources = [(array, array.content) for array, _ in self._sources]

    def shares(self, arrays: Sequence[ndarray]) -> bool:
        """Whether a value is, or is a view of, one of some arrays."""
        return any(one is array for one in arrays for array, _ in self._sources)

    def part(self, which: int) -> Collected:
        """The sequence of one part of each value, where the values are tuples."""
        return self._mapped(lambda value: value[which])

    @property
    def parts(self) -> int | None:
        """How many parts each value has, if it is a tuple."""
        return len(self._value) if isinstance(self._value, (tuple, list)) else None

    def _mapped(self, of: Callable[[Any], Any]) -> Collected:
        made = Collected(self.sizes, self._indices, (), self._backwards)
        made._value, made._sources = of(self._value), self._sources
        return made

    def _kept(self, value: Any) -> Any:
        if isinstance(value, ndarray):
            content = value.content
            if content.axes:
                self._sources.append((value.owner, value.owner.content))
            return _fixed(content)
        if isinstance(value, TracedList):
            return self._kept(list(value)) if value.sequence is None else value.sequence
        if isinstance(value, (tuple, list)):
            return type(value)(self._kept(part) for part in value)
        if isinstance(value, dict):
            return {key: self._kept(part) for key, part in value.items()}
        if value is None or isinstance(value, (bool, int, float, str, Collected)):
            return value
        raise Unreadable(
            Text(
                f"길이가 기호인 리스트에 있는 {type(value).__name__}",
                f"objects of {type(value).__name__} in a list of symbolic length",
            )
        )


def substituted(value: Any, by: Mapping[Symbol, Expr]) -> Any:
    """A value with other expressions for indices."""
    return _read(
        value, lambda old: Content(old.axes, lambda at: replaced(old.at(at), by), old.kind, old.below)
    )


def _read(value: Any, read: Callable[[Content], Content]) -> Any:
    if isinstance(value, ndarray):
        return _fixed(read(value.content))
    if isinstance(value, (tuple, list)):
        return type(value)(_read(part, read) for part in value)
    if isinstance(value, dict):
        return {key: _read(part, read) for key, part in value.items()}
    if isinstance(value, Collected):
        return value._mapped(lambda inner: _read(inner, read))
    return value


def _fixed(content: Content) -> ndarray:
    made = ndarray(content)
    if content.axes:
        made.fixed = Text(
            "길이가 기호인 리스트의 배열에 값을 쓴다", "writes into an array of a list of symbolic length"
        )
    return made


class TracedList(list[Any]):
    """A list; one that began empty holds a sequence after a loop over a symbolic size that appended to it."""

    sequence: SymbolicSequence | None = None
    growing = False
    shrinking = False
    """Whether a loop pops one value from it in each run: how many are left, is not known."""
    left: Text | None = None
    """Why nobody knows what earlier calls left in it."""

    def known(self) -> None:
        """Raise if the list's length is symbolic, or not known yet."""
        if self.left is not None:
            raise Unreadable(self.left)
        if self.growing:
            raise Unreadable(
                Text(
                    "기호 크기만큼 반복하며 덧붙이는 리스트를 읽는다",
                    "reads a list that a loop over a symbolic size appends to",
                )
            )
        if self.shrinking:
            raise Unreadable(
                Text(
                    "기호 크기만큼 반복하며 값을 꺼내는 리스트를 달리 읽는다",
                    "reads a list otherwise that a loop over a symbolic size pops from",
                )
            )
        if self.sequence is not None:
            raise Unreadable(
                Text(
                    f"기호 크기 {self.sequence.size}의 값을 정수로 알아야 한다",
                    f"needs the symbolic size {self.sequence.size} as a known integer",
                )
            )

    def append(self, value: Any) -> None:
        """Append."""
        if self.sequence is not None:
            raise Unreadable(Text("길이가 기호인 리스트에 덧붙인다", "appends to a list of symbolic length"))
        super().append(value)

    def __getitem__(self, key: Any) -> Any:
        if self.sequence is not None and not (self.growing or self.shrinking or self.left):
            return self.sequence[key]
        self.known()
        return super().__getitem__(key)

    def pop(self, *place: Any) -> Any:
        """Remove the last; of a list of symbolic length, one in each run of a loop over as many."""
        if self.sequence is not None and not (self.growing or self.left or place):
            run = writes.popped_in_run(self)
            if run is not None and run[0] == self.sequence.size:
                return self.sequence.place(run[0] - 1 - run[1])
        self.known()
        return super().pop(*place)

    def emptied(self) -> None:
        """All that was in it has been popped by a loop over its symbolic length."""
        self.left = Text("반복에서 값을 모두 꺼낸 리스트를 쓴다", "uses a list that a loop has emptied")


def _guarded(name: str) -> Any:
    real = getattr(list, name)

    def method(self: TracedList, *given: Any, **named: Any) -> Any:
        self.known()
        return real(self, *given, **named)

    method.__name__ = name
    return method


for _name in [
    "__iter__",
    "__len__",
    "__contains__",
    "__setitem__",
    "__delitem__",
    "__add__",
    "__iadd__",
    "__mul__",
    "__rmul__",
    "__imul__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__reversed__",
    "__repr__",
    "extend",
    "insert",
    "remove",
    "clear",
    "index",
    "count",
    "sort",
    "reverse",
    "copy",
]:
    setattr(TracedList, _name, _guarded(_name))


class TracedDict(dict[Any, Any]):
    """A dictionary; one that began empty holds a value for each run of a loop that set ``d[t]`` in run t.

    What was set so stands in ``rows``, in the order of the runs, and only ``d[t]`` is read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows = TracedList()

    @property
    def has_rows(self) -> bool:
        """Whether a loop over a symbolic size set values in it."""
        return self.rows.sequence is not None or list.__len__(self.rows) > 0

    def known(self) -> None:
        """Raise if how many values it holds is symbolic."""
        if self.has_rows:
            raise Unreadable(
                Text(
                    "기호 크기의 반복이 값을 넣은 딕셔너리를 키 하나로 읽지 않고 달리 쓴다",
                    "uses a dictionary that a loop over a symbolic size fills, other than by one key",
                )
            )

    def __setitem__(self, key: Any, value: Any) -> None:
        place = _symbolic_place(key)
        if place is None:
            self.known()
            super().__setitem__(key, value)
            return
        run = writes.current_run()
        if (
            run is None
            or place != run[1]
            or any(isinstance(one, int) and one >= 0 for one in dict.keys(self))
        ):
            raise Unreadable(
                Text(
                    f"기호 크기의 반복이 몇 번째 도는지가 아닌 키 {place}",
                    f"the key {place}, which is not the number of a run of a loop over a symbolic size",
                )
            )
        self.rows.append(value)

    def __getitem__(self, key: Any) -> Any:
        if not self.has_rows:
            return super().__getitem__(key)
        place = _symbolic_place(key)
        run = writes.current_run()
        if self.rows.sequence is None and run is not None and place == run[1]:
            return list.__getitem__(self.rows, 0)  # What this run has set.
        return super().__getitem__(key) if place is None and key != 0 else self.rows[key]

    def __copy__(self) -> TracedDict:
        self.known()
        made = TracedDict()
        dict.update(made, self)
        return made


def _symbolic_place(key: Any) -> Expr | None:
    """A key that is a number which nobody knows."""
    if not isinstance(key, (ndarray, Expr)):
        return None
    place = expression(key)
    return None if place.is_Integer else place


def _guarded_dict(name: str) -> Any:
    real = getattr(dict, name)

    def method(self: TracedDict, *given: Any, **named: Any) -> Any:
        self.known()
        return real(self, *given, **named)

    method.__name__ = name
    return method


for _name in [
    "__iter__",
    "__reversed__",
    "__len__",
    "__contains__",
    "__delitem__",
    "__eq__",
    "__ne__",
    "__or__",
    "__ror__",
    "__ior__",
    "__repr__",
    "clear",
    "copy",
    "get",
    "items",
    "keys",
    "pop",
    "popitem",
    "setdefault",
    "update",
    "values",
]:
    setattr(TracedDict, _name, _guarded_dict(_name))


def sequence_of(value: Any) -> SymbolicSequence | None:
    """What a loop over a value runs over, if its length is symbolic."""
    if isinstance(value, SymbolicSequence):
        return value
    if isinstance(value, AllButOne):
        return value.some
    if isinstance(value, TracedList):
        if value.growing or value.shrinking or value.left:
            value.known()
        return value.sequence
    if isinstance(value, ndarray) and value.content.axes:
        (axis, *_) = value.content.axes
        if axis and not any(map(is_concrete, axis)):
            return Rows(value)
    return None
