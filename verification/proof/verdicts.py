"""What a proof says: verdicts with their expressions, differences, counterexamples and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sympy import Expr

from derivations.calculus.latex import latex
from derivations.calculus.text import Text

PROVEN, REFUTED, UNDECIDED = "proven", "refuted", "undecided"
ALL_SHAPES, LISTED_SHAPES = "all shapes", "listed shapes"

ASSUMPTIONS = (
    "real arithmetic: rounding and overflow are not considered",
    "every axis has at least one element, and labels lie in their range",
    "wherever the quantities are defined and the forward is differentiable",
    "decimal constants mean the fractions they are written as",
    "trusted: the symbolic NumPy, the algebra of derivations.calculus, and SymPy's derivative of one entry",
)


@dataclass(frozen=True)
class Counterexample:
    """Concrete inputs at which the code is wrong.

    ``inputs`` are nested lists; ``expected`` and ``found`` are the entry at ``index`` of the quantity, or
    None where the code raises (``error``). ``reproduced`` says whether plain NumPy gave the same, and is None
    where NumPy was not there to ask.
    """

    sizes: Mapping[str, int]
    inputs: Mapping[str, Any]
    index: tuple[int, ...] = ()
    expected: float | None = None
    found: float | None = None
    error: str | None = None
    reproduced: bool | None = None

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.inputs.items())
        if self.error is not None:
            return f"at {given}: {self.error}"
        place = f"[{', '.join(map(str, self.index))}]" if self.index else ""
        return f"at {given}: entry {place or '()'} is {self.found:.10g}, correct is {self.expected:.10g}"


@dataclass(frozen=True)
class Diagnosis:
    """A mistake: a key for programs, and words for people."""

    key: str
    text: Text


@dataclass
class Comparison:
    """One quantity: what it should be, what the code computes, and what was shown about the two.

    ``everywhere`` is False if the two were shown equal off the kinks of the forward only; ``raises`` is True
    if NumPy was shown to raise at all sizes. ``mistake`` says what is wrong, where the formulas show it.
    """

    name: str
    verdict: str
    entry: Expr | None = None
    expected: Expr | None = None
    found: Expr | None = None
    normal_form: Expr | None = None
    difference: Expr | None = None
    counterexample: Counterexample | None = None
    reason: str | None = None
    mistake: Diagnosis | None = None
    everywhere: bool = True
    kinks: tuple[Expr, ...] = ()
    raises: bool = False
    seconds: float = 0.0

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.verdict}"]
        if not self.everywhere:
            points = ", ".join(f"{kink} = 0" for kink in self.kinks)
            lines[0] += f" off the kinks ({points})" if points else " off the kinks"
        if self.mistake is not None:
            lines.append(f"  → {self.mistake.text.en}")
        if self.reason:
            lines.append(f"  {self.reason}")
        if self.verdict == PROVEN and self.normal_form is not None:
            lines.append(f"  {self.entry} = {self.normal_form}")
        if self.verdict != PROVEN and self.expected is not None:
            lines.append(f"  expected   {self.expected}")
            lines.append(f"  found      {self.found}")
            lines.append(f"  difference {self.difference}")
        if self.counterexample is not None:
            lines.append(f"  {self.counterexample}")
        return "\n".join(lines)

    def latex(self) -> str:
        """The formula that both sides share, or both formulas where they differ."""
        if self.entry is None or self.found is None:
            return ""
        left = latex(self.entry)
        if self.verdict == PROVEN and self.normal_form is not None:
            return f"{left} = {latex(self.normal_form)}"
        parts = [f"{left} = {latex(self.expected)}" if self.expected is not None else "", latex(self.found)]
        return r" \quad\ne\quad ".join(part for part in parts if part)


@dataclass
class Proof:
    """The outcome for a pair of functions, or for one layer of the project.

    Attributes
    ----------
    verdict
        ``"proven"``, ``"refuted"`` or ``"undecided"``; never proven unless every part is.
    scope
        ``"all shapes"``, or ``"listed shapes"`` (then ``shapes`` lists them). A net of any depth is proved
        at the ``depths`` that are listed, for all shapes.
    agreed
        Of what is undecided: sizes at which the values agreed with differences of the forward.
    condition
        What the sizes must be for the code to run at all, if so.
    raises
        Whether NumPy was shown to raise at all sizes.
    gradients
        Per input: both expressions, the difference, the counterexample, the reason.
    """

    verdict: str
    scope: str = ALL_SHAPES
    gradients: dict[str, Comparison] = field(default_factory=dict)
    shapes: tuple[Mapping[str, int], ...] = ()
    agreed: tuple[Mapping[str, int], ...] = ()
    condition: str | None = None
    raises: bool = False
    depths: tuple[int, ...] = ()
    reason: str | None = None
    counterexample: Counterexample | None = None
    disagreement: str | None = None
    """Where real NumPy did not compute what was read from the code; then nothing is proven."""
    seconds: float = 0.0
    assumptions: tuple[str, ...] = ASSUMPTIONS

    @property
    def proven(self) -> bool:
        """Whether the verdict is proven."""
        return self.verdict == PROVEN

    @property
    def reach(self) -> str:
        """The scope in words: with the shapes or depths that are listed."""
        scope = self.scope
        if self.condition is not None:
            scope += f" with {self.condition}"
        if self.depths:
            scope += f" at depth {', '.join(map(str, self.depths))}"
        if self.scope == LISTED_SHAPES:
            scope += f" ({_listed(self.shapes)})" if self.shapes else ""
        return scope

    def __str__(self) -> str:
        lines = [f"{self.verdict} for {self.reach}" if self.verdict == PROVEN else self.verdict]
        if self.reason:
            lines.append(f"  {self.reason}")
        if self.agreed:
            lines.append(f"  values agree at {_listed(self.agreed)}; that proves nothing")
        if self.counterexample is not None:
            lines.append(f"  {self.counterexample}")
        lines += [str(part) for part in self.gradients.values()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = []
        for name, part in self.gradients.items():
            formula = part.latex()
            notes = [part.reason, str(part.counterexample) if part.counterexample else None]
            rows.append(
                f"<tr><th>{escape(name)}</th><td>{part.verdict}</td>"
                f"<td>{'$' + escape(formula) + '$' if formula else ''}</td>"
                f"<td>{escape(' '.join(note for note in notes if note))}</td></tr>"
            )
        notes = [self.reason, str(self.counterexample) if self.counterexample else None]
        head = (
            f"<p><strong>{self.verdict}</strong> ({self.reach}) {escape(' '.join(n for n in notes if n))}</p>"
        )
        return head + f"<table>{''.join(rows)}</table>"


def _listed(shapes: Sequence[Mapping[str, int]], most: int = 4) -> str:
    """The first of some sizes, and how many more there are."""
    told = ["; ".join(", ".join(f"{k}={v}" for k, v in one.items()) for one in shapes[:most])]
    return ", and ".join(told + ([f"{len(shapes) - most} more"] if len(shapes) > most else []))
