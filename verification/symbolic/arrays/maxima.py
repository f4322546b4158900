"""Places of maxima: where an argmax points, as labels of which it is known what they are the places of.

A place is read as any place along its axes, one per row. What is shown so holds for that of the maximum.
Where the largest entry has no equal, more is true: ``f(place)`` is the sum of ``f(r)`` over all places r at
which the entry is the largest (`at_largest`), and so a mask says the same as an argmax.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sympy import Add, Expr, Indexed, Integer, Mul, Symbol, expand

from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, step
from yudo.derivations.calculus.symbols import Tensor, labels

PLACE = "_place"
"""How the names of places of maxima begin."""
_numbers = count()


@dataclass(frozen=True)
class Largest:
    """What some places are the places of the largest entry of.

    Attributes
    ----------
    places
        The labels, one per index of the entry.
    at
        The indices of the row, in which labels and entry are written.
    bound, sizes
        The indices along which the entry is the largest, and how far they run.
    entry
        The entry.
    """

    places: tuple[Tensor, ...]
    at: tuple[Expr, ...]
    bound: tuple[Symbol, ...]
    sizes: tuple[Expr, ...]
    entry: Expr

    def is_largest(self, at: Sequence[Expr], index: Sequence[Expr]) -> Expr:
        """1 at these indices of a row if the entry is the largest there, else 0."""
        here = self.entry.xreplace(dict(zip(self.at, at, strict=True)))
        largest = here
        for k, size in zip(self.bound, self.sizes, strict=True):
            largest = Maximum(largest, (k, 0, size - 1))
        return 1 - step(largest - here.xreplace(dict(zip(self.bound, index, strict=True))))


_known: dict[str, Largest] = {}


def new_places(number: int) -> tuple[Tensor, ...]:
    """Labels of so many indices, of which nothing is known yet."""
    return tuple(labels(f"{PLACE}{next(_numbers)}") for _ in range(number))


def define(
    places: tuple[Tensor, ...],
    at: tuple[Expr, ...],
    bound: Sequence[Symbol],
    sizes: Sequence[Expr],
    entry: Expr,
) -> None:
    """Say what the places are of, where ties are rare; the first to say so is right."""
    if not _are_rarely_tied(entry, bound):
        return
    if places and at and len({*at}) == len(at) and all(isinstance(i, Symbol) for i in at):
        made = Largest(places, at, tuple(bound), tuple(sizes), entry)
        for one in places:
            _known.setdefault(one.name, made)


def _are_rarely_tied(entry: Expr, bound: Sequence[Symbol]) -> bool:
    """Whether the entries are different numbers of an input, or of it with another sign."""
    _, one = entry.as_coeff_Mul()
    if not isinstance(one, Indexed) or one.base.label.is_integer:
        return False
    indices = [i.definition() if isinstance(i, AffineIndex) else i for i in one.indices]
    return all(
        any(_moves(i, k) and not i.has(*(other for other in bound if other != k)) for i in indices)
        for k in bound
    )


def _moves(index: Expr, k: Symbol) -> bool:
    slope = expand(index).coeff(k, 1)
    return bool(slope.is_Integer and slope != 0 and not expand(index - slope * k).has(k))


def names_a_place(expression: Expr) -> bool:
    """Whether an expression depends on the place of a maximum."""
    return any(str(symbol).startswith(PLACE) for symbol in expression.free_symbols)


def size_along(place: Expr) -> Expr | None:
    """The size of the axis that a place is along; None for what is no place of a maximum."""
    if not isinstance(place, Indexed) or str(place.base.label) not in _known:
        return None
    known = _known[str(place.base.label)]
    return known.sizes[[one.name for one in known.places].index(str(place.base.label))]


def at_largest(e: Expr) -> Expr:
    """An expression with masks for the places of maxima: the same where no maximum is shared."""
    if not names_a_place(e):
        return e
    if isinstance(e, Add):
        return Add(*map(at_largest, e.args))
    if isinstance(e, Sum):
        return Sum(at_largest(e.function), *e.limits)
    if isinstance(e, Mul):
        plain = [part for part in e.args if not names_a_place(part)]
        named = [part for part in e.args if names_a_place(part)]
        if len(named) == 1 and isinstance(named[0], (Add, Sum)):
            return Mul(*plain, at_largest(named[0]))
        return Mul(*plain, _over_all_places(Mul(*named)))
    return _over_all_places(e)


def _over_all_places(e: Expr) -> Expr:
    """``f(place)`` as the sum over all places; what is not understood stays."""
    bound = {symbol for part in e.atoms(Sum, Maximum) for symbol in part.bound_symbols}
    found = sorted(
        (one for one in e.atoms(Indexed) if str(one.base.label) in _known and not one.free_symbols & bound),
        key=str,
    )
    if not found:
        return e
    known, at = _known[str(found[0].base.label)], found[0].indices
    new = [
        Symbol(f"{k.name}_{place.name}", integer=True)
        for k, place in zip(known.bound, known.places, strict=True)
    ]
    there: Mapping[Expr, Expr] = {place[at]: k for place, k in zip(known.places, new, strict=True)}
    inside = at_largest(e.xreplace(dict(there)))
    limits = [(k, Integer(0), size - 1) for k, size in zip(new, known.sizes, strict=True)]
    return Sum(known.is_largest(at, new) * inside, *limits)
