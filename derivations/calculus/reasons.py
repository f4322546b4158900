"""Why a step holds, told from its two lines: what vanishes, what appears, and which index survives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Derivative, Expr, Function, Indexed, KroneckerDelta, Mul, Pow, Symbol

from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.latex import Printer, latex
from yudo.derivations.calculus.rules import (
    CANCEL,
    DELTA_PICKS,
    DIFFERENTIATE_UNDER_SUM,
    ENTRIES_ARE_INDEPENDENT,
    KINK,
    Rule,
)
from yudo.derivations.calculus.symbols import Tensor
from yudo.derivations.calculus.text import LANGUAGES, Text

_VANISHING = (Derivative, KroneckerDelta, Function)
_STRIKES = (ENTRIES_ARE_INDEPENDENT, DELTA_PICKS, KINK, CANCEL)
_STRUCK = Text(
    "앞줄에서 사라지는 것을 그어 지우면 다음과 같다.", "In the line before, this is what vanishes:"
)


def reasons(before: Expr, after: Expr, rule: Rule) -> list[Text]:
    """What is to be said of a step before its rule is told, in the order in which a reader needs it."""
    told = []
    if struck := struck_latex(before, after, rule):
        told.append(Text(*(f"{_STRUCK[language]}\n\n$$\n{struck}\n$$\n" for language in LANGUAGES)))
    told += _independent_entries(before, after)
    if rule == DELTA_PICKS:
        told += _picked(before, after)
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


def _independent_entries(before: Expr, after: Expr) -> Iterator[Text]:
    """For each derivative of an entry by an entry that is carried out here: when it is 1."""
    done = before.atoms(Derivative) - after.atoms(Derivative)
    for derivative in sorted(done, key=str):
        of, by = derivative.expr, derivative.variables[0]
        if not (isinstance(of, Indexed) and isinstance(by, Indexed) and of.base == by.base):
            continue
        pairs = [(a, b) for a, b in zip(of.indices, by.indices, strict=True) if a != b]
        deltas = Mul(*(KroneckerDelta(a, b) for a, b in pairs), evaluate=False)
        same = ", ".join(f"${latex(a)} = {latex(b)}$" for a, b in pairs)
        line = rf"$$\cancel{{{latex(derivative)}}} = \textcolor{{green}}{{{latex(deltas)}}}$$"
        yield Text(
            f"두 원소가 같은 원소일 때, 곧 {same}일 때만 1이다.\n\n{line}\n",
            f"It is 1 only where both are the same entry, that is for {same}.\n\n{line}\n",
        )


def _picked(before: Expr, after: Expr) -> Iterator[Text]:
    """Which term each delta picks, and which sums are left."""
    left = _summed(after)
    vanished = _vanishing_deltas(before, after)
    deltas = vanished | {
        KroneckerDelta(a, b)
        for derivative in before.atoms(Derivative)
        if isinstance(of := derivative.expr, Indexed) and of.base == derivative.variables[0].base
        for a, b in zip(of.indices, derivative.variables[0].indices, strict=True)
    }
    summed = _summed(before) - left
    summed |= {
        index
        for binder in before.atoms(Sum)
        for delta in binder.function.atoms(KroneckerDelta) & vanished
        for index in set(delta.args) & set(binder.bound_symbols)
    }
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
