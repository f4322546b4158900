"""Numbers that are products of sizes: what a quantity is off by, by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import isfinite, sqrt

from yudo.derivations.calculus.text import Text
from yudo.verification.verdicts import Diagnosis


def of_factor(quantity: str, ratios: Sequence[float], sizes: Sequence[Mapping[str, int]]) -> Diagnosis | None:
    """That a quantity is off by a factor, if that has a name: see `name_of_factor`."""
    name = name_of_factor(ratios, sizes)
    if name is None:
        return None
    if name == "-1":
        return Diagnosis("sign", Text(f"`{quantity}`의 부호가 반대다", f"`{quantity}` has the wrong sign"))
    missing = Text(f": 1/{name}을 빠뜨렸다", f": 1/{name} is missing") if name in sizes[0] else Text("", "")
    said = Text(
        f"`{quantity}`가 옳은 값의 {name}배다{missing.ko}",
        f"`{quantity}` is {name} times the correct value{missing.en}",
    )
    return Diagnosis(f"factor-{name}", said)


_MOST = 8
"""The largest number beside sizes, above and below: what fits with a larger one fits by chance."""


def name_of_factor(ratios: Sequence[float], sizes: Sequence[Mapping[str, int]]) -> str | None:
    """The one product of sizes and a small number that some ratios are: ``"2"``, ``"1/N"``, ``"√D"``.

    Parameters
    ----------
    ratios
        What was found, divided by what is right, in each case.
    sizes
        The sizes by name in each case.
    """
    if not all(map(isfinite, ratios)):
        return None
    for text, values in _products(sizes):
        left = [ratio / value for ratio, value in zip(ratios, values, strict=True)]
        number = Fraction(left[0]).limit_denominator(_MOST if text else 100)
        if not number or (text and abs(number) > _MOST):
            continue
        if all(abs(one / float(number) - 1) < 1e-6 for one in left):
            if not text:
                return str(number)
            if number == 1:
                return text
            return f"-{text}" if number == -1 else f"{number}·{text}"
    return None


def _products(sizes: Sequence[Mapping[str, int]]) -> Iterator[tuple[str, list[float]]]:
    names = list(sizes[0])
    yield "", [1.0] * len(sizes)
    yield from ((n, [float(s[n]) for s in sizes]) for n in names)
    yield from ((f"1/{n}", [1 / s[n] for s in sizes]) for n in names)
    yield from ((f"{a}/{b}", [s[a] / s[b] for s in sizes]) for a in names for b in names if a != b)
    pairs = [(a, b) for a in names for b in names if a < b]
    yield from ((f"{a}·{b}", [float(s[a] * s[b]) for s in sizes]) for a, b in pairs)
    yield from ((f"1/({a}·{b})", [1 / (s[a] * s[b]) for s in sizes]) for a, b in pairs)
    yield from ((f"1/{n}²", [1 / s[n] ** 2 for s in sizes]) for n in names)
    yield from ((f"√{n}", [sqrt(s[n]) for s in sizes]) for n in names)
    yield from ((f"1/√{n}", [1 / sqrt(s[n]) for s in sizes]) for n in names)
