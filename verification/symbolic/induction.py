"""Proofs about what loops carry, for any number of runs: by induction, from one run to the next.

Two recurrences are the same if a run that finds the same in both makes the same of it (`in_terms_of`). A
scalar that depends on states is differentiated by going back through the runs: what arrives at a run from
those after it is a state of a recurrence of its own, the adjoint one (`Objective`). That the sum of what each
run contributes is the derivative is then the chain rule, by induction over the runs (Griewank and Walther,
*Evaluating Derivatives*, ch. 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product, starmap
from zlib import crc32

from sympy import Add, Expr, Indexed, Integer, KroneckerDelta, Mul, Symbol

from yudo.derivations.calculus import algebra
from yudo.derivations.calculus.algebra import Polynomial
from yudo.derivations.calculus.gradient import gradient
from yudo.derivations.calculus.normal_form import expression_of, polynomial
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.symbols import Tensor, tensor
from yudo.verification.symbolic.arrays.axes import Axes, Index, factors_of, fresh_index
from yudo.verification.symbolic.arrays.content import Content, summed
from yudo.verification.symbolic.evaluation import ZERO, ScalarEvaluator, Undefined
from yudo.verification.symbolic.recurrences import (
    CarriedEntry,
    Recurrence,
    State,
    entries,
    held,
    recurrences_in,
    unfolded,
)


class Objective:
    """A scalar, made ready to be differentiated by what it depends on, through loops as well."""

    def __init__(self, scalar: Expr):
        self._whole = scalar
        self._states: dict[Tensor, State] = {}
        self._arriving: dict[Tensor, Content] = {}
        for recurrence in reversed(recurrences_in([self._whole])):
            self._go_back_through(recurrence)

    def gradient(self, entry: Expr) -> Expr:
        """The derivative with respect to an entry of an input, in states of loops and of their adjoints."""
        return self._partial(self._whole, entry)

    def _go_back_through(self, loop: Recurrence) -> None:
        """Add to the scalar what it depends on through a loop, weighted by what arrives from above.

        The weights are constants: the derivatives of such a sum are those of the scalar.
        """
        whole = self._whole
        back = Recurrence(fresh_index(loop.size), loop.size, not loop.descending)
        arriving: list[State] = []

        def made_by(run: Expr) -> Expr:
            return Add(
                *(
                    _contracted(weight.found(run), one.made(run))
                    for one, weight in zip(loop.states, arriving, strict=True)
                )
            )

        def handed_on(one: State) -> State:
            def entry(index: Index) -> Expr:
                return self._partial(whole + made_by(back.run), one[(back.run, *index)])

            return back.state(Content(one.start.axes, lambda _: Integer(0)), entry)

        arriving += [handed_on(one) for one in loop.states]
        self._whole += summed(lambda run: made_by(*run), (loop.size,))
        for one, weight in zip(loop.states, arriving, strict=True):
            at_start = tensor(f"_a{weight.name}", Integer(1), *factors_of(one.start.axes))
            self._arriving[at_start] = weight.made(back.last)
            self._whole += _contracted(_row(at_start, one.start.axes), one.start)

    def _partial(self, expression: Expr, entry: Expr) -> Expr:
        """The derivative where states, and what arrives, are held."""
        expression = unfolded(expression)
        self._states |= {one.base.held: one.base for one in entries(expression)}
        found = gradient(held(expression), held(entry))
        return found.xreplace({one: self._opened(one) for one in found.atoms(Indexed)})

    def _opened(self, one: Indexed) -> Expr:
        if one.base in self._states:
            return self._states[one.base][one.indices]
        return self._arriving[one.base].at(one.indices[1:]) if one.base in self._arriving else one


def _row(of: Tensor, axes: Axes) -> Content:
    return Content(axes, lambda index: of[(Integer(0), *index)])


def _contracted(one: Content, other: Content) -> Expr:
    return summed(lambda index: Mul(one.at(index), other.at(index)), factors_of(one.axes))


def in_terms_of(known: Iterable[Recurrence], expression: Expr) -> Expr:
    """An expression in the states of known recurrences, as far as others are shown to be those."""
    known, same = list(known), _Same({})
    for recurrence in recurrences_in([expression]):
        if recurrence not in known:
            same = _found_among(known, recurrence, same)
    return same.replaced(expression)


@dataclass(frozen=True)
class _Same:
    """States that are others, but for what the first run finds: the others, and how much more that is."""

    others: Mapping[State, tuple[State, Content]]

    def replaced(self, expression: Expr) -> Expr:
        """The expression in terms of the others."""
        own = (one for one in entries(expression) if one.base in self.others)
        return replaced(expression, {one: self._other(one) for one in own})

    def _other(self, one: CarriedEntry) -> Expr:
        other, more = self.others[one.base]
        run, *index = one.indices
        at_first = KroneckerDelta(run, other.recurrence.first)
        return other[one.indices] + at_first * more.at(tuple(index))


def _found_among(known: Sequence[Recurrence], one: Recurrence, same: _Same) -> _Same:
    """What is the same, with the states of one more recurrence if they are those of a known one."""
    for other in known:
        if other not in one.compared:
            one.compared[other] = _images(one, other, same)
        if (images := one.compared[other]) is not None:
            return _Same({**same.others, **images})
    return same


def _images(one: Recurrence, other: Recurrence, same: _Same) -> dict[State, tuple[State, Content]] | None:
    """For each state of a recurrence the one of another that it is shown to be."""
    if (other.size, other.descending) != (one.size, one.descending):
        return None
    for images in product(*([s for s in other.states if s.axes == state.axes] for state in one.states)):
        supposed = {
            state: (image, _difference(same, state.start, image.start))
            for state, image in zip(one.states, images, strict=True)
        }
        extended = _Same({**same.others, **supposed})
        pairs = [
            (
                extended.replaced(unfolded(state.made(other.run).at(index))),
                extended.replaced(unfolded(image.step.at(index))),
            )
            for state, image in zip(one.states, images, strict=True)
            for index in image.step.places()
        ]
        if not any(starmap(_differ_in_numbers, pairs)) and all(starmap(_are_equal, pairs)):
            return supposed
        first, told = {other.run: other.first}, KroneckerDelta(other.run, other.first)
        if any(one.has(told) for one, _ in pairs):  # It does something else in its first run.
            cases = [(unfolded(a.xreplace(first)), unfolded(b.xreplace(first))) for a, b in pairs]
            cases += [(a.xreplace({told: Integer(0)}), b.xreplace({told: Integer(0)})) for a, b in pairs]
            if not any(starmap(_differ_in_numbers, cases)) and all(starmap(_are_equal, cases)):
                return supposed
    return None


def _difference(same: _Same, one: Content, other: Content) -> Content:
    return Content(one.axes, lambda index: expression_of(_gap(same.replaced(one.at(index)), other.at(index))))


def _are_equal(one: Expr, other: Expr) -> bool:
    return is_zero_by_cases(_gap(one, other))


def is_zero_by_cases(of: Polynomial) -> bool:
    """Whether a polynomial in states is shown to be zero; the first run finds what they start with."""
    if algebra.is_zero_by_cases(of):
        return True
    expression = expression_of(of)
    opened = unfolded(_started_if_alone(expression))
    return opened != expression and algebra.is_zero_by_cases(
        polynomial(unfolded(expression_of(polynomial(opened))))
    )


def _started_if_alone(expression: Expr) -> Expr:
    """An expression in which the last run is told to be the first where it is the only one.

    ``KroneckerDelta(1, T)`` says so; it is there where a loop leaves out a run.
    """
    found = {}
    for one in entries(expression):
        loop, (run, *place) = one.base.recurrence, one.indices
        alone = KroneckerDelta(Integer(1), loop.size)
        if run == loop.last and expression.has(alone):
            found[one] = alone * one.base.start.at(tuple(place)) + (1 - alone) * one
    return expression.xreplace(found)


def _differ_in_numbers(one: Expr, other: Expr) -> bool:
    """Whether two expressions differ at some values of states: it tells quickly what is not worth a proof."""
    one, other = held(one), held(other)
    symbols = {s for s in one.free_symbols | other.free_symbols if isinstance(s, Symbol)}
    sizes = {s: 2 + place % 2 for place, s in enumerate(sorted(filter(_is_size, symbols), key=str))}
    places = {s: 1 for s in symbols - sizes.keys() if s.is_integer}
    evaluate = ScalarEvaluator(sizes, _entry)
    try:
        values = evaluate(one, places), evaluate(other, places)
    except Undefined:
        return False
    return bool(abs(values[0] - values[1]) > ZERO * (1 + abs(values[0])))


def _is_size(symbol: Symbol) -> bool:
    return bool(symbol.is_integer and symbol.is_positive)


def _entry(name: str, place: tuple[int, ...]) -> Fraction:
    """A number for an entry: anything between 1/16 and 1, the same whenever it is asked for."""
    return Fraction(1 + crc32(repr((name, place)).encode()) % 16, 16)


def _gap(one: Expr, other: Expr) -> Polynomial:
    return polynomial(one) - polynomial(other)
