"""Why a step holds, told from its two lines: what vanishes, what appears, and which index survives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sympy import Derivative, Expr, Function, Indexed, KroneckerDelta, Mul, Pow, Symbol

from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.gradient import bound_in
from yudo.derivations.calculus.latex import Printer, latex
from yudo.derivations.calculus.rules import (
    CANCEL,
    DELTA_PICKS,
    DIFFERENTIATE_UNDER_SUM,
    ENTRIES_ARE_INDEPENDENT,
    KINK,
    KNOWN_RESULT,
    NAME,
    Rule,
)
from yudo.derivations.calculus.symbols import Tensor
from yudo.derivations.calculus.text import LANGUAGES, Text

_VANISHING = (Derivative, KroneckerDelta, Function)
_STRIKES = (ENTRIES_ARE_INDEPENDENT, DELTA_PICKS, KINK, CANCEL)
_STRUCK = Text(
    "앞줄에서 사라지는 것을 그어 지우면 다음과 같다.", "In the line before, this is what vanishes:"
)


def reasons(before: Expr, after: Expr, rule: Rule, definitions: Iterable[Definition] = ()) -> list[Text]:
    """What is to be said of a step before its rule is told, in the order in which a reader needs it.

    The names in its lines stand for the ``definitions``.
    """
    told = []
    if struck := struck_latex(before, after, rule):
        told.append(Text(*(f"{_STRUCK[language]}\n\n$$\n{struck}\n$$\n" for language in LANGUAGES)))
    if rule not in (NAME, KNOWN_RESULT):
        defined = {definition.tensor: definition for definition in definitions}
        met = _met(before, after, defined)
        told += _independent_entries(met)
        if rule == DELTA_PICKS:
            told += _picked(before, after, met, _named_deltas(before, after, defined))
    if rule == DIFFERENTIATE_UNDER_SUM:
        told += _constants(after)
    return told


def struck_latex(before: Expr, after: Expr, rule: Rule) -> str:
    """The line before with what is not in the line after struck out; empty where nothing or all of it is.

    An entry or a function that comes again at another index does not vanish, and where a rule rewrites a line
    there is nothing to strike.
    """
    if rule not in _STRIKES:
        return ""
    parts, kept = before.atoms(*_VANISHING), after.atoms(*_VANISHING)
    kinds = {_kind(part) for part in kept}
    gone = {part for part in parts - kept if isinstance(part, Derivative) or _kind(part) not in kinds}
    gone = {part for part in gone if not isinstance(part, KroneckerDelta)} | _vanishing_deltas(before, after)
    if rule == CANCEL:
        gone = {part for part in gone if _above_and_below(part, before)}
    indices = set() if rule == CANCEL else _summed(before) - _summed(after)
    if rule == KINK:  # a derivative of several terms is worked out: it does not vanish
        gone = {part for part in gone if not (isinstance(part, Derivative) and part.expr.is_Add)}
    if before in gone or not (gone or indices):
        return ""
    return str(_Striking(gone, indices).doprint(before))


def _vanishing_deltas(before: Expr, after: Expr) -> set[Expr]:
    """The deltas that pick a term here; one between fixed indices only takes the index that was picked."""
    summed = _summed(before)
    gone = before.atoms(KroneckerDelta) - after.atoms(KroneckerDelta)
    return {delta for delta in gone if summed & set(delta.args)}


def _kind(part: Expr) -> Expr:
    """A function whatever the indices of the entries in it."""
    return part.xreplace({entry: entry.base.label for entry in part.atoms(Indexed)})


def _above_and_below(part: Expr, quotient: Expr) -> bool:
    factors = Mul.make_args(quotient)
    below = [f.base for f in factors if isinstance(f, Pow) and f.exp == -1]
    return part in factors and any(part in Mul.make_args(base) for base in below)


class _Striking(Printer):
    def __init__(self, gone: set[Expr], indices: set[Symbol]) -> None:
        super().__init__()
        self._gone = gone
        self._indices = indices

    def _print(self, part: Any, **options: Any) -> str:
        if part not in self._gone:
            return str(super()._print(part, **options))
        outer = self._gone, self._indices
        self._gone, self._indices = set(), set()
        text = super()._print(part, **options)
        self._gone, self._indices = outer
        return rf"\cancel{{{text}}}"

    def _print_Sum(self, expression: Sum) -> str:
        # The same letter may count in another sum, which stays.
        outer = self._indices
        met = {k for delta in expression.function.atoms(KroneckerDelta) & self._gone for k in delta.args}
        self._indices = outer | (met & set(expression.bound_symbols))
        text = super()._print_Sum(expression)
        self._indices = outer
        return text

    def _print_sign(self, index: Symbol, low: Expr, high: Expr) -> str:
        sign = super()._print_sign(index, low, high)
        return rf"\cancel{{{sign.strip()}}} " if index in self._indices else sign


_Met = tuple[Derivative, Indexed, Expr]
"""A derivative, an entry that it meets of the tensor that it differentiates by, and where that stands."""


def _met(before: Expr, after: Expr, defined: Mapping[Tensor, Definition]) -> list[_Met]:
    """The entries that the derivatives meet which are carried out here, each once."""
    found: dict[tuple[Indexed, Indexed], _Met] = {}
    for derivative in sorted(before.atoms(Derivative) - after.atoms(Derivative), key=str):
        by = derivative.variables[0]
        if not isinstance(by, Indexed):
            continue
        opened = _opened(derivative.expr, by, defined)
        for entry in sorted(opened.atoms(Indexed), key=str):
            if entry.base == by.base and entry != by:
                found.setdefault((entry, by), (derivative, entry, opened))
    # What is still to be differentiated, or whose delta another rule has taken away, is not told.
    left = {derivative.variables[0] for derivative in after.atoms(Derivative)}
    there = after.atoms(KroneckerDelta)
    summed = {index for _, _, opened in found.values() for index in _summed(opened)} | _summed(before)
    return [
        (derivative, entry, opened)
        for (entry, by), (derivative, _, opened) in found.items()
        if all(
            delta in there or (by not in left and summed & set(delta.args)) for delta in _deltas(entry, by)
        )
    ]


def _opened(e: Expr, by: Indexed, defined: Mapping[Tensor, Definition]) -> Expr:
    """An expression in which names stand for what they mean, until the tensor of an entry is seen."""
    for _ in range(len(defined)):
        names = {part for part in e.atoms(Indexed) if part.base in defined}
        if not names or any(part.base == by.base for part in e.atoms(Indexed)):
            break
        e = e.xreplace({part: _meaning(part, defined[part.base]) for part in names})
    return e


def _meaning(part: Indexed, definition: Definition) -> Expr:
    """What an entry stands for, with the letters of its definition; itself where these would clash."""
    renaming = dict(zip(definition.entry.indices, part.indices, strict=True))
    if any(bound_in(definition.value) & index.free_symbols for index in part.indices):
        return part
    return definition.value.xreplace({k: v for k, v in renaming.items() if isinstance(k, Symbol)})


def _differing(entry: Indexed, by: Indexed) -> list[tuple[Expr, Expr]]:
    """The pairs of indices that must be equal for two entries to be the same."""
    return [(a, b) for a, b in zip(entry.indices, by.indices, strict=True) if a != b]


def _deltas(entry: Indexed, by: Indexed) -> list[KroneckerDelta]:
    return [KroneckerDelta(a, b) for a, b in _differing(entry, by)]


def _independent_entries(met: Iterable[_Met]) -> Iterator[Text]:
    """For each entry that a derivative meets: when its derivative is 1."""
    for derivative, entry, _ in met:
        by = derivative.variables[0]
        same = ", ".join(f"${latex(a)} = {latex(b)}$" for a, b in _differing(entry, by))
        of_entry = latex(Derivative(entry, by))
        left = rf"\cancel{{{of_entry}}}" if derivative.expr == entry else of_entry
        right = latex(Mul(*_deltas(entry, by), evaluate=False))
        line = rf"$${left} = \textcolor{{green}}{{{right}}}$$"
        yield Text(
            f"두 원소가 같은 원소일 때, 곧 {same}일 때만 1이다.\n\n{line}\n",
            f"It is 1 only where both are the same entry, that is for {same}.\n\n{line}\n",
        )


def _named_deltas(before: Expr, after: Expr, defined: Mapping[Tensor, Definition]) -> set[Expr]:
    """The deltas that go by a name, such as the entries of one-hot vectors, and vanish here."""
    gone = {part for part in before.atoms(Indexed) - after.atoms(Indexed) if part.base in defined}
    return {e for part in gone if isinstance(e := _meaning(part, defined[part.base]), KroneckerDelta)}


def _picked(before: Expr, after: Expr, met: Iterable[_Met], named: set[Expr]) -> Iterator[Text]:
    """Which term each delta picks, and which sums are left."""
    left = _summed(after)
    vanished = _vanishing_deltas(before, after)
    deltas = vanished | named | {delta for d, entry, _ in met for delta in _deltas(entry, d.variables[0])}
    summed = (_summed(before) | {index for _, _, opened in met for index in _summed(opened)}) - left
    # The same letter may count in another sum, which stays.
    carried_out = {derivative for derivative, _, _ in met}
    for binder in before.atoms(Sum):
        picking = binder.function.atoms(KroneckerDelta) & vanished
        if binder.atoms(Derivative) & carried_out:
            picking |= deltas
        summed |= {index for delta in picking for index in set(delta.args) & set(binder.bound_symbols)}
    for delta in sorted(deltas, key=str):
        index = next((part for part in delta.args if part in summed), None)
        if index is None:
            continue
        (other,) = set(delta.args) - {index}
        summed = summed - {index}
        pick = f"$\\textcolor{{green}}{{{latex(index)} = {latex(other)}}}$"
        yield Text(
            f"${latex(delta)}$: ${latex(index)}$에 대한 합에서 {pick}인 항만 남는다.",
            f"${latex(delta)}$: of the sum over ${latex(index)}$ only the term with {pick} is left.",
        )
    touched = {index for delta in deltas for index in delta.free_symbols}
    if deltas and (left := left - touched):
        names = ", ".join(f"${latex(index)}$" for index in sorted(left, key=str))
        yield Text(
            f"{names}에 대한 합은 남는다. 델타에 그 첨자가 없기 때문이다.",
            f"The sum over {names} stays, because no delta has this index.",
        )


def _constants(after: Expr) -> Iterator[Text]:
    """Which entries a derivative passes by, and what it meets."""
    for derivative in sorted(after.atoms(Derivative), key=str):
        by = derivative.variables[0]
        products = [p for p in after.atoms(Mul) if derivative in p.args]
        beside = {e for product in products for f in product.args for e in _tensors(f) if f != derivative}
        constant = sorted({e for e in beside if e.base != by.base}, key=str)
        if constant:
            names = ", ".join(f"${latex(entry)}$" for entry in constant)
            yield Text(
                f"${latex(by)}$에 대해 상수인 것: {names}. 미분할 것으로는 ${latex(derivative.expr)}$만 남는다.",
                f"Constant with respect to ${latex(by)}$: {names}. "
                f"Only ${latex(derivative.expr)}$ is left to be differentiated.",
            )


def _tensors(e: Expr) -> set[Indexed]:
    return {entry for entry in e.atoms(Indexed) if isinstance(entry.base, Tensor)}


def _summed(e: Expr) -> set[Symbol]:
    return {index for binder in e.atoms(Sum) for index in binder.bound_symbols}
