"""Questions that records and code hold the answers to: which line is right, and what is missing in a line.

They follow the exercises of a lecture, and open the lectures after it, which recall it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from zlib import crc32

from docs.site_builder.languages import label
from docs.site_builder.lesson import Codes, Record
from yudo.derivations.calculus.lecture import EXERCISE, Question

_EXERCISE = re.compile(r'<section class="yudo-exercise" id="exercise\.(\d+)".*?</section>\n', re.DOTALL)
_LONGEST = 100
_CHOICES, _OF_CODE, _RECALLED = 4, 2, 3
_BLANK = "____"
# What may be missing in a line: an axis, the letters of a result, a name. Several axes have no single order.
_MISSING = {
    "axis": re.compile(r"axis=(\d)\b"),
    "letters": re.compile(r"->(\w+)\""),
    "name": re.compile(r"(?<![\w.\"])(?!(?:np|for|in|sum|range)\b)([A-Za-z_]\w*)(?![\w(\".])(?! ?=)"),
}
# The assignment of a product, a quotient or a sum, without the comment beside it.
_COMPUTES = re.compile(
    r"^ {4,}(\w+(?:\[[^]]*\])? [-+*/]?= [^#\n]*(?:[+*/]| - |\.dot)[^#\n]*?)(?:  #.*)?$", re.MULTILINE
)


def of_code(record: Record, codes: Codes, source: str, language: str) -> list[Question]:
    """Return two questions about the code of a layer, whose ``impl/`` module is the source, if there are."""
    return _questions(record, codes, source, language)[:_OF_CODE]


def with_questions(page: str, questions: Sequence[Question], language: str) -> str:
    """Return a page with these questions behind its last exercise; a page without exercises as it is."""
    exercises = list(_EXERCISE.finditer(page))
    if not exercises:
        return page
    last = exercises[-1]
    sections = (
        question.section(f"exercise.{number}", f"{EXERCISE[language]} {number}.", language)
        for number, question in enumerate(questions, start=int(last[1]) + 1)
    )
    return "".join([page[: last.end()], *(f"\n{section}" for section in sections), page[last.end() :]])


def recall(
    records: Sequence[Record], stem: str, codes: Codes, sources: Mapping[str, str], language: str
) -> str:
    """Return three questions about what is read before a lecture, folded; nothing before the first one."""
    known = {record["stem"]: record for record in records}
    order = list(known)
    lectures = dict.fromkeys([*known[stem]["before"], *reversed(order[: order.index(stem)])])
    # Of each lecture one, of one kind and the other in turn; then of each another.
    of_each = (
        _questions(known[one], codes, sources[one], language, page=f"{one}.md")[place % 2 :]
        for place, one in enumerate([*lectures][:_RECALLED])
    )
    mixed = [question for turn in zip_longest(*of_each) for question in turn if question is not None]
    if not mixed:
        return ""
    sections = (
        question.section(f"recall.{number}", f"{number}.", language)
        for number, question in enumerate(mixed[:_RECALLED], start=1)
    )
    return "\n".join(
        [
            '<details class="yudo-about yudo-recall" markdown="1">',
            f"<summary>{label('recall', language)}</summary>",
            "",
            *sections,
            "</details>",
            "",
        ]
    )


def _questions(record: Record, codes: Codes, source: str, language: str, page: str = "") -> list[Question]:
    """All that can be asked, which is right and what is missing in turn; the first two of two results."""
    lines = dict(_lines(record, codes))
    which = list(_which_is_right(record, codes, lines, page, language))
    missing = list(_what_is_missing(record, lines, source, page, language))
    if which:
        missing.sort(key=lambda question: question.about == which[0].about)
    pairs = zip_longest(which, missing)
    return [question for question in chain.from_iterable(pairs) if question is not None]


def _lines(record: Record, codes: Codes) -> Iterator[tuple[str, str]]:
    """The NumPy lines that give the results of a layer by their IDs, if they are short; gradients first."""
    results = [(result["id"], result["formulas"]["latex"]["subject"]) for result in record["results"]]
    for identifier, _ in sorted(results, key=lambda one: "partial" not in one[1]):
        if line := _line(codes, f"{identifier}.index"):
            yield identifier, line


def _line(codes: Codes, identifier: str) -> str:
    line = codes.get(identifier, {}).get("NumPy", "").rpartition("\n")[2]
    return line if len(line) <= _LONGEST else ""


def _which_is_right(
    record: Record, codes: Codes, lines: Mapping[str, str], page: str, language: str
) -> Iterator[Question]:
    """Ask which of several lines gives a result, where the others are common mistakes; most choices first."""
    slips: dict[str, dict[str, str]] = {identifier: {} for identifier in lines}
    for slip in record["mistakes"]:
        wrong = _line(codes, f"{record['stem']}.mistake.{slip['name']}")
        right = lines.get(slip["result"])
        if wrong and right not in ("", None, wrong):
            link = f"[{slip['title'][language]}]({page}#mistake.{slip['name']})"
            slips[slip["result"]].setdefault(wrong, link)
    for identifier, wrong in sorted(slips.items(), key=lambda one: -len(one[1])):
        if not wrong:
            continue
        choices = [*wrong][: _CHOICES - 1]
        place = crc32(identifier.encode()) % (len(choices) + 1)
        choices.insert(place, lines[identifier])
        # On another page what the mistakes are called would need its formulas.
        named = [f"{k}: {wrong[line]}" for k, line in enumerate(choices, start=1) if line in wrong]
        told = [f"[{label('mistakes', language)}]({page}#mistakes)"] if page else named
        link = f"[`{identifier}`]({page}#{identifier})"
        yield Question(
            identifier,
            "\n".join(
                [
                    label("asked which", language).format(link),
                    "",
                    *(f"{k}. `{line}`" for k, line in enumerate(choices, start=1)),
                ]
            ),
            str(place + 1),
            label("hint which", language),
            "\n".join([f"{place + 1}: `{lines[identifier]}`", "", *(f"- {one}" for one in told)]),
        )


def _what_is_missing(
    record: Record, lines: Mapping[str, str], source: str, page: str, language: str
) -> Iterator[Question]:
    """Ask for the axis, the letters or the name that a line lacks; axes first, lines of the code last."""
    stem = record["stem"]
    found = [
        (kind, f"[`{identifier}`]({page}#{identifier})", identifier, line)
        for identifier, line in lines.items()
        if (kind := _kind(line))
    ]
    found.sort(key=lambda one: [*_MISSING].index(one[0]))
    of_code = f"[`impl/{stem}.py`]({page}#implementation)"
    found += [
        (kind, of_code, f"impl/{stem}.py", line)
        for line in reversed(_COMPUTES.findall(source))
        if (kind := _kind(line)) and len(line) <= _LONGEST
    ]
    for kind, link, about, line in found:
        hole = list(_MISSING[kind].finditer(line, line.index("=") + 1))[-1]
        asked = f"{line[: hole.start(1)]}{_BLANK}{line[hole.end(1) :]}"
        yield Question(
            about,
            f"{label('asked missing', language).format(link)}\n\n`{asked}`",
            hole[1],
            label(f"hint {kind}", language),
            f"`{line}`",
        )


def _kind(line: str) -> str:
    """What may be missing behind the sign of equality, if anything."""
    start = line.index("=") + 1
    return next((kind for kind, pattern in _MISSING.items() if pattern.search(line, start)), "")
