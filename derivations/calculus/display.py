"""How records show themselves in a notebook and on the site, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.calculus.definitions import Definition, abbreviated
from derivations.calculus.derivation import Step
from derivations.calculus.latex import latex
from derivations.calculus.text import LANGUAGES, Text

if TYPE_CHECKING:
    from derivations.calculus.records import Result

BILINGUAL = "application/vnd.yudo.bilingual+json"
"""The MIME type of an output that has one Markdown text per language."""

_INDEX = Text("첨자 표기", "Index notation")
_MATRIX = Text("행렬 표기", "Matrix notation")
_WHERE = Text("여기서", "where")
_ASSUMING = Text("가정:", "Assuming:")
_STATEMENT = Text("명제의 해시", "Hash of the statement")
_WHY = Text("왜?", "Why?")
_START = Text("구하려는 것", "Goal")


def bilingual(text: Text, plain: str) -> dict[str, object]:
    """The MIME bundle of an output in both languages."""
    return {
        "text/plain": plain,
        "text/markdown": "\n\n---\n\n".join(text[language] for language in LANGUAGES),
        BILINGUAL: {language: text[language] for language in LANGUAGES},
    }


def result_bundle(result: Result) -> dict[str, object]:
    """The MIME bundle of a result: its steps, then the statement."""
    return bilingual(Text(*(_result_markdown(result, language) for language in LANGUAGES)), repr(result))


def _result_markdown(result: Result, language: str) -> str:
    blocks = [f'<section class="yudo-result" id="{result.id}" markdown="1">', ""]
    blocks += [f"**{result.title[language]}** [`{result.id}`](#{result.id})", ""]
    if result.derivation.steps:
        blocks += ['<ol class="yudo-steps" markdown="1">', ""]
        first = (
            f"{result.subject_latex} = {latex(abbreviated(result.derivation.start, result.abbreviations))}"
        )
        named = [f"{latex(symbol)} = {latex(whole)}" for symbol, whole in result.abbreviations.items()]
        where = [part for formula in named for part in (_WHERE[language], "", f"$$\n{formula}\n$$", "")]
        blocks += _item(_START[language], _numbered(first, f"{result.id}.1"), *where)
        for number, step in enumerate(result.derivation.steps, start=2):
            formula = _numbered(
                f"= {latex(abbreviated(step.expression, result.abbreviations))}", f"{result.id}.{number}"
            )
            note = f"{step.note[language]}\n" if step.note else ""
            blocks += _item(step.rule.title[language], formula, note, *_why(step, language))
        blocks += ["</ol>", ""]
    blocks += ['<div class="yudo-statement" markdown="1">', ""]
    index = _numbered(result.index_latex, f"{result.id}.index")
    matrix = _numbered(result.matrix_latex, f"{result.id}.matrix")
    blocks += [f"**{_INDEX[language]}**", "", f"$$\n{index}\n$$", ""]
    if result.definitions:
        blocks += [_WHERE[language], ""]
        for number, definition in enumerate(result.definitions, start=1):
            formula = _numbered(_definition(definition), f"{result.id}.where.{number}")
            blocks += ["$$", formula, "$$", ""]
    blocks += [f"**{_MATRIX[language]}**", "", f"$$\n{matrix}\n$$", ""]
    blocks += [f"{_ASSUMING[language]} " + " ".join(a.text[language] for a in result.assumptions), ""]
    blocks += [f"{_STATEMENT[language]} `{result.statement}`", "", "</div>", "", "</section>"]
    return "\n".join(blocks)


def _numbered(formula: str, identifier: str) -> str:
    """A formula that can be pointed at: by its ID, which is its anchor on the site too."""
    return rf"{formula} \tag{{{identifier}}}"


def _item(title: str, formula: str, *more: str) -> list[str]:
    # Python-Markdown reads markdown="1" on a list item as one line of text; these hold blocks.
    return ['<li markdown="block">', "", title, "", f"$$\n{formula}\n$$", "", *more, "</li>", ""]


def _why(step: Step, language: str) -> list[str]:
    opening = f'<details class="yudo-why" markdown="1"><summary>{_WHY[language]}</summary>'
    return [opening, "", step.rule.why[language], "", "</details>", ""]


def _definition(definition: Definition) -> str:
    return f"{latex(definition.entry)} = {latex(definition.value)}"
