"""Differences that floating point does not show: both expressions evaluated in 40 digits, and in 1000."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

from sympy import Expr, Integer, Mul, Symbol

from yudo.verification.symbolic.arrays.axes import factors_of, is_concrete
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.maxima import names_a_place
from yudo.verification.symbolic.evaluation import ZERO, ScalarEvaluator, Undefined
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.verdicts import Comparison

CERTAIN = 1000
"""Digits: exponentials up to ``exp(1000)`` may cancel, and leave some."""


class _Point:
    """Entries of the inputs, drawn when they are asked for."""

    def __init__(self, inputs: SymbolicInputs, seed: int):
        self._inputs = inputs
        self._random = Random(seed)
        self._spread = (1, 3, 12, 40)[seed % 4]
        free = {name: size for name, size in inputs.sizes.items() if not is_concrete(size)}
        # 2 or 3, by a bit of the place: any two sizes differ for some of eight seeds.
        self.sizes = {size: 2 + ((place >> seed // 2) + seed) % 2 for place, size in enumerate(free.values())}
        self._drawn: dict[tuple[str, tuple[int, ...]], Fraction] = {}

    def length(self, size: object) -> int:
        return int(size.xreplace(self.sizes))  # type: ignore[attr-defined]

    def entry(self, name: str, place: tuple[int, ...]) -> Fraction:
        if (name, place) not in self._drawn:
            self._drawn[name, place] = self._draw(name, place)
        return self._drawn[name, place]

    def _draw(self, name: str, place: tuple[int, ...]) -> Fraction:
        one = self._inputs.by_name.get(name)
        if one is not None and one.shape.kind == "labels":
            given = one.values.get(tuple(map(Integer, place)))
            if given is not None:
                return Fraction(int(given))
            return Fraction(
                self._random.randrange(self.length(Mul(*self._inputs.size(one.shape.below or 1))))
            )
        value = Fraction(self._random.randint(-16 * self._spread, 16 * self._spread), 16) or Fraction(1, 2)
        return abs(value) if one is not None and one.shape.kind == "fixed" else value


def differ(one: Comparison, inputs: SymbolicInputs) -> bool:
    """Whether the two sides of a comparison differ at some point, beyond the digits they are known to."""
    if one.expected is None or one.found is None:
        return False
    if names_a_place(one.expected) or names_a_place(one.found):
        return False  # That of the maximum is not known here, and other places say nothing.
    symbols = getattr(one.entry, "indices", ())
    known = [i for i in symbols if not i.is_Integer]
    # A few places of every point come first: most differences are everywhere.
    for few, seed in product((True, False), range(8)):
        point = _Point(inputs, seed)
        evaluate = ScalarEvaluator(point.sizes, point.entry)
        certain = ScalarEvaluator(point.sizes, point.entry, CERTAIN)
        sizes = [f for f in one.entry.base.axes] if symbols else []  # type: ignore[union-attr]
        ranges = [range(point.length(f)) for i, f in zip(symbols, sizes, strict=True) if not i.is_Integer]
        for place in islice(product(*ranges), 2 if few else None):
            at = dict(zip(known, place, strict=True))
            evaluate.kinks = 0
            try:
                if _apart(evaluate, one, at) and not evaluate.kinks and _apart(certain, one, at):
                    return True
            except Undefined:
                break
    return False


class Spots:
    """The first and the last place of arrays at random points: it tells quickly what is not worth a proof."""

    def __init__(self, inputs: SymbolicInputs):
        points = [_Point(inputs, seed) for seed in range(2)]
        self._points = [(point, ScalarEvaluator(point.sizes, point.entry)) for point in points]
        self._entries: dict[tuple[int, Any], tuple[Content, Expr]] = {}

    def apart(self, found: Content, right: Content) -> bool:
        """Whether two arrays differ there, or in shape; that they do not proves nothing."""
        if found.axes != right.axes:
            return True
        factors = factors_of(found.axes)
        symbols = [Symbol(f"_p{place}", integer=True) for place in range(len(factors))]
        for point, evaluate in self._points:
            for last in (False, True) if factors else (False,):
                place = [point.length(f) - 1 if last else 0 for f in factors]
                index = tuple(
                    Integer(k) if is_concrete(f) else s
                    for k, s, f in zip(place, symbols, factors, strict=True)
                )
                at = dict(zip(symbols, place, strict=True))
                evaluate.kinks = 0
                with suppress(Undefined):
                    a, b = (evaluate(self._entry(one, index), at) for one in (found, right))
                    if not evaluate.kinks and abs(a - b) > ZERO * (1 + abs(b)):
                        return True
        return False

    def _entry(self, of: Content, index: tuple[Expr, ...]) -> Expr:
        key = id(of), index
        if key not in self._entries:
            self._entries[key] = of, of.at(index)  # what is kept keeps its id
        return self._entries[key][1]


def _apart(evaluate: ScalarEvaluator, one: Comparison, at: dict[Any, int]) -> bool:
    left, right = evaluate(one.expected, at), evaluate(one.found, at)
    return bool(abs(left - right) > ZERO * (1 + abs(left)))
