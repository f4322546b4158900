"""Small numbers that keep a logarithm or a quotient finite: ``log(p + 1e-7)``, ``clip(p, 1e-12, 1)``.

A guarded formula is another formula. It is checked as it is written, and how far it is from the definition
is a finding. The constant is the code's own: every small number that the code names is tried.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from types import CodeType, FunctionType
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Described, Flaw, Guard, Reading
from yudo.verification.checking.verdicts import Remark

LARGEST = 1e-4
"""A larger number in the logarithm is no guard: it changes what is computed."""
_NAMED = 0.1
"""Up to this one it is named as the mistake."""
_MOST, _FEW = 6, 3
"""How many constants are tried, and up to how many in two places at once."""


@dataclass(frozen=True)
class Guarded:
    """A convention with guards, each with its constant."""

    plain: Reading
    guards: tuple[tuple[Guard, float], ...]

    @property
    def reading(self) -> Reading:
        """What the code computes."""
        options = dict(self.plain.options)
        for guard, constant in self.guards:
            options |= guard.with_constant(constant)
        return replace(self.plain, options=options)

    def findings(self) -> list[Remark]:
        """What the guards are, and how far they lead."""
        return [Remark("guard", guard.said(constant)) for guard, constant in self.guards]


def guarded(guards: Sequence[Guard], source: Any, plain: Reading) -> Iterator[Guarded]:
    """The convention with each guard and each small constant of the code; then with two in two places."""
    constants = [one for one in small_numbers(source) if one <= LARGEST]
    placed = list(product(guards, constants))
    for one in placed:
        yield Guarded(plain, (one,))
    for one, other in combinations(placed, 2) if len(constants) <= _FEW else ():
        if one[0].key != other[0].key and "denominator" in (one[0].key, other[0].key):
            yield Guarded(plain, (one, other))


def flaws(guards: tuple[Guard, ...], source: Any) -> tuple[Flaw, ...]:
    """The same as mistakes of the loss, with constants that are too large for a guard as well."""
    return tuple(
        Flaw(
            guard.key,
            Text(f"{guard.text.ko} {constant:g}", f"{guard.text.en} {constant:g}"),
            guard.with_constant(constant),
        )
        for constant in small_numbers(source)
        for guard in guards
        if guard.options.get("gradient", "plain") == "plain"
    )


def small_numbers(source: Any) -> list[float]:
    """The small positive numbers that somebody's code names, itself or in what it calls."""
    if isinstance(source, Described):
        return [one for one in source.constants if 0 < one <= _NAMED][:_MOST]
    found: set[float] = set()
    _look_into(source, getattr(source, "__module__", None), found, set())
    return sorted(found)[:_MOST]


def _look_into(value: Any, module: str | None, found: set[float], seen: set[int]) -> None:
    if isinstance(value, float):
        if 0 < value <= _NAMED:
            found.add(value)
        return
    if id(value) in seen:
        return
    seen.add(id(value))
    parts: list[Any] = []
    if isinstance(value, type):
        parts = [vars(kind) for kind in value.__mro__ if kind.__module__ == module]
    elif isinstance(value, (staticmethod, classmethod)):
        parts = [value.__func__]
    elif isinstance(value, Mapping):
        parts = list(value.values())
    elif isinstance(value, tuple):
        parts = list(value)
    elif isinstance(value, FunctionType) and value.__module__ != "numpy":  # whose stand-ins are Python
        value = inspect.unwrap(value)
        names = _names(value.__code__)
        if "finfo" in names:
            found |= {2.0**-52, 2.0**-23}  # in double and in single precision
        parts = [
            value.__code__,
            value.__defaults__,
            value.__kwdefaults__,
            tuple(cell.cell_contents for cell in value.__closure__ or () if _is_filled(cell)),
            tuple(value.__globals__[name] for name in names if name in value.__globals__),
        ]
    elif isinstance(value, CodeType):
        parts = list(value.co_consts)
    for part in parts:
        if isinstance(part, (float, type, staticmethod, classmethod, Mapping, tuple, FunctionType, CodeType)):
            _look_into(part, module, found, seen)


def _names(code: CodeType) -> set[str]:
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _is_filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - an empty cell raises
    except ValueError:
        return False
    return True
