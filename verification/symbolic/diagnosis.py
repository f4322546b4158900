"""The mistake in words, read off two formulas: what the code computes, and what is right, for all shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Expr, Symbol

from yudo.derivations.calculus.algebra import (
    Atom,
    Coefficient,
    Exponent,
    Monomial,
    Polynomial,
    is_zero,
    monomial_free,
    number,
    power,
    quotient,
)
from yudo.derivations.calculus.normal_form import expression_of, polynomial
from yudo.derivations.calculus.steps import Undecidable
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import reductions, shaping
from yudo.verification.symbolic.arrays.axes import shape_text, size_of
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.comparison import compare, readable
from yudo.verification.verdicts import PROVEN, Comparison, Diagnosis

SHORT = 60
"""Characters of a formula that still reads well within a sentence."""


def diagnose(comparisons: Mapping[str, Comparison]) -> dict[str, Diagnosis]:
    """The mistakes by quantity, as far as the two formulas of each show one."""
    read = {}
    for quantity, one in comparisons.items():
        if one.expected is None or one.found is None:
            continue
        try:
            read[quantity] = polynomial(one.expected), polynomial(one.found)
        except (Undecidable, ValueError):
            continue
    exchanged = dict(_swapped(read))
    copied = dict(_copied(read))
    made = {
        q: exchanged.get(q) or copied.get(q) or _of_two(q, right, found) for q, (right, found) in read.items()
    }
    return {q: diagnosis for q, diagnosis in made.items() if diagnosis is not None}


def of_shape(q: str, right: Content, found: Content) -> Diagnosis | None:
    """What was done to an array that it has another shape, if undoing that makes it right."""
    shapes = Text(
        f"모양이 {shape_text(found.axes)}인데 {shape_text(right.axes)}이어야 한다",
        f"has shape {shape_text(found.axes)}, expected {shape_text(right.axes)}",
    )
    for key, said, a, b in _undone(right, found):
        if a.axes == b.axes and _same(q, a, b):
            return Diagnosis(key, Text(f"{said.ko}: `{q}`의 {shapes.ko}", f"{said.en}: `{q}` {shapes.en}"))
    return None


def _undone(right: Content, found: Content) -> Iterator[tuple[str, Text, Content, Content]]:
    """Pairs of arrays that are equal if what is said of them was done."""
    more, less = len(found.axes), len(right.axes)
    if more == less > 1:
        turned = shaping.transpose(found, range(less)[::-1])
        yield "transposed", Text("전치되었다", "transposed"), right, turned
    for axis in range(more):
        said = Text(f"축 {axis}에 대해 더하지 않았다", f"the sum over axis {axis} is missing")
        if size_of(found.axes[axis]) == 1:
            said = Text("축이 하나 남았다(keepdims)", "an axis is left over (keepdims)")
        key = "shape" if size_of(found.axes[axis]) == 1 else "sum-missing"
        yield key, said, right, reductions.total(found, [axis], False)
    for axis in range(less):
        said = Text(f"축 {axis}에 대해서도 더했다", f"summed over axis {axis}, too")
        yield "wrong-axis", said, reductions.total(right, [axis], False), found
    if less and not more:
        said = Text("모든 축에 대해 더했다(axis가 빠졌다)", "summed over all axes (axis= is missing)")
        yield "wrong-axis", said, reductions.total(right, None, False), found


def _same(q: str, a: Content, b: Content) -> bool:
    try:
        made = compare(q, a.axes, a.at, b.at, lambda _: Symbol(q), off_kinks=True, shown=False)
    except (Unreadable, ValueError):
        return False
    return made.verdict == PROVEN


def differing(one: Comparison) -> tuple[Expr, Expr] | None:
    """The terms of both formulas that the other has not, where there are terms that both have."""
    if one.expected is None or one.found is None:
        return None
    try:
        right, found = polynomial(one.expected), polynomial(one.found)
    except (Undecidable, ValueError):
        return None
    missing, extra = _apart(right, found)
    if missing == right:
        return None
    return readable(expression_of(missing)), readable(expression_of(extra))


def _swapped(read: Mapping[str, tuple[Polynomial, Polynomial]]) -> Iterator[tuple[str, Diagnosis]]:
    for a, (right_a, found_a) in read.items():
        for b, (right_b, found_b) in read.items():
            if a < b and found_a == right_b and found_b == right_a and right_a != right_b:
                yield from ((q, swapped(a, b)) for q in (a, b))


def _copied(read: Mapping[str, tuple[Polynomial, Polynomial]]) -> Iterator[tuple[str, Diagnosis]]:
    for q, (right, found) in read.items():
        for other, (of_other, _) in read.items():
            if other != q and found == of_other != right:
                yield q, of_another(q, other)


def swapped(a: str, b: str) -> Diagnosis:
    """That two quantities stand in each other's place."""
    a, b = sorted((a, b))
    return Diagnosis("swapped", Text(f"`{a}`와 `{b}`가 뒤바뀌었다", f"`{a}` and `{b}` are swapped"))


def of_another(q: str, other: str) -> Diagnosis:
    """That a quantity is what another ought to be."""
    said = Text(f"`{q}`의 값이 `{other}`이어야 할 값이다", f"`{q}` is what `{other}` ought to be")
    return Diagnosis("other-gradient", said)


def _of_two(q: str, right: Polynomial, found: Polynomial) -> Diagnosis | None:
    if not found or not right or found == right:
        return None
    returned = _of_an_input(q, found)
    if returned is not None and any(atom.kind == "sum" for monomial in right.terms for atom, _ in monomial):
        return returned
    ratio = _ratio(right, found)
    if ratio is not None:
        return _of_factor(q, *ratio)
    swallowed = _in_a_denominator(right, found)
    if swallowed is not None:
        shown = _written(swallowed)
        said = Text(
            f"`{q}`에서 `{shown}` 전체로 나눈다. 괄호가 빠졌거나 `/=`가 너무 많은 것을 나눈다",
            f"`{q}` is divided by all of `{shown}`: brackets are missing, or `/=` reaches too far",
        )
        return Diagnosis("divides-by-a-term", said)
    missing, extra = _apart(right, found)
    if missing == right:
        return returned
    if not extra:
        term = _term(missing, right)
        return Diagnosis(
            "missing-term", Text(f"`{q}`에서 빠진 항: {term.ko}", f"missing from `{q}`: {term.en}")
        )
    if not missing:
        term = _term(extra, found)
        return Diagnosis(
            "extra-term", Text(f"`{q}`에 더 있는 항: {term.ko}", f"too much in `{q}`: {term.en}")
        )
    ratio = _ratio(missing, extra)
    if ratio is not None:
        return _of_factor_of_a_term(q, _term(missing, right), *ratio)
    return _of_counts(q, missing, extra)


def _of_counts(q: str, missing: Polynomial, extra: Polynomial) -> Diagnosis | None:
    """Terms that are there another number of times, and terms that are not there at all."""
    if not extra.terms.keys() <= missing.terms.keys():
        return None
    parts = [
        (Polynomial({m: c}), quotient(extra.terms[m], c) if m in extra.terms else None)
        for m, c in missing.terms.items()
    ]
    if any(len(_written(one)) > SHORT for one, _ in parts):
        return None
    told = [
        Text(f"`{_written(one)}` 항이 빠졌다", f"the term `{_written(one)}` is missing")
        if times is None
        else Text(
            f"`{_written(one)}` 항이 {times}번 들어 있다",
            f"the term `{_written(one)}` is there {times} times",
        )
        for one, times in parts
    ]
    ko, en = (", ".join(one[language] for one in told) for language in ("ko", "en"))
    return Diagnosis("counts-of-terms", Text(f"`{q}`에서 {ko}", f"in `{q}`, {en}"))


def _of_an_input(q: str, found: Polynomial) -> Diagnosis | None:
    """A quantity that is an input as it is."""
    ((monomial, c), *others) = found.terms.items()
    if others or c != 1 or len(monomial) != 1 or monomial[0][0].kind != "entry" or monomial[0][1] != 1:
        return None
    name = _written(found).partition("[")[0]
    said = Text(f"`{q}`로 `{name}`을 그대로 돌려준다", f"`{q}` is `{name}` as it is")
    return Diagnosis("returns-input", said)


def _apart(right: Polynomial, found: Polynomial) -> tuple[Polynomial, Polynomial]:
    """The terms that only one of the two has."""
    common = {m for m, c in right.terms.items() if found.terms.get(m) == c}
    return (
        Polynomial({m: c for m, c in right.terms.items() if m not in common}),
        Polynomial({m: c for m, c in found.terms.items() if m not in common}),
    )


# -- factors -------------------------------------------------------------------------------------------------

Ratio = tuple[Coefficient, Monomial]
"""A number and powers of sizes, entries and indicators."""


def _ratio(right: Polynomial, found: Polynomial) -> Ratio | None:
    """What the right formula has to be multiplied with to give the one that was found."""
    if not right or not found or len(right.terms) != len(found.terms):
        return _within_a_sum(right, found)
    monomial, c = right.ordered()[0]
    for other, d in found.terms.items():
        exponents = dict(other)
        for atom, e in monomial:
            exponents[atom] = exponents.get(atom, 0) - e
        powers = tuple((atom, e) for atom, e in exponents.items() if e)
        if not all(_is_a_factor(atom) for atom, _ in powers):
            continue
        above = tuple((atom, e) for atom, e in powers if e > 0)
        below = tuple((atom, -e) for atom, e in powers if e < 0)
        try:
            if is_zero(found * _product(below) - right * _product(above).scaled(quotient(d, c))):
                return quotient(d, c), powers
        except Undecidable:
            continue
    return _within_a_sum(right, found)


def _product(powers: Monomial) -> Polynomial:
    made = number(1)
    for atom, e in powers:
        made = made * power(Polynomial({((atom, 1),): 1}), e)
    return made


def _within_a_sum(right: Polynomial, found: Polynomial) -> Ratio | None:
    """The same under the one sum that each consists of."""
    sums = [_only_sum(right), _only_sum(found)]
    if sums[0] is None or sums[1] is None:
        return None
    (c, rest, bounds, body), (d, other_rest, other_bounds, other_body) = sums[0], sums[1]
    if rest != other_rest or bounds != other_bounds:
        return None
    inside = _ratio(Polynomial({body: c}), Polynomial({other_body: d}))
    return inside


def _only_sum(of: Polynomial) -> tuple[Coefficient, Monomial, tuple[object, ...], Monomial] | None:
    if len(of.terms) != 1:
        return None
    ((monomial, c),) = of.terms.items()
    sums = [(atom, e) for atom, e in monomial if atom.kind == "sum"]
    if len(sums) != 1 or sums[0][1] != 1:
        return None
    bounds, body = sums[0][0].args
    return c, tuple(f for f in monomial if f != sums[0]), bounds, body


def _is_a_factor(atom: Atom) -> bool:
    if atom.kind == "sum":
        return len(_written(_product(((atom, 1),)))) <= SHORT
    return atom.kind in (
        "symbol",
        "entry",
        "step",
        "delta",
        "prime",
        "erf",
        "sin",
        "cos",
        "atan",
        "floor",
        "rint",
    )


def _of_factor(q: str, coefficient: Coefficient, powers: Monomial) -> Diagnosis:
    if not powers and coefficient == -1:
        return Diagnosis("sign", Text(f"`{q}`의 부호가 반대다", f"`{q}` has the wrong sign"))
    if all(_is_a_size(atom) for atom, _ in powers):
        factor = _written(_product(powers).scaled(coefficient))
        said = Text(f"`{q}`가 옳은 값의 {factor}배다", f"`{q}` is {factor} times the correct value")
        if coefficient == 1 and len(powers) == 1 and powers[0][1] > 0:
            said = Text(f"{said.ko}: 1/{factor}을 빠뜨렸다", f"{said.en}: 1/{factor} is missing")
        return Diagnosis(f"factor-{factor}", said)
    missing, extra = _sides(coefficient, powers)
    if not extra:
        masks = all(atom.kind == "step" for atom, e in powers)
        ko, en = ("마스크", "mask") if masks and abs(coefficient) == 1 else ("인수", "factor")
        said = Text(f"`{q}`에서 빠진 {ko}: `{missing}`", f"the {en} `{missing}` is missing from `{q}`")
        return Diagnosis("missing-factor", said)
    if not missing:
        said = Text(f"`{q}`에 더 곱해진 인수: `{extra}`", f"`{q}` has the factor `{extra}` too much")
        return Diagnosis("extra-factor", said)
    said = Text(
        f"`{q}`에 `{missing}` 대신 곱해진 인수: `{extra}`",
        f"`{q}` has the factor `{extra}` in the place of `{missing}`",
    )
    return Diagnosis("other-factor", said)


def _of_factor_of_a_term(q: str, term: Text, coefficient: Coefficient, powers: Monomial) -> Diagnosis:
    if not powers and coefficient == -1:
        said = Text(f"`{q}`에서 부호가 반대인 항: {term.ko}", f"wrong sign in `{q}`: {term.en}")
        return Diagnosis("sign-of-a-term", said)
    missing, extra = _sides(coefficient, powers)
    where = Text(f"`{q}`의 항 {term.ko}", f"in `{q}`, {term.en}")
    if not extra:
        said = Text(f"{where.ko}에서 빠진 인수: `{missing}`", f"{where.en} lacks the factor `{missing}`")
        return Diagnosis("missing-factor-of-a-term", said)
    if not missing:
        said = Text(
            f"{where.ko}에 더 곱해진 인수: `{extra}`", f"{where.en} has the factor `{extra}` too much"
        )
        return Diagnosis("extra-factor-of-a-term", said)
    said = Text(
        f"{where.ko}에 `{missing}` 대신 곱해진 인수: `{extra}`",
        f"{where.en} has the factor `{extra}` in the place of `{missing}`",
    )
    return Diagnosis("other-factor-of-a-term", said)


def _sides(coefficient: Coefficient, powers: Monomial) -> tuple[str, str]:
    """What is missing and what is too much, written as factors; empty for 1.

    A size too much is said the other way round: what was not divided by ``N`` lacks the factor ``1/N``.
    """
    one = number(1)
    missing, extra = (
        (number(quotient(1, coefficient)), one) if -1 < coefficient < 1 else (one, number(coefficient))
    )
    for atom, e in powers:
        if e < 0 or _is_a_size(atom):
            missing = missing * _product(((atom, -e),))
        else:
            extra = extra * _product(((atom, e),))
    return tuple("" if side == one else _written(side) for side in (missing, extra))  # type: ignore[return-value]


def _is_a_size(atom: Atom) -> bool:
    return atom.kind == "symbol" and bool(getattr(atom.args[0], "is_integer", False))


# -- terms ---------------------------------------------------------------------------------------------------


def _in_a_denominator(right: Polynomial, found: Polynomial) -> Polynomial | None:
    """A sum that the found formula divides by and the right one does not, with one of its terms in it."""
    common = set.intersection(*(set(monomial) for monomial in right.terms))  # the upstream gradient, say
    known = {atom for monomial in right.terms for atom, e in monomial if atom.kind == "base" and e < 0}
    for monomial in found.terms:
        for atom, e in monomial:
            if atom.kind != "base" or e >= 0 or atom in known:
                continue
            divisor: Polynomial = atom.args[0]
            if any(_alike(term, divisor, common) for term in right.terms):
                return divisor
    return None


def _alike(term: Monomial, divisor: Polynomial, common: set[tuple[Atom, Exponent]]) -> bool:
    own = tuple(factor for factor in term if factor not in common)
    return bool(monomial_free(own)) and own in divisor.terms


def _term(of: Polynomial, whole: Polynomial) -> Text:
    """Some terms of a formula: as they are written, or by what they are not."""
    shown = _written(of)
    if len(shown) <= SHORT:
        return Text(f"`{shown}`", f"the term `{shown}`")
    rest = _written(Polynomial({m: c for m, c in whole.terms.items() if m not in of.terms}))
    if len(rest) <= SHORT:
        return Text(f"`{rest}` 말고 나머지", f"every term but `{rest}`")
    return Text(f"`{shown[: SHORT - 2]}…`", f"the term `{shown[: SHORT - 2]}…`")


def _written(of: Polynomial) -> str:
    return str(readable(expression_of(of)))
