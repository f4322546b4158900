"""Names for intermediate arrays, so that the proof of a deep composition grows with its depth and no faster.

While code is traced, every array that a helper function returns is given a name and from then on read as
that name (`LetBindings`). The definitions of the records are named already; `Matcher` finds out which of the
code's names stand for the same array as a record's name, one after the other, from the inputs on. What
matches nothing is replaced by what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Expr, Indexed, Symbol

from yudo.derivations.calculus import algebra
from yudo.derivations.calculus.algebra import Polynomial
from yudo.derivations.calculus.normal_form import polynomial
from yudo.derivations.calculus.replacing import remade, replaced
from yudo.derivations.calculus.symbols import Tensor, tensor
from yudo.verification.symbolic.arrays.array import ndarray
from yudo.verification.symbolic.arrays.axes import factors_of, fresh_index, is_concrete
from yudo.verification.symbolic.arrays.content import Content

Rule = tuple[tuple[Symbol, ...], Expr]
"""What an entry stands for: index symbols, and the expression in them."""


_DEEPEST = 3
"""Through how many names of the code that match nothing a match is looked for."""


class LetBindings:
    """The names given while code was traced, in order."""

    def __init__(self) -> None:
        self.rules: dict[Tensor, Rule] = {}
        self._named: dict[int, tuple[Content, Content]] = {}

    def bind(self, returned: Any) -> None:
        """Name the arrays in what a function returned."""
        if isinstance(returned, (tuple, list)):
            for part in returned:
                self.bind(part)
        elif isinstance(returned, dict):
            for part in returned.values():
                self.bind(part)
        elif isinstance(returned, ndarray):
            returned.rename(self.name)

    def name(self, content: Content) -> Content:
        """The same content under a name; entries of inputs and of named arrays keep theirs."""
        if id(content) in self._named:
            return self._named[id(content)][1]
        factors = factors_of(content.axes)
        if content.kind != "float" or not factors or any(map(is_concrete, factors)):
            return content
        symbols = tuple(fresh_index() for _ in factors)
        value = content.at(symbols)
        if isinstance(value, (Indexed, Symbol)) or value.is_Number:
            return content
        made = tensor(f"_t{len(self.rules)}", *factors)
        self.rules[made] = (symbols, value)
        named = Content(content.axes, lambda index: made[index])
        self._named[id(content)] = (content, named)
        return named


def inlined(expression: Expr, rule_of: Callable[[Indexed], Rule | None]) -> Expr:
    """Replace entries by what they stand for, until nothing is left to replace."""
    if isinstance(expression, Indexed):
        indices = tuple(inlined(index, rule_of) for index in expression.indices)
        rule = rule_of(expression)
        if rule is None:
            return expression if indices == expression.indices else expression.base[indices]
        symbols, value = rule
        # Bound indices are unique to each traced or renamed sum: nothing is captured.
        at = dict(zip(symbols, indices[-len(symbols) :], strict=True))
        return inlined(replaced(value, at), rule_of)
    if not expression.args:
        return expression
    return remade(expression, [inlined(part, rule_of) for part in expression.args])


class Matcher:
    """Reads expressions of code and of records in common names."""

    def __init__(self, bindings: LetBindings):
        self._bindings = bindings
        self._same: dict[Tensor, tuple[Any, ...]] = {}
        """For a name of the code: the record's tensor, and the number of its layer if it has one."""
        self._asked: dict[tuple[Tensor, tuple[Expr, ...]], bool] = {}

    def of_code(self, expression: Expr) -> Expr:
        """An expression of the code, with the record's names where they are known."""
        return inlined(expression, self._rule)

    def _rule(self, entry: Indexed) -> Rule | None:
        base = entry.base
        if base not in self._bindings.rules:
            return None
        symbols, value = self._bindings.rules[base]
        if base in self._same:
            named, *numbers = self._same[base]
            return symbols, named[(*numbers, *symbols)]
        return symbols, value

    def _depth(self, made: Tensor, deepest: int = 0) -> int:
        """How many names that match nothing stand behind each other in what a name of the code stands for."""
        if made in self._same or made not in self._bindings.rules or deepest > _DEEPEST:
            return 0
        _, value = self._bindings.rules[made]
        bases = {entry.base for entry in value.atoms(Indexed)}
        return 1 + max((self._depth(base, deepest + 1) for base in bases), default=0)

    def known(self, named: Tensor, numbers: tuple[Expr, ...]) -> bool | None:
        """Whether the code has a name for this tensor of the record; None if `match` was not asked yet."""
        return self._asked.get((named, numbers))

    def match(
        self,
        named: Tensor,
        numbers: tuple[Expr, ...],
        symbols: tuple[Expr, ...],
        sizes: list[Expr],
        value: Expr,
    ) -> bool:
        """Look for names of the code that stand for ``named[numbers, symbols] = value``."""
        # Code may have computed with an array before a function returned it, and it got its name.
        for read in (lambda value, _: value, self._opened_beside):
            wanted: dict[Expr, Polynomial] = {}
            for made, (own, definition) in self._bindings.rules.items():
                if made in self._same or list(made.axes) != sizes or self._depth(made) > _DEEPEST:
                    continue
                here = self.of_code(definition).xreplace(dict(zip(own, symbols, strict=True)))
                reading = read(value, here)
                if reading is None:
                    continue
                if reading not in wanted:
                    wanted[reading] = polynomial(reading)
                if algebra.is_zero(polynomial(here) - wanted[reading]):
                    self._same[made] = (named, *numbers)
            self._asked[named, numbers] = any(same == (named, *numbers) for same in self._same.values())
            if self._asked[named, numbers]:
                break
        return self._asked[named, numbers]

    def _opened_beside(self, expression: Expr, here: Expr) -> Expr | None:
        """An expression of a record, with the common names that one of the code does not mention replaced.

        None if the two do not mention the same names even then.
        """
        kept, common = self._mentioned(here), set(self._same.values())
        while opened := self._mentioned(expression) - kept:
            if not opened <= common:
                return None
            expression = self._replaced(expression, opened)
        return expression if self._mentioned(expression) == kept else None

    def _mentioned(self, expression: Expr) -> set[tuple[Any, ...]]:
        """The names in an expression, each with the number of its layer if it has one."""
        return {(entry.base, *entry.indices[: self._numbers(entry)]) for entry in expression.atoms(Indexed)}

    def _replaced(self, expression: Expr, names: set[tuple[Any, ...]]) -> Expr:
        """Replace names by what they stand for in the code, as far as that has common names."""
        replaced: dict[Expr, Expr] = {}
        for made, same in self._same.items():
            if same not in names:
                continue
            symbols, value = self._bindings.rules[made]
            for entry in expression.atoms(Indexed):
                numbers = self._numbers(entry)
                if (entry.base, *entry.indices[:numbers]) == same:
                    own = dict(zip(symbols, entry.indices[numbers:], strict=True))
                    replaced[entry] = self.of_code(value.xreplace(own))
        return expression.xreplace(replaced)

    @staticmethod
    def _numbers(entry: Indexed) -> int:
        """How many of an entry's indices are the number of a layer."""
        return int(isinstance(entry.base, Tensor) and entry.base.layer is not None)
