"""Derivations: chains of equal lines, each shown equal to the one before by the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, sympify

from yudo.derivations.calculus.definitions import Definition, by_tensor, expand, expand_derivatives
from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.normal_form import difference, equal
from yudo.derivations.calculus.rules import Rule
from yudo.derivations.calculus.text import Text


class StepRefused(ValueError):
    """A line of a derivation could not be shown equal to the line before."""


@dataclass(frozen=True)
class Step:
    """One line of a derivation, the rule that leads to it, and what a reader should notice."""

    rule: Rule
    expression: Expr
    note: Text | None = None


class Derivation:
    """A chain of equal expressions that starts from ``start``.

    Parameters
    ----------
    name
        What is derived, for messages.
    start
        The first line, often an unevaluated ``Derivative`` with respect to one entry.
    definitions
        Named tensors that the lines may mention; each line is expanded by them before it is compared.
    """

    def __init__(self, name: str, start: Expr, definitions: Sequence[Definition] = ()):
        self.name = name
        self.start = sympify(start)
        self.definitions = tuple(definitions)
        self.steps: list[Step] = []

    @property
    def last(self) -> Expr:
        """The last line."""
        return self.steps[-1].expression if self.steps else self.start

    def add(self, rule: Rule, expression: Expr, note: Text | None = None) -> None:
        """Append a line, once it is shown equal to the line before.

        Raises
        ------
        StepRefused
            If the equality is not shown; the message has the difference in normal form.
        """
        line = sympify(expression)
        if not self.shows(self.last, line):
            before, after = expand(self.last, self.definitions), expand(line, self.definitions)
            raise StepRefused(
                f"{self.name}: step {len(self.steps) + 1} ({rule.title.en}) is not shown.\n"
                f"  before:     {self.last}\n"
                f"  after:      {line}\n"
                f"  difference: {difference(before, after)}"
            )
        self.steps.append(Step(rule, line, note))

    def shows(self, a: Expr, b: Expr) -> bool:
        """Whether two lines are shown equal, the definitions inserted."""
        lines = [expand_derivatives(line, self.definitions) for line in (a, b)]
        remaining = by_tensor(self.definitions)
        while True:
            # Lines that are equal whatever the names stand for mention the same names.
            mentioned = [{d[0].tensor for d in remaining if line.has(d[0].tensor)} for line in lines]
            if mentioned[0] == mentioned[1] and equal(*lines):
                return True
            if not any(mentioned):
                return False
            innermost = remaining.pop()
            lines = [expand(line, innermost) for line in lines]

    def lines(self) -> list[str]:
        """All lines as LaTeX, the first included."""
        return [latex(self.start), *(latex(step.expression) for step in self.steps)]
