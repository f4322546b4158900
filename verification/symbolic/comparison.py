"""Whether two index expressions are shown equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from time import perf_counter

from sympy import Add, Expr, Indexed, Integer, Symbol, preorder_traversal
from sympy.concrete.expr_with_limits import ExprWithLimits

from yudo.derivations.calculus import algebra
from yudo.derivations.calculus.algebra import Polynomial
from yudo.derivations.calculus.functions import AffineIndex
from yudo.derivations.calculus.normal_form import expression_of, polynomial
from yudo.derivations.calculus.symbols import limits_of
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import Axes, Index, factors_of, is_concrete
from yudo.verification.symbolic.arrays.ranges import WindowCount
from yudo.verification.symbolic.induction import in_terms_of, is_zero_by_cases
from yudo.verification.symbolic.recurrences import entries, recurrences_in, unfolded
from yudo.verification.verdicts import PROVEN, UNDECIDED, Comparison

At = Callable[[Index], Expr]


def compare(
    name: str,
    axes: Axes,
    expected: At,
    found: At,
    entry: At,
    *,
    off_kinks: bool,
    symbols: Sequence[Expr] = (),
    avoid: Sequence[str] = (),
    shown: bool = True,
) -> Comparison:
    """Compare two arrays entry by entry: once along axes of symbolic size, at every place along others.

    Parameters
    ----------
    name
        What is compared.
    axes
        The axes of both.
    expected, found
        The entries at one index per factor.
    entry
        How the quantity itself is written, for the report.
    off_kinks
        Whether it is enough that both agree where no indicator's argument is 0.
    symbols
        The index symbols, one per factor; by default they are named after the sizes.
    avoid
        Names that index symbols must not have.
    shown
        Whether the normal form of what is proven is wanted in a readable form, which takes time.

    Raises
    ------
    Undecidable
        If the algebra has no reading for an expression.
    """
    start = perf_counter()
    comparison = Comparison(name, PROVEN)
    for index in places(axes, symbols, avoid):
        one = _compare_entry(name, expected(index), found(index), entry(index), off_kinks, shown)
        comparison.everywhere &= one.everywhere
        if comparison.entry is None or one.verdict != PROVEN:
            one.everywhere = comparison.everywhere
            comparison = one
        comparison.kinks = tuple(dict.fromkeys((*comparison.kinks, *one.kinks)))
        if one.verdict != PROVEN:
            break
    comparison.seconds = perf_counter() - start
    return comparison


def _compare_entry(
    name: str, expected: Expr, found: Expr, entry: Expr, off_kinks: bool, shown: bool
) -> Comparison:
    if entries(found) or entries(expected):
        expected, found = unfolded(expected), unfolded(found)
        found = in_terms_of(recurrences_in([expected]), found)
    left, right = _normal_form(expected), _normal_form(found)
    gap = left - right
    made = Comparison(name, PROVEN, entry, expected, found)
    if shown and not algebra.is_longer(right, _MOST_FACTORS):
        made.normal_form = readable(expression_of(right))
    if is_zero_by_cases(gap):
        return made
    if off_kinks:
        oriented, kinks = algebra.off_kinks(gap)
        if kinks and (algebra.is_zero_by_cases(oriented) or algebra.is_zero_off_ties(oriented)):
            made.everywhere = False
            made.kinks = tuple(dict.fromkeys(_at_any_place(expression_of(kink)) for kink in kinks))
            return made
    made.verdict = UNDECIDED
    if algebra.is_longer(left, _MOST_FACTORS) or algebra.is_longer(right, _MOST_FACTORS):
        made.why = TOO_LONG
        return made
    made.expected, made.found = readable(expression_of(left)), readable(expression_of(right))
    made.difference = readable(expression_of(gap))
    made.why = Text("차가 0임을 보이지 못했다", "the difference was not shown to be zero")
    return made


def _at_any_place(kink: Expr) -> Expr:
    """A kink in readable form; where it stands within a sum, that sum's indices are free in it."""
    bound = sorted((s for s in kink.free_symbols if s.name.startswith("_")), key=str)
    taken = {s.name for s in kink.free_symbols}
    names = (name for name in ("i", "j", "k", *(f"i_{n}" for n in range(1, 100))) if name not in taken)
    return readable(kink.xreplace({s: Symbol(next(names), integer=True) for s in bound}))


@lru_cache(maxsize=256)
def _normal_form(e: Expr) -> Polynomial:
    # The same right answer is compared with many programs.
    return polynomial(e)


def places(axes: Axes, symbols: Sequence[Expr], avoid: Sequence[str]) -> Iterator[Index]:
    """One index for all places along symbolic factors, and each place along the others."""
    taken = set(avoid)
    choices: list[list[Expr]] = []
    for place, factor in enumerate(factors_of(axes)):
        if is_concrete(factor):
            choices.append([Integer(i) for i in range(int(factor))])
        elif symbols:
            choices.append([symbols[place]])
        else:
            choices.append([index_for(factor, taken)])
    yield from product(*choices)


def index_for(size: Expr, taken: set[str]) -> Symbol:
    """A readable index symbol for an axis: ``n`` for the size ``N``."""
    if isinstance(size, WindowCount):
        size = min(size.room.free_symbols, key=str)
    elif isinstance(size, Add):
        size = min(size.free_symbols, key=str)
    stem = str(size).lower() if str(size).lower() != str(size) else f"i_{size}"
    names = (stem, *(f"{stem}_{i}" for i in range(1, 100)))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return Symbol(name, integer=True)


_MOST_PARTS = 2_000
_MOST_FACTORS = 10_000
"""What is longer in normal form is read by nobody, and takes more time to write down than to compare."""
TOO_LONG = Text(
    "차가 0임을 보이지 못했다. 식이 너무 길다", "the difference, which is too long, was not shown to be zero"
)


def can_be_read(e: Expr) -> bool:
    """Whether somebody may read it: states are ours, and what is long takes more time than to compare it."""
    return not entries(e) and next(islice(preorder_traversal(e), _MOST_PARTS, None), None) is None


def readable(e: Expr) -> Expr:
    """The same expression with bound indices named after their axes: ``n`` for the size ``N``."""
    return _renamed(e, frozenset(symbol.name for symbol in e.free_symbols)) if can_be_read(e) else e


def _renamed(e: Expr, taken: frozenset[str]) -> Expr:
    if isinstance(e, ExprWithLimits):
        used = set(taken)
        renaming = {k: index_for(size, used) for k, size in limits_of(e)}
        body = _renamed(e.function.xreplace(renaming), frozenset(used))
        return e.func(body, *((renaming[k], 0, size - 1) for k, size in limits_of(e)))
    if isinstance(e, (Indexed, AffineIndex)):
        return e.xreplace({place: place.definition() for place in e.atoms(AffineIndex)})
    if not e.args:
        return e
    return e.func(*(_renamed(part, taken) for part in e.args))
