"""The page of assignments: which lectures answer a question, and what ``yudo check`` looks at.

A row of the page names the functions and classes that a question asks for, as ``<!-- asked: … -->``; the
lectures and the check come from what the check recognises. What it does not recognise stands behind
``own forward:`` where a backward is compared with its own forward all the same, and further lectures stand
behind ``pages:``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.languages import label
from yudo.verification.checking.recognise import subjects
from yudo.verification.checking.recognise.names import Called, stems

_PLACEHOLDER = re.compile(r"<!-- asked:([^>]*?)-->", re.DOTALL)
_PARTS = ("asked", "own forward", "pages")


@dataclass(frozen=True)
class Question:
    """What one question asks to write.

    Attributes
    ----------
    recognised
        The functions and classes that are compared with a definition.
    own_forward
        Those whose backward is compared with their own forward.
    unread
        Those that the check does not look at.
    lectures
        The stems of the lectures on what is recognised; not each has one.
    pages
        The stems of further lectures.
    """

    recognised: tuple[str, ...]
    own_forward: tuple[str, ...]
    unread: tuple[str, ...]
    lectures: frozenset[str]
    pages: tuple[str, ...]


def questions(markdown: str) -> list[Question]:
    """All that a page asks for, in order."""
    return [_question(match[1]) for match in _PLACEHOLDER.finditer(markdown)]


def fill(markdown: str, records: Sequence[Mapping[str, Any]], language: str) -> str:
    """Replace what each row asks for by two cells: the lectures, and what is checked.

    Raises
    ------
    BuildError
        A row names a lecture that there is not.
    """

    def cells(match: re.Match[str]) -> str:
        question = _question(match[1])
        missing = set(question.pages) - {record["stem"] for record in records}
        if missing:
            raise BuildError(f"assignments: there is no lecture {', '.join(sorted(missing))}")
        return f"{_lectures(question, records, language)} | {_checked(question, language)}"

    return _PLACEHOLDER.sub(cells, markdown)


def _question(text: str) -> Question:
    parts = dict.fromkeys(_PARTS, "")
    for part in f"asked:{text}".split(";"):
        name, _, words = part.partition(":")
        if name.strip() not in parts:
            raise BuildError(f"assignments: got {name.strip()!r}; parts are {', '.join(_PARTS)}")
        parts[name.strip()] = words
    asked, own, pages = (parts[name].split() for name in _PARTS)
    known = [name for name in (*asked, *own) if any(_calls(name))]
    return Question(
        tuple(known),
        tuple(name for name in own if name not in known),
        tuple(name for name in asked if name not in known),
        frozenset(stem for name in known for stem in _answering(name)),
        tuple(pages),
    )


def _calls(name: str) -> Iterator[tuple[str, Called]]:
    """What is recognised under a name, each with its module."""
    for stem in stems():
        for one in import_module(f"{subjects.__name__}.{stem}").CALLED:
            if one.has(name):
                yield stem, one


def _answering(name: str) -> Iterator[str]:
    """The lectures on a name: those of its results, else of its module's, else the module's own."""
    for stem, one in _calls(name):
        module = import_module(f"{subjects.__name__}.{stem}")
        results = one.results or getattr(module, "RESULTS", {}).values() or (stem,)
        yield from (result.partition(".")[0] for result in results)


def _lectures(question: Question, records: Sequence[Mapping[str, Any]], language: str) -> str:
    links = (
        f"[{record['title'][language]}](layers/{record['stem']}.md)"
        for record in records
        if record["stem"] in {*question.lectures, *question.pages}
    )
    asked = question.recognised + question.own_forward + question.unread
    return ", ".join(links) or (label("no lecture", language) if asked else "–")


def _checked(question: Question, language: str) -> str:
    """The names by how they are checked; a dash where there is nothing to check."""
    kinds = {"": question.recognised, "own forward": question.own_forward, "unread": question.unread}
    said = [
        (f"{label(f'checked {kind}', language)} " if kind else "") + ", ".join(f"`{name}`" for name in names)
        for kind, names in kinds.items()
        if names
    ]
    return "<br>".join(said) or "–"
