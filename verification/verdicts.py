"""What a proof says: verdicts with their expressions, differences, counterexamples and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from sympy import Expr
from sympy.concrete.expr_with_limits import ExprWithLimits

from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.text import Text, reader_language

PROVEN, REFUTED, UNDECIDED = "proven", "refuted", "undecided"
ALL_SHAPES, LISTED_SHAPES = "all shapes", "listed shapes"

VERDICTS = {
    PROVEN: Text("증명됨", "proven"),
    REFUTED: Text("반증됨", "refuted"),
    UNDECIDED: Text("판정 못 함", "undecided"),
}
SCOPES = {
    ALL_SHAPES: Text("모든 모양", "all shapes"),
    LISTED_SHAPES: Text("나열한 모양", "listed shapes"),
}
_KINKS_TOLD = 3


def points_of(kinks: Sequence[Expr]) -> Text:
    """Where kinks are, in words: a few of them, as comparing the entries of a window makes very many."""
    points = ", ".join(f"{kink} = 0" for kink in kinks[:_KINKS_TOLD])
    more = len(kinks) - _KINKS_TOLD
    return Text(f"{points} 외 {more}곳", f"{points} and {more} more") if more > 0 else Text(points, points)


OFF_KINKS = Text("꺾인 점 밖에서", "off the kinks")
EXPECTED, FOUND = Text("옳은 식", "expected"), Text("코드의 식", "found")
DIFFERENCE = Text("차", "difference")

ASSUMPTIONS = (
    Text(
        "실수로 정확히 계산한다고 본다. 반올림과 오버플로는 따지지 않는다",
        "real arithmetic: rounding and overflow are not considered",
    ),
    Text(
        "모든 축에 원소가 하나 이상 있고 레이블은 제 범위 안에 있다",
        "every axis has at least one element, and labels lie in their range",
    ),
    Text(
        "식의 값이 정의되고 순전파가 미분 가능한 곳에서만 말한다",
        "wherever the quantities are defined and the forward is differentiable",
    ),
    Text(
        "소수로 적은 상수는 적힌 그대로의 분수로 읽는다",
        "decimal constants mean the fractions they are written as",
    ),
    Text(
        "믿고 쓰는 것: 기호 NumPy, derivations.calculus의 대수, 한 원소에 대한 SymPy의 미분",
        "trusted: the symbolic NumPy, the algebra of derivations/calculus, SymPy's derivative of one entry",
    ),
)


@dataclass(frozen=True)
class Counterexample:
    """Concrete inputs at which the code is wrong.

    ``inputs`` are nested lists; ``expected`` and ``found`` are the entry at ``index`` of the quantity, or
    None where the code raises or returns another shape: ``error`` says so. ``reproduced`` says whether plain
    NumPy gave the same, and is None where NumPy was not there to ask.
    """

    sizes: Mapping[str, int]
    inputs: Mapping[str, Any]
    index: tuple[int, ...] = ()
    expected: float | None = None
    found: float | None = None
    error: Text | None = None
    reproduced: bool | None = None

    def __str__(self) -> str:
        return self.told(reader_language())

    def told(self, language: str) -> str:
        """The inputs and what comes of them, in one of the languages."""
        given = ", ".join(f"{name}={_short(value)}" for name, value in self.inputs.items())
        if self.expected is None or self.found is None:
            what = self.error or Text("", "")
            return Text(f"{given}에서: {what.ko}", f"at {given}: {what.en}")[language]
        place = f"[{', '.join(map(str, self.index))}]" if self.index else "()"
        found, right = f"{self.found:.10g}", f"{self.expected:.10g}"
        said = Text(
            f"{given}에서: 원소 {place}의 값은 {found}, 옳은 값은 {right}",
            f"at {given}: entry {place} is {found}, correct is {right}",
        )
        return said[language] + (f" ({self.error[language]})" if self.error else "")


def raised(error: Exception) -> Text:
    """What NumPy, or the code, raises, in one line."""
    name, words = type(error).__name__, " ".join(str(error).split())
    return Text(f"실행하면 오류가 난다({name}: {words})", f"NumPy raises {name}: {words}")


@dataclass(frozen=True)
class Diagnosis:
    """A mistake: a key for programs, and words for people."""

    key: str
    text: Text

    @property
    def is_obscure(self) -> bool:
        """Whether it tells how two formulas differ, and hardly why: another way to say it may be better."""
        unlikely = self.key in ("extra-term", "other-factor", "other-factor-of-a-term")
        # A loss's upstream gradient is 1, and has no name in the code: `dout*` without indices is that.
        return unlikely or any(sign in self.text.en for sign in ("…`", "_drawn", "every term but", "`dout*"))


@dataclass
class Comparison:
    """One quantity: what it should be, what the code computes, and what was shown about the two.

    ``everywhere`` is False if the two were shown equal off the kinks of the forward only; ``raises`` is True
    if NumPy was shown to raise at all sizes. ``mistake`` says what is wrong, where the formulas show it, and
    ``why``, why it is undecided. ``also`` names mistakes that were proven beside what is right: then the
    prover is out of order.
    """

    name: str
    verdict: str
    entry: Expr | None = None
    expected: Expr | None = None
    found: Expr | None = None
    normal_form: Expr | None = None
    difference: Expr | None = None
    counterexample: Counterexample | None = None
    why: Text | None = None
    mistake: Diagnosis | None = None
    everywhere: bool = True
    kinks: tuple[Expr, ...] = ()
    raises: bool = False
    seconds: float = 0.0
    also: frozenset[str] = frozenset()

    @property
    def reason(self) -> str | None:
        """Why it is undecided, in English."""
        return None if self.why is None else self.why.en

    def __str__(self) -> str:
        return self.told(reader_language())

    def told(self, language: str) -> str:
        """What was shown, in one of the languages."""
        lines = [f"{self.name}: {VERDICTS[self.verdict][language]}"]
        if not self.everywhere:
            points = points_of(self.kinks)[language]
            lines[0] += f" {OFF_KINKS[language]}" + (f" ({points})" if points else "")
        if self.mistake is not None:
            lines.append(f"  → {self.mistake.text[language]}")
        if self.why:
            lines.append(f"  {self.why[language]}")
        if self.verdict == PROVEN and _is_named(self.normal_form):
            lines.append(f"  {self.entry} = {cut(str(self.normal_form))}")
        if self.verdict != PROVEN and _is_named(self.expected):
            named = [text[language] for text in (EXPECTED, FOUND, DIFFERENCE)]
            width = max(map(len, named))
            for name, e in zip(named, (self.expected, self.found, self.difference), strict=True):
                if _is_named(e):
                    lines.append(f"  {name:{width}} {cut(str(e))}")
        if self.counterexample is not None:
            lines.append(f"  {self.counterexample.told(language)}")
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
        What the sizes must be for the code to run at all, or what it asserts, if so.
    rooms
        The part of the condition that windows fit in: what must not be negative.
    splits
        Of what is undecided: conditions on sizes that decide what the code computes.
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
    condition: Text | None = None
    rooms: tuple[Expr, ...] = ()
    splits: tuple[Expr, ...] = ()
    raises: bool = False
    depths: tuple[int, ...] = ()
    why: Text | None = None
    counterexample: Counterexample | None = None
    mistake: Diagnosis | None = None
    """Why the backward raises, where something shows it."""
    disagreement: str | None = None
    """Where real NumPy did not compute what was read from the code; then nothing is proven."""
    seconds: float = 0.0
    assumptions: tuple[str, ...] = tuple(assumption.en for assumption in ASSUMPTIONS)

    @property
    def proven(self) -> bool:
        """Whether the verdict is proven."""
        return self.verdict == PROVEN

    @property
    def reach(self) -> str:
        """The scope in English words: with the shapes or depths that are listed."""
        return self.reach_in("en")

    def reach_in(self, language: str) -> str:
        """The scope in words of one of the languages."""
        scope = SCOPES[self.scope][language]
        if self.condition is not None:
            scope = Text(f"{scope}({self.condition.ko})", f"{scope} with {self.condition.en}")[language]
        if self.depths:
            depths = ", ".join(map(str, self.depths))
            scope += Text(f", 깊이 {depths}", f" at depth {depths}")[language]
        if self.scope == LISTED_SHAPES and self.shapes:
            scope += f" ({_listed(self.shapes, language)})"
        return scope

    @property
    def reason(self) -> str | None:
        """Why it is undecided, in English."""
        return None if self.why is None else self.why.en

    def __str__(self) -> str:
        return self.told(reader_language())

    def told(self, language: str) -> str:
        """The outcome and each of its parts, in one of the languages."""
        verdict = VERDICTS[self.verdict][language]
        if self.verdict == PROVEN:
            reach = self.reach_in(language)
            verdict = Text(f"{verdict}: {reach}", f"{verdict} for {reach}")[language]
        lines = [verdict]
        if self.mistake is not None:
            lines.append(f"  → {self.mistake.text[language]}")
        if self.why:
            lines.append(f"  {self.why[language]}")
        if self.agreed:
            sizes = _listed(self.agreed, language)
            agreed = Text(
                f"값이 일치한 크기: {sizes or '주어진 크기'}. 이것은 증명이 아니다",
                f"values agree at {sizes or 'the given sizes'}; that proves nothing",
            )
            lines.append(f"  {agreed[language]}")
        if self.counterexample is not None:
            lines.append(f"  {self.counterexample.told(language)}")
        lines += [part.told(language) for part in self.gradients.values()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from html import escape  # which a page of the playground does without

        language = reader_language()

        def notes(one: Proof | Comparison) -> str:
            said = [one.why and one.why[language], one.counterexample and one.counterexample.told(language)]
            return escape(" ".join(note for note in said if note))

        rows = []
        for name, part in self.gradients.items():
            formula = part.latex()
            rows.append(
                f"<tr><th>{escape(name)}</th><td>{VERDICTS[part.verdict][language]}</td>"
                f"<td>{'$' + escape(formula) + '$' if formula else ''}</td><td>{notes(part)}</td></tr>"
            )
        verdict = f"<strong>{VERDICTS[self.verdict][language]}</strong>"
        return f"<p>{verdict} ({self.reach_in(language)}) {notes(self)}</p><table>{''.join(rows)}</table>"


LONGEST = 600
"""Characters of a formula that is printed: three of them fill a screen."""


def cut(formula: str) -> str:
    """Both ends of a formula that is too long to be read."""
    left_out = len(formula) - LONGEST
    if left_out <= 0:
        return formula
    half = LONGEST // 2
    return f"{formula[:half]} …({left_out})… {formula[-half:]}"


def _is_named(e: Expr | None) -> bool:
    """Whether the indices of a formula's sums are named after axes; in a very long one they are not."""
    if e is None:
        return False
    return not any(str(index).startswith("_") for part in e.atoms(ExprWithLimits) for index in part.variables)


def _listed(shapes: Sequence[Mapping[str, int]], language: str, most: int = 4) -> str:
    """The first of some sizes, and how many more there are."""
    told = "; ".join(", ".join(f"{k}={v}" for k, v in one.items()) for one in shapes[:most])
    left = len(shapes) - most
    return told + Text(f" 외 {left}개", f", and {left} more")[language] if left > 0 else told


def _short(value: Any) -> str:
    """Nested lists as they are, or how many there are of many."""
    shape, part = [], value
    while isinstance(part, list):
        shape.append(len(part))
        part = part[0] if part else None
    if prod(shape) <= 24:
        return str(value)
    return f"({' x '.join(map(str, shape))}: {str(value)[:20]}…)"
