"""What a loop over a symbolic size leaves behind, from one run of its body.

The body is run on *marks*: symbols for what each array and number that it changes held at the beginning of
that run. How the new entry depends on the mark of the old one says what all runs together do:

- a run writes only where an index of the entry equals the loop's own index: each entry is written by one run;
- the new entry is the old one plus a term that is free of marks: the terms are summed;
- the new entry is the larger, or the smaller, of the old one and such a term: so it is in the end, of all
terms;
- the new entry is free of marks: the last run decides.

Everything else is carried from one run to the next. It has no closed form, and is read as a state of a
recurrence where that is of use (`recurrences.allowed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from sympy import Add, Expr, Indexed, Integer, KroneckerDelta, Mul, Symbol, expand

from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, relu, step
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.symbols import Tensor, tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic import recurrences
from yudo.verification.symbolic.arrays import errors
from yudo.verification.symbolic.arrays.axes import INDEX, Axes, Index, factors_of, segments
from yudo.verification.symbolic.arrays.content import MARK, Content, larger
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.ranges import IndexSymbol
from yudo.verification.symbolic.recurrences import Recurrence, State

_numbers = count()
CARRIED = Text(
    "기호 크기의 반복이 한 번 돈 값을 다음번으로 넘긴다",
    "a loop over a symbolic size carries a value from one run of its body to the next",
)


@dataclass
class Change:
    """An array or a number that the body of a loop changes.

    Attributes
    ----------
    before
        What it held before the loop.
    kind
        The kind of number that it holds in the loop.
    after
        What it holds after one run of the body that began with `marked`.
    """

    before: Content
    kind: str
    after: Content | None = None
    mark: Tensor | Symbol = field(init=False)

    def __post_init__(self) -> None:
        name = f"{MARK}{next(_numbers)}"
        factors = self.factors
        self.mark = tensor(name, *factors) if factors else Symbol(name, real=True)

    @property
    def axes(self) -> Axes:
        """The axes."""
        return self.before.axes

    @property
    def factors(self) -> tuple[Expr, ...]:
        """The factors of all axes."""
        return factors_of(self.before.axes)

    def marked(self) -> Content:
        """The marks, as a content."""
        return Content(self.axes, self.own, self.kind)

    def own(self, index: Index) -> Expr:
        """The mark of an entry."""
        return self.mark[index] if isinstance(self.mark, Tensor) else self.mark

    def generic(self) -> list[Index]:
        """One index for all places along symbolic factors, and each place along the others."""
        assert self.after is not None
        return list(self.after.places())


class Summary:
    """All changes that one loop makes.

    Parameters
    ----------
    changes
        What it changes.
    indices, sizes
        The loop's indices, and over how many values each runs.
    descending
        Whether it runs from the last of them to the first.
    """

    def __init__(
        self,
        changes: Sequence[Change],
        indices: Sequence[Symbol],
        sizes: Sequence[Expr],
        descending: bool = False,
    ):
        self._by_mark = {change.mark: change for change in changes}
        self._indices, self._sizes = tuple(indices), tuple(sizes)
        self._places: dict[int, tuple[int, ...] | None] = {}
        self._last = {
            i: Integer(0) if descending else size - 1 for i, size in zip(indices, sizes, strict=True)
        }
        self._recurrence = Recurrence(indices[0], sizes[0], descending) if len(indices) == 1 else None
        self._states: dict[int, State] = {}
        self._written: dict[int, State] = {}

    def final(self, change: Change) -> Content:
        """What is there after the loop.

        Entries are worked out when they are asked for.
        """
        after = change.after
        assert after is not None

        def entry(index: Index) -> Expr:
            return self._started(self._closed(change, index))

        return Content(
            change.axes, entry, after.kind, after.below if after.below == change.before.below else None
        )

    def free(self, content: Content) -> Content:
        """What one run of the body made, with what was there before the loop for the marks.

        Raises
        ------
        Unreadable
            If it depends on other runs.
        """
        return Content(
            content.axes, lambda index: self._in_a_run(content.at(index)), content.kind, content.below
        )

    def overwrites(self, change: Change) -> bool:
        """Whether each run gives all entries another value."""
        assert change.after is not None
        return not any(change.after.at(index).has(change.own(index)) for index in change.generic())

    # -- one entry ----------------------------------------------------------------------------------------

    def _closed(self, change: Change, index: Index) -> Expr:
        """An entry after all runs, where a mark stands for what was there before the loop."""
        assert change.after is not None
        entry, own = change.after.at(index), change.own(index)
        if entry == own:
            return own
        places = self.written_at(change)
        if places is not None:
            there = {index[place]: i for place, i in zip(places, self._indices, strict=True)}
            if not all(isinstance(symbol, Symbol) for symbol in there):
                generic = tuple(
                    s if place in places else i
                    for place, (s, i) in enumerate(zip(change.after._symbols, index, strict=True))
                )
                found = self._closed(change, generic)
                return replaced(found, {generic[place]: index[place] for place in places})
            here = self._handed_on(self._in_a_run(replaced(entry, there)), index, places)
            return replaced(here, {i: symbol for symbol, i in there.items()})
        if not entry.has(own):
            return replaced(self._in_a_run(entry), self._last)
        since = errors.count()
        try:
            return self._accumulated(change, entry, index)
        except Unreadable:
            if not recurrences.are_allowed():
                raise
            errors.forgive(since)
            return replaced(self._in_a_run(entry), self._last)

    def _accumulated(self, change: Change, entry: Expr, index: Index) -> Expr:
        """An entry to which each run adds a term, or the largest or smallest of such terms."""
        own, entry = change.own(index), _settled(entry)
        if any(one is change for part in entry.atoms(step, relu) for one, _ in self._marks(part)):
            return self._extreme(change, entry, index)
        factor, term = _linear(entry, own, index)
        if expand(factor) != 1 or term.has(own):
            raise Unreadable(CARRIED)
        return own + Sum(
            self._in_a_run(term),
            *((i, 0, size - 1) for i, size in zip(self._indices, self._sizes, strict=True)),
        )

    def _extreme(self, change: Change, entry: Expr, index: Index) -> Expr:
        """The largest or smallest of an entry and of a term of each run."""
        own = change.own(index)
        split = _delta_on(entry, own, index)
        if split is not None:
            delta, moved = split
            there = self._extreme(change, entry.xreplace({delta: Integer(1)}).xreplace(moved), index)
            elsewhere = entry.xreplace({delta: Integer(0)})
            if expand(elsewhere - own) != 0:
                raise Unreadable(CARRIED)
            return delta * there + (1 - delta) * own
        sign, term = _compared(entry, own)
        term = self._in_a_run(term)
        best = sign * term
        for i, size in zip(self._indices, self._sizes, strict=True):
            best = Maximum(best, (i, 0, size - 1))
        first = term.xreplace(dict.fromkeys(self._indices, Integer(0)))
        if isinstance(first, Maximum):  # of a loop inside this one
            first = first.function.xreplace(dict.fromkeys(first.bound_symbols, Integer(0)))
        if change.before.at(index) == first:  # One of the terms: ``m = x[0]``.
            return sign * best
        return sign * larger(sign * own, best)

    def written_at(self, change: Change) -> tuple[int, ...] | None:
        """Which indices of an entry are the loop's own wherever a run writes; None if it writes elsewhere."""
        if id(change) not in self._places:
            found = {self._written_at(change, index) for index in change.generic()}
            self._places[id(change)] = found.pop() if len(found) == 1 else None
        return self._places[id(change)]

    def _written_at(self, change: Change, index: Index) -> tuple[int, ...] | None:
        assert change.after is not None
        entry, own = change.after.at(index), change.own(index)
        deltas = entry.atoms(KroneckerDelta)
        places = []
        for i, size in zip(self._indices, self._sizes, strict=True):
            for place, (symbol, factor) in enumerate(zip(index, change.factors, strict=True)):
                along = factor == size and isinstance(symbol, Symbol)
                if along and (delta := KroneckerDelta(symbol, i)) in deltas:
                    elsewhere = entry.xreplace({delta: Integer(0)})
                    nothing = {part: Integer(0) for part in elsewhere.atoms(Sum) if part.function == 0}
                    elsewhere = elsewhere.xreplace(nothing)
                    if elsewhere == own or expand(elsewhere) == own:
                        places.append(place)
                        break
            else:
                return None
        return tuple(places)

    def _marks(self, entry: Expr) -> list[tuple[Change, Index]]:
        found: list[tuple[Change, Index]] = []
        for atom in entry.atoms(Indexed, Symbol):
            if isinstance(atom, Indexed) and atom.base in self._by_mark:
                found.append((self._by_mark[atom.base], atom.indices))
            elif atom in self._by_mark and not isinstance(self._by_mark[atom].mark, Tensor):
                found.append((self._by_mark[atom], ()))
        return found

    def _handed_on(self, here: Expr, index: Index, places: tuple[int, ...]) -> Expr:
        """What a run writes to its place: where it is what the next run finds of a state, that."""
        rest = tuple(i for place, i in enumerate(index) if place not in places)
        if self._recurrence is None:
            return here
        for state in (*self._states.values(), *self._written.values()):
            ahead = not state.recurrence.descending and len(state.axes) == 1 + len(rest)
            if ahead and state.step.at(rest) == here:
                return state[(self._indices[0] + 1, *rest)]
        return here

    def _in_a_run(self, entry: Expr) -> Expr:
        """An expression in what one run finds: what was there before the loop, or what earlier runs made."""
        entry = self._with_the_last(entry)
        found = {change.own(index): self._found(change, index) for change, index in self._marks(entry)}
        return replaced(entry, found)

    def _with_the_last(self, entry: Expr) -> Expr:
        """With a state for what the run before wrote to its place, and the first run finds elsewhere.

        That is ``h[t - 1] if t > 0 else h0``: of what the first run finds, only that is said.
        """
        replaced: dict[Expr, Expr] = {}
        for change, index in self._marks(entry):
            places = self.written_at(change) if change.after is not None else None
            if places is None or len(places) != 1 or self._recurrence is None or self._recurrence.descending:
                continue
            (place,), (run,) = places, self._indices
            if index[place] != run - 1 or not recurrences.are_allowed():
                continue
            at_first = KroneckerDelta(run, 0)
            later = (1 - at_first) * change.own(index)
            rest = index[:place] + index[place + 1 :]
            for whole in [one for one in entry.atoms(Add) if later in one.args] or [later]:
                starts = [part / at_first for part in Add.make_args(whole) if at_first in Mul.make_args(part)]
                first = starts[0] if starts else Integer(0)
                state = self._written_before(change, place, rest, first)
                others = (part for part in Add.make_args(whole) if part not in (later, at_first * first))
                replaced[whole] = Add(state[(run, *rest)], *others)
        return entry.xreplace(replaced)

    def _written_before(self, change: Change, place: int, rest: Index, first: Expr) -> State:
        """The state that is what the run before wrote, and ``first`` at these indices in the first run."""
        after, (run,) = change.after, self._indices
        assert after is not None
        assert self._recurrence is not None
        if id(change) not in self._written:
            parts = zip(change.axes, segments(change.axes), strict=True)
            axes = tuple(axis for axis, part in parts if not part.start <= place < part.stop)
            if len(factors_of(axes)) != len(rest) or len({*rest}) != len(rest):
                raise Unreadable(CARRIED)
            if after.kind != "float" or not all(isinstance(i, Symbol) for i in rest):
                raise Unreadable(CARRIED)
            start = Content(axes, lambda index: first.xreplace(dict(zip(rest, index, strict=True))))
            self._written[id(change)] = self._recurrence.state(
                start, lambda index: self._in_a_run(after.at((*index[:place], run, *index[place:])))
            )
            self._check(self._written[id(change)])
        state = self._written[id(change)]
        if state.start.at(rest) != first:
            raise Unreadable(CARRIED)
        return state

    def _found(self, change: Change, index: Index) -> Expr:
        if change.after is not None:
            if self._untouched(change):
                return change.before.at(index)
            places = self.written_at(change)
            if places is not None and [index[place] for place in places] == list(self._indices):
                return change.before.at(index)
        left = self._left_by_the_run_before(change, index)
        return self._state(change)[(*self._indices, *index)] if left is None else left

    def _left_by_the_run_before(self, change: Change, index: Index) -> Expr | None:
        """What a run finds where each leaves what depends on its number alone, and the first finds that, too.

        So it is with ``h_next``, where the loop goes back, begins with ``h[T - 1]`` and sets it to
        ``h[t - 1]``.
        """
        if self._recurrence is None or change.after is None or change.after.kind != change.before.kind:
            return None
        entry, (run,), loop = change.after.at(index), self._indices, self._recurrence
        before = _counted(change.before.at(index))
        if self._marks(entry) or entry.xreplace({run: loop.earlier(loop.first)}) != before:
            return None
        return entry.xreplace({run: loop.earlier(run)})

    def _state(self, change: Change) -> State:
        after = change.after
        if not recurrences.are_allowed() or self._recurrence is None or after is None:
            raise Unreadable(CARRIED)
        if after.kind != "float":
            raise Unreadable(CARRIED)
        if id(change) not in self._states:
            self._states[id(change)] = self._recurrence.state(
                change.before, lambda index: self._in_a_run(after.at(index))
            )
            self._check(self._states[id(change)])
        return self._states[id(change)]

    def _check(self, state: State) -> None:
        """Let the loop have no states at all if one of them is none: others may be made of it."""
        try:
            for content in (state.start, state.step):
                for index in content.places():
                    self._alone(content.at(index), index)
        except Unreadable:
            self._recurrence = None
            raise

    def _alone(self, entry: Expr, index: Index) -> None:
        """Raise if an entry depends on the run of another loop, that this one is within."""
        known = {*self._indices, *index}
        for symbol in entry.free_symbols - known:
            if isinstance(symbol, IndexSymbol) or symbol.name.startswith((MARK, INDEX)):
                raise Unreadable(CARRIED)

    @staticmethod
    def _untouched(change: Change) -> bool:
        assert change.after is not None
        return all(change.after.at(index) == change.own(index) for index in change.generic())

    def _started(self, entry: Expr) -> Expr:
        """What was there before the loop, in place of the marks."""
        return entry.xreplace(
            {change.own(index): change.before.at(index) for change, index in self._marks(entry)}
        )


def _settled(entry: Expr) -> Expr:
    """The same, where no factor says again of a delta what another factor has said: ``δ (1 - δ)`` is 0.

    Two writes of one run, of which the second reads what the first wrote, leave such products.
    """
    if isinstance(entry, Mul):
        for factor in entry.args:
            delta, value = (1 - factor, 0) if isinstance(factor, Add) else (factor, 1)
            if isinstance(delta, KroneckerDelta):
                rest = Mul(*(part for part in entry.args if part is not factor))
                return factor * _settled(rest.xreplace({delta: Integer(value)}))
    if isinstance(entry, (Add, Mul)):
        return entry.func(*map(_settled, entry.args))
    return entry


def _counted(entry: Expr) -> Expr:
    """An expression with places as the numbers that they are."""
    return entry.xreplace({place: place.definition() for place in entry.atoms(AffineIndex)})


def _compared(entry: Expr, own: Expr) -> tuple[Expr, Expr]:
    """``s`` and a term with ``entry = s max(s own, s term)``, where the term is free of ``own``."""
    for part in sorted(entry.atoms(step, relu), key=str):
        (gap,) = part.args
        for term in (expand(own - gap), expand(own + gap)):
            if term.has(own):
                continue
            above, below, level = (_where(entry, own, term, sign) for sign in (1, -1, 0))
            if level != term:
                continue
            if (above, below) == (term, own):
                return Integer(1), term
            if (above, below) == (own, term):
                return Integer(-1), term
    raise Unreadable(CARRIED)


def _where(entry: Expr, own: Expr, term: Expr, sign: int) -> Expr:
    """The entry where ``term - own`` has this sign."""
    if sign == 0:
        entry, known = entry.xreplace({own: term}), {}
        known = {part: Integer(0) for part in entry.atoms(step, relu) if expand(part.args[0]) == 0}
        return expand(entry.xreplace(known))
    known = {}
    for part in entry.atoms(step, relu):
        for side in (1, -1):
            if expand(part.args[0] - side * (term - own)) == 0:
                value = part.args[0] if isinstance(part, relu) else Integer(1)
                known[part] = value if side == sign else Integer(0)
    return expand(entry.xreplace(known))


def _linear(entry: Expr, own: Expr, index: Index) -> tuple[Expr, Expr]:
    """``p`` and ``q`` with ``entry = p own + q``."""
    split = _delta_on(entry, own, index)
    if split is not None:
        delta, moved = split
        p1, q1 = _linear(entry.xreplace({delta: Integer(1)}).xreplace(moved), own, index)
        p0, q0 = _linear(entry.xreplace({delta: Integer(0)}), own, index)
        return expand(delta * p1 + (1 - delta) * p0), delta * q1 + (1 - delta) * q0
    return _parts(entry, own)


def _delta_on(entry: Expr, own: Expr, index: Index) -> tuple[Expr, dict[Expr, Expr]] | None:
    """A delta that says when a mark of another place is that of this one, and what it then is."""
    if not isinstance(own, Indexed):
        return None
    others = [atom for atom in entry.atoms(Indexed) if atom.base == own.base and atom != own]
    if not others:
        return None
    bound = {symbol for part in entry.atoms(Sum) for symbol in part.bound_symbols}
    for delta in entry.atoms(KroneckerDelta):
        if delta.free_symbols & bound:
            continue
        for here, there in (delta.args, delta.args[::-1]):
            if here not in index:
                continue
            moved = {}
            for other in others:
                at = tuple(
                    here if i == here and j == there else j for i, j in zip(index, other.indices, strict=True)
                )
                if at != other.indices:
                    moved[other] = own.base[at]
            if moved:
                return delta, moved
    return None


def _parts(entry: Expr, own: Expr) -> tuple[Expr, Expr]:
    if entry == own:
        return Integer(1), Integer(0)
    if not entry.has(own):
        return Integer(0), entry
    if isinstance(entry, Add):
        pairs = [_parts(part, own) for part in entry.args]
        return Add(*(p for p, _ in pairs)), Add(*(q for _, q in pairs))
    if isinstance(entry, Mul):
        with_own = [part for part in entry.args if part.has(own)]
        if len(with_own) == 1:
            rest = Mul(*(part for part in entry.args if part is not with_own[0]))
            p, q = _parts(with_own[0], own)
            return p * rest, q * rest
    raise Unreadable(CARRIED)
