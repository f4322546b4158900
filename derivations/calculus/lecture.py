"""What a page adds to its results so that it reads as a lecture: an example, mistakes and exercises.

A `Lecture` is made beside the layer. Its parts check and show themselves when they are displayed: a mistake
that is none, or a solution that is not shown, is an error there, hence stops the build of the site and fails
a test. Importing the notebook for its records costs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

from sympy import (
    Dummy,
    Expr,
    Indexed,
    Integer,
    Mul,
    Symbol,
    count_ops,
    factor,
    sympify,
    together,
)
from sympy.concrete.expr_with_limits import ExprWithLimits

from yudo.derivations.calculus.definitions import Definition, abbreviated
from yudo.derivations.calculus.derivation import Derivation
from yudo.derivations.calculus.display import bilingual
from yudo.derivations.calculus.examples import Array, Example, array_latex, displayed
from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.normal_form import difference, equal
from yudo.derivations.calculus.records import Layer, Result, matrix_subject
from yudo.derivations.calculus.symbols import limits_of
from yudo.derivations.calculus.text import LANGUAGES, Text

_SYMPTOM = Text("증상.", "Symptom.")
_TOO_MUCH = Text("틀린 식에서 옳은 식을 빼면 다음과 같다.", "The wrong formula minus the right one is")
_HOW_WRONG = Text("얼마나 틀리는가?", "How wrong is it?")
_AT_EXAMPLE = Text("연필로 해 본 예의 수를 넣으면 다음과 같다.", "With the numbers of the worked example:")
_AT_OTHERS = Text("다음 수를 넣어 보자.", "Take these numbers:")
_RIGHT = Text("옳은 값은 다음과 같다.", "The right values are")
EXERCISE = Text("연습", "Exercise")
_SOLUTION = Text("풀이", "Solution")
_HINT = Text("힌트", "Hint")
_COMPUTE = Text(
    "‘연필로 해 보기’의 수를 넣어 [`{1}`](#{1})의 원소 하나를 구하라. ${0}$은 얼마인가? 정수나 분수로 답한다.",
    "With the numbers of the worked example, compute one entry of [`{1}`](#{1}): what is ${0}$? Answer with a "
    "whole number or a fraction.",
)
_INSERT = Text(
    "첨자 표기에 그 첨자를 넣고, 합이 남아 있으면 끝까지 풀어 쓴다.",
    "Put the indices into the index notation, and write out the sums that are left.",
)
_SHAPE = Text(
    "`{}`의 모양은 무엇인가? 크기를 나타내는 문자로 (A, B)처럼 답한다.",
    "What is the shape of `{}`? Answer with the letters of the sizes, as in (A, B).",
)
_SAME_SHAPE = Text(
    "손실은 수 하나다. 어느 배열에 대한 그래디언트든 그 배열의 원소마다 편미분이 하나씩 있다.",
    "The loss is one number: a gradient has one derivative for each entry of its array.",
)

Claim = Sequence[Expr]
"""Expressions that are equal one after the other: ``(a, b, c)`` says a = b = c."""


class MistakeRefused(ValueError):
    """What is said to be a mistake cannot be told from the right formula."""


class SolutionRefused(ValueError):
    """A claim in the solution of an exercise could not be shown."""


@dataclass(frozen=True)
class Mistake:
    """A wrong closed form for a result, what a student sees of it, and by how much it is wrong.

    Attributes
    ----------
    example
        The numbers at which wrong and right are set side by side; they differ there.
    result
        The result that is missed.
    name
        The anchor on the page is ``mistake.NAME``.
    title, symptom
        The slip, and how it shows.
    wrong
        The wrong closed form, in the indices of the result.
    layer
        The layer whose numbers are shown, for a statement about layer ``l``.
    elsewhere
        Whether the example is another than the page's worked example, so that its numbers must be told.
    """

    example: Example
    result: Result
    name: str
    title: Text
    symptom: Text
    wrong: Expr
    layer: int | None = None
    elsewhere: bool = False

    def difference(self) -> Expr:
        """The wrong closed form minus the right one, in the letters of the notebook.

        Raises
        ------
        MistakeRefused
            If the two are equal, in general or at the example's numbers.
        """
        gap = difference(self.wrong, self.result.closed_form)
        if gap == 0 or self.found() == self.expected():
            raise MistakeRefused(f"{self.result.id}: the mistake {self.name!r} makes no difference")
        forms = (self.wrong - self.result.closed_form, gap)
        return min((readable(form, self.wrong, self.result) for form in forms), key=count_ops)

    def expected(self) -> Array:
        """The right numbers of the example."""
        return self.example.array(self.result, self.result.closed_form, self.layer)

    def found(self) -> Array:
        """The numbers that the wrong formula gives."""
        return self.example.array(self.result, self.wrong, self.layer)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return bilingual(Text(*(self._markdown(language) for language in LANGUAGES)), repr(self))

    def __repr__(self) -> str:
        return f"a mistake for {self.result.id}: {self.wrong}"

    def _markdown(self, language: str) -> str:
        gap = latex(self.difference())
        subject = latex(self.result.subject)
        wrong = rf"{subject} \overset{{?}}{{=}} {latex(self.wrong)}"
        blocks = [f'<section class="yudo-mistake" id="mistake.{self.name}" markdown="1">', ""]
        blocks += [f"**{self.title[language]}** [`{self.result.id}`](#{self.result.id})", ""]
        blocks += [displayed(wrong), f"**{_SYMPTOM[language]}** {self.symptom[language]}", ""]
        blocks += [f'<details class="yudo-why" markdown="1"><summary>{_HOW_WRONG[language]}</summary>', ""]
        blocks += [_TOO_MUCH[language], "", displayed(gap)]
        return "\n".join([*blocks, *self._numbers(language), "</details>", "", "</section>"])

    def _numbers(self, language: str) -> list[str]:
        """Wrong and right at the example's numbers."""
        summary = (_AT_OTHERS if self.elsewhere else _AT_EXAMPLE)[language]
        given = self.example.given_lines() if self.elsewhere else ()
        at = {} if self.result.layers is None else {self.result.layers[0]: sympify(self.layer)}
        name = matrix_subject(self.result.subject.xreplace(at), [index for index, _ in self.result.indices])
        return [
            summary,
            "",
            *(displayed(line) for line in given),
            displayed(rf"{name} \overset{{?}}{{=}} {array_latex(self.found())}"),
            _RIGHT[language],
            "",
            displayed(f"{name} = {array_latex(self.expected())}"),
        ]


@dataclass(frozen=True)
class Exercise:
    """A question and its folded solution, whose claims the machine shows.

    A line ``<1>`` of the solution becomes the first claim as a formula, ``<2>`` the second, and so on.

    Attributes
    ----------
    number
        Counts from 1; the anchor on the page is ``exercise.NUMBER``.
    question, solution
        The prose.
    claims
        Makes the claims; called when the exercise is shown or verified.
    definitions
        Named tensors that the claims mention.
    abbreviations
        Symbols under which parts of the claims are shown.
    """

    number: int
    question: Text
    solution: Text
    claims: Callable[[], Sequence[Claim]]
    definitions: Sequence[Definition] = ()
    abbreviations: Mapping[Symbol, Expr] = field(default_factory=dict)

    def verify(self) -> list[str]:
        """Show every claim; return them as LaTeX.

        Raises
        ------
        SolutionRefused
            If a claim is not shown or says nothing, or the solution does not tell each claim exactly once.
        """
        claims = self.claims()
        if not claims:
            raise SolutionRefused(f"exercise {self.number} claims nothing that could be checked")
        marks = [f"<{place}>" for place in range(1, len(claims) + 1)]
        for language in LANGUAGES:
            told = [line.strip() for line in self.solution[language].splitlines()]
            if [line for line in told if line.startswith("<")] != marks:
                raise SolutionRefused(
                    f"exercise {self.number}: the solution must tell {marks}, in this order"
                )
        for claim in claims:
            for a, b in pairwise(claim):
                if not self._shown(a, b):
                    raise SolutionRefused(f"exercise {self.number}: not shown: {a} = {b}")
        formulas = [
            [latex(abbreviated(sympify(part), self.abbreviations)) for part in claim] for claim in claims
        ]
        for formula in formulas:
            if len(set(formula)) < len(formula):
                raise SolutionRefused(f"exercise {self.number}: {' = '.join(formula)} says nothing")
        return [" = ".join(formula) for formula in formulas]

    def _shown(self, a: Expr, b: Expr) -> bool:
        if not self.definitions:
            return equal(a, b)
        return Derivation(f"exercise {self.number}", a, self.definitions).shows(sympify(a), sympify(b))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        formulas = self.verify()
        texts = (self._markdown(language, formulas) for language in LANGUAGES)
        return bilingual(Text(*texts), repr(self))

    def __repr__(self) -> str:
        return f"exercise {self.number}: {self.question.en}"

    def _markdown(self, language: str, formulas: list[str]) -> str:
        solution = self.solution[language]
        for place, formula in enumerate(formulas, start=1):
            solution = solution.replace(f"<{place}>", f"$$\n{formula}\n$$")
        return "\n".join(
            [
                f'<section class="yudo-exercise" id="exercise.{self.number}" markdown="1">',
                "",
                f"**{EXERCISE[language]} {self.number}.** {self.question[language]}",
                "",
                f'<details class="yudo-why" markdown="1"><summary>{_SOLUTION[language]}</summary>',
                "",
                solution,
                "",
                "</details>",
                "",
                "</section>",
            ]
        )


@dataclass(frozen=True)
class Question:
    """What is asked of a result or a file, in Markdown, and what answers it.

    The page checks an answer at once: a number by exact arithmetic, a shape or a name letter by letter.
    Without a script the solution unfolds.
    """

    about: str
    asked: str
    answer: str
    hint: str
    solution: str

    def section(self, identifier: str, heading: str, language: str) -> str:
        """The question as a section of a page."""
        answer = f'data-answer="{escape(self.answer)}" data-search-exclude=""'
        lines = [
            f'<section class="yudo-exercise" id="{identifier}" {answer} markdown="1">',
            "",
            f"**{heading}** {self.asked}",
            "",
        ]
        for title, text in ((_HINT, self.hint), (_SOLUTION, self.solution)):
            lines += [f'<details class="yudo-why" markdown="1"><summary>{title[language]}</summary>']
            lines += ["", text, "", "</details>", ""]
        return "\n".join([*lines, "</section>", ""])


@dataclass(frozen=True)
class Drill:
    """Questions whose answers the worked example and the record hold: entries to compute, and a shape.

    The page checks an answer at once, by exact arithmetic; without a script the solutions unfold.

    Attributes
    ----------
    example
        The worked example.
    first
        The number of the first question.
    entries
        A result and the place of an entry of it; for a statement about layer ``l``, its number comes first.
    """

    example: Example
    first: int
    entries: Sequence[tuple[Result, tuple[int, ...]]]

    def questions(self, language: str) -> list[Question]:
        """What is asked, in a language.

        Raises
        ------
        SolutionRefused
            If an entry is no rational number, which nobody could type exactly.
        """
        asked = []
        for result, place in self.entries:
            counted = [*([result.layers] if result.layers else []), *result.indices]
            at = {index: Integer(k) for (index, _), k in zip(counted, place, strict=True)}
            value = self.example.value(result.closed_form, at)
            if not value.is_Rational:
                raise SolutionRefused(f"{result.id} at {place} is no rational number: {value}")
            subject = latex(result.subject.xreplace({**at, **self.example.sizes}))
            worked = f"{subject} = {self.example.spelled(result.closed_form, at)} = {latex(value)}"
            compute = _COMPUTE.format(subject, result.id)[language]
            asked.append(Question(result.id, compute, str(value), _INSERT[language], displayed(worked)))
        result, _ = self.entries[0]
        shape = ", ".join(latex(size) for _, size in result.indices)
        shape = f"({shape},)" if len(result.indices) == 1 else f"({shape})"
        of_shape = _SHAPE.format(result.name)[language]
        return [*asked, Question(result.id, of_shape, shape, _SAME_SHAPE[language], displayed(shape))]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return bilingual(Text(*map(self._markdown, LANGUAGES)), repr(self))

    def __repr__(self) -> str:
        return f"{len(self.entries) + 1} questions, from {self.first} on"

    def _markdown(self, language: str) -> str:
        sections = (
            question.section(f"exercise.{number}", f"{EXERCISE[language]} {number}.", language)
            for number, question in enumerate(self.questions(language), start=self.first)
        )
        return "\n".join(sections).rstrip()


@dataclass
class Lecture:
    """The example, the mistakes and the exercises of one layer's page, in their order there."""

    layer: Layer
    worked: Example | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    drills: list[Drill] = field(default_factory=list)

    def example(
        self, *, sizes: Mapping[Expr, int], given: Mapping[Any, Array], show: Sequence[tuple[Any, ...]]
    ) -> Example:
        """The worked example of the page; see `Example`."""
        self.worked = Example(self.layer, sizes=sizes, given=given, show=show)
        return self.worked

    def mistake(
        self,
        name: str,
        result: str,
        title: Text,
        *,
        wrong: Expr,
        symptom: Text,
        layer: int | None = None,
        example: Example | None = None,
    ) -> Mistake:
        """A common mistake; see `Mistake`. The numbers are those of the worked example if no other is given."""
        numbers = example or self.worked
        if numbers is None:
            raise ValueError(f"the mistake {name!r} has no example to be shown in")
        made = Mistake(
            numbers, self.layer.results[result], name, title, symptom, sympify(wrong), layer, bool(example)
        )
        self.mistakes.append(made)
        return made

    def drill(self, *entries: tuple[str, tuple[int, ...]]) -> Drill:
        """Questions about entries of results in the worked example; see `Drill`."""
        if self.worked is None:
            raise ValueError("there is no worked example to ask about")
        named = [(self.layer.results[name], place) for name, place in entries]
        made = Drill(self.worked, len(self.exercises) + 1, named)
        self.drills.append(made)
        return made

    def exercise(
        self,
        question: Text,
        solution: Text,
        claims: Callable[[], Sequence[Claim]],
        *,
        definitions: Sequence[Definition] = (),
        abbreviations: Mapping[Symbol, Expr] | None = None,
    ) -> Exercise:
        """An exercise with its solution; see `Exercise`."""
        number = len(self.exercises) + 1
        made = Exercise(number, question, solution, claims, definitions, abbreviations or {})
        self.exercises.append(made)
        return made


def readable(gap: Expr, wrong: Expr, result: Result) -> Expr:
    """A difference for people: common factors in front, and bound indices named as the notebook does."""
    free = {index for index, _ in result.indices}
    letters: dict[Expr, list[Symbol]] = {}
    for expression in (wrong, result.closed_form, *(d.value for d in result.definitions)):
        for binder in sorted(expression.atoms(ExprWithLimits), key=str):
            for index, size in limits_of(binder):
                known = letters.setdefault(size, [])
                if index not in known and index not in free:
                    known.append(index)

    def renamed(e: Expr, taken: frozenset[Symbol]) -> Expr:
        if isinstance(e, ExprWithLimits):
            names: dict[Symbol, Symbol] = {}
            for index, size in limits_of(e):
                used = taken | set(names.values())
                names[index] = next((k for k in letters.get(size, ()) if k not in used), index)
            inner = renamed(e.function.xreplace(names), taken | set(names.values()))
            limits = ((names[k], low, renamed(high.xreplace(names), taken)) for k, low, high in e.limits)
            return e.func(inner, *limits)
        if isinstance(e, Indexed) or not e.args:
            return e
        return e.func(*(renamed(part, taken) for part in e.args))

    named = renamed(gap, frozenset(free))
    # Names in a fixed order: SymPy's choice of signs follows them, and both languages show one formula.
    parts = sorted(set(_outermost(named)), key=str)
    atoms = {part: Dummy(f"part{number:03}", real=True) for number, part in enumerate(parts)}
    plain = named.xreplace(atoms)
    factored = factor(together(plain))
    # (1 - N) / N · Σ rather than 1/N · Σ - Σ, but no product of long sums.
    chosen = factored if factored.is_Mul and factored.count_ops() <= plain.count_ops() + 2 else plain
    return _sign_inside(chosen).xreplace({dummy: part for part, dummy in atoms.items()})


def _sign_inside(expression: Expr) -> Expr:
    """``a (1 - b)`` rather than ``-a (b - 1)``."""
    coefficient, product = expression.as_coeff_Mul()
    differences = [f for f in Mul.make_args(product) if f.is_Add]
    if not (coefficient.is_negative and differences):
        return expression
    # Sizes, as in N - 1, are better left as they are.
    chosen = next((f for f in differences if f.has(Dummy)), differences[0])
    turned = product.xreplace({chosen: -chosen})
    return turned if coefficient == -1 else Mul(-coefficient, turned, evaluate=False)


def _outermost(expression: Expr) -> list[Expr]:
    """The parts that factoring must not look into."""
    if isinstance(expression, (ExprWithLimits, Indexed)) or expression.is_Function:
        return [expression]
    return [part for arg in expression.args for part in _outermost(arg)]
