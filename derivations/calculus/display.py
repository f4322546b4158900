"""How records show themselves in a notebook and on the site, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sympy import Derivative

from yudo.derivations.calculus.definitions import Definition, abbreviated
from yudo.derivations.calculus.derivation import Step
from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.reasons import reasons
from yudo.derivations.calculus.text import LANGUAGES, Text

if TYPE_CHECKING:
    from yudo.derivations.calculus.records import Result

BILINGUAL = "application/vnd.yudo.bilingual+json"
"""The MIME type of an output that has one Markdown text per language."""

_INDEX = Text("첨자 표기", "Index notation")
_MATRIX = Text("행렬 표기", "Matrix notation")
_WHERE = Text("여기서", "where")
_ABOUT = Text("가정 · 해시", "Assumptions · hash")
_ASSUMING = Text("가정:", "Assuming:")
_STATEMENT = Text("명제의 해시", "Hash of the statement")
_WHY = Text("왜?", "Why?")
_DERIVATION = Text("유도", "Derivation")
_START = Text("구하려는 것", "Goal")


def bilingual(text: Text, plain: str) -> dict[str, object]:
    """The MIME bundle of an output in both languages."""
    return {
        "text/plain": plain,
        "text/markdown": "\n\n---\n\n".join(text[language] for language in LANGUAGES),
        BILINGUAL: {language: text[language] for language in LANGUAGES},
    }


def result_bundle(result: Result) -> dict[str, object]:
    """The MIME bundle of a result: the statement, the steps that lead to it, and what it assumes."""
    return bilingual(Text(*(_result_markdown(result, language) for language in LANGUAGES)), repr(result))


def _result_markdown(result: Result, language: str) -> str:
    return "\n".join(
        [
            f'<section class="yudo-result" id="{result.id}" markdown="1">',
            "",
            f"**{result.title[language]}** [`{result.id}`](#{result.id})",
            "",
            *_statement(result, language),
            *_steps(result, language),
            f'<details class="yudo-about" data-search-exclude="" markdown="1"><summary>{_ABOUT[language]}</summary>',
            "",
            f"{_ASSUMING[language]} " + " ".join(a.text[language] for a in result.assumptions),
            "",
            f"{_STATEMENT[language]} `{result.statement}`",
            "",
            "</details>",
            "",
            "</section>",
        ]
    )


def _statement(result: Result, language: str) -> list[str]:
    """What is claimed, once in each form; where the comment stands, the site puts the line of NumPy."""
    blocks = ['<div class="yudo-statement" markdown="1">', ""]
    for title, formula, form in (
        (_INDEX, result.index_latex, "index"),
        (_MATRIX, result.matrix_latex, "matrix"),
    ):
        numbered = _numbered(formula, f"{result.id}.{form}")
        blocks += ['<div class="yudo-form" markdown="1">', "", f"**{title[language]}**", ""]
        blocks += [f"$$\n{numbered}\n$$", "", "</div>", ""]
    blocks += [f"<!-- numpy:{result.id} -->", ""]
    return [*blocks, *_where(result, language), "</div>", ""]


def _where(result: Result, language: str) -> list[str]:
    """What the names stand for: a link to what was told before, then what is new."""
    known = [
        f'<span class="yudo-known">${latex(definition.entry)}$ '
        f'<a href="#{identifier}">({identifier.partition(".")[2]})</a></span>'
        for identifier, definition in result.told_before.items()
    ]
    blocks = []
    for number, definition in result.told.items():
        blocks += ["$$", _numbered(_definition(definition), result.definition_id(number)), "$$", ""]
    if not known and not blocks:
        return []
    opening = ['<div class="yudo-where" markdown="1">', "", " ".join([_WHERE[language], *known]), ""]
    return [*opening, *blocks, "</div>", ""]


def _steps(result: Result, language: str) -> list[str]:
    """The lines of the derivation, each under the rule that leads to it."""
    if not result.derivation.steps:
        return []
    before = abbreviated(result.derivation.start, result.abbreviations)
    first = f"{result.subject_latex} = {latex(before)}"
    named = [f"{latex(symbol)} = {latex(whole)}" for symbol, whole in result.abbreviations.items()]
    where = [part for formula in named for part in (_WHERE[language], "", f"$$\n{formula}\n$$", "")]
    blocks = ['<ol class="yudo-steps" markdown="1">', ""]
    blocks += _item([_START[language]], _numbered(first, f"{result.id}.1"), *where)
    explained = result.rules_before
    for number, step in enumerate(result.derivation.steps, start=2):
        after = abbreviated(step.expression, result.abbreviations)
        formula = _numbered(f"= {latex(after)}", f"{result.id}.{number}")
        note = f"{step.note[language]}\n" if step.note else ""
        told = reasons(before, after, step.rule, result.definitions)
        blocks += _item(_why(step, told, language, again=step.rule in explained), formula, note)
        explained.add(step.rule)
        before = after
    blocks += ["</ol>", ""]
    if isinstance(result.subject, Derivative):
        return blocks
    # What a lecture is about are its gradients; how the rest is derived unfolds.
    opening = f'<details class="yudo-derivation" markdown="1"><summary>{_DERIVATION[language]}</summary>'
    return [opening, "", *blocks, "</details>", ""]


def _numbered(formula: str, identifier: str) -> str:
    """A formula that can be pointed at: by its ID, which is its anchor on the site too."""
    return rf"{formula} \tag{{{identifier}}}"


def _item(heading: Iterable[str], formula: str, *more: str) -> list[str]:
    # Python-Markdown reads markdown="1" on a list item as one line of text; these hold blocks.
    return ['<li markdown="block">', "", *heading, "", f"$$\n{formula}\n$$", "", *more, "</li>", ""]


def _why(step: Step, told: Iterable[Text], language: str, *, again: bool) -> list[str]:
    """The name of the rule, which unfolds to the reason: of this step, then in general, on paper only once."""
    summary = f"<summary>{step.rule.title[language]} <span>{_WHY[language]}</span></summary>"
    opening = f'<details class="yudo-why" markdown="1">{summary}'
    here = [part for text in told for part in (text[language], "")]
    # Search finds a step by its name, not by what is the same under many of them. It takes the first end tag for
    # the end of what it leaves out, so this is no <div>, as formulas are.
    start, end = '<section data-search-exclude="" markdown="1">', "</section>"
    general = [step.rule.why[language]]
    if again:
        general = ['<div class="yudo-again" markdown="1">', "", *general, "", "</div>"]
    return [opening, "", start, "", *here, *general, "", end, "", "</details>"]


def _definition(definition: Definition) -> str:
    return f"{latex(definition.entry)} = {latex(definition.value)}"
