"""Reports for people: text for a terminal, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.verdicts import EVIDENCE_NAMES, VERDICT_NAMES, FunctionReport

if TYPE_CHECKING:
    from yudo.verification.checking.files import FileReport

MARKS = {
    verdicts.CORRECT: ("✓", "green"),
    verdicts.CONSISTENT: ("=", "cyan"),
    verdicts.WRONG: ("✗", "red"),
    verdicts.UNDECIDED: ("?", "yellow"),
    verdicts.NOT_IMPLEMENTED: ("–", "yellow"),
    verdicts.CRASHES: ("!", "red"),
    verdicts.NOT_CHECKED: ("·", "yellow"),
}

BY = Text("근거", "by")
CONVENTION = Text("관례", "convention")
FINDING = Text("알아 둘 점", "finding")
NOTE = Text("읽은 방법", "note")
EXPECTED, FOUND = Text("옳은 식", "expected"), Text("코드의 식", "found")
EXAMPLE = Text("반례", "counterexample")
ISOLATIONS = {
    "bubblewrap": Text("bubblewrap", "bubblewrap"),
    "kernel": Text("커널 필터", "the kernel's filters"),
    "process": Text(
        "프로세스 하나뿐이다. bubblewrap도 커널 필터도 없어 파이썬 수준에서만 막았다",
        "a process alone; without bubblewrap and the kernel's filters only Python held the code back",
    ),
}
ISOLATION = Text("격리", "isolation")
NOTHING = Text(
    "강의의 함수를 찾지 못했다. `--function 이름=ID`로 무엇을 계산하는 함수인지 알려 줄 수 있다.",
    "no function of the course was recognised; `--function NAME=ID` says what a function computes",
)
REFUSED = Text("막은 동작", "not let through")


def headline(report: FunctionReport, language: str) -> str:
    """The verdict in a line: ``✓ affine_forward  correct (proof for all shapes)``."""
    said = VERDICT_NAMES[report.verdict][language]
    if report.evidence is not None:
        said += f" ({EVIDENCE_NAMES[report.evidence][language]})"
    if report.wrong:
        said += f": {', '.join(report.wrong)}"
    return said


def text(report: FileReport, language: str) -> Iterator[str]:
    """A file's report in lines with the markup of rich."""
    from rich.markup import escape  # a page in a browser has none

    yield f"[bold]{escape(report.file)}[/]"
    listed = list(grouped(report.functions))
    width = max((len(names) for names, _ in listed if ", " not in names), default=0)
    for names, one in listed:
        mark, colour = MARKS[one.verdict]
        said = escape(headline(one, language))
        yield f"  [{colour}]{mark}[/] {escape(names):{width}}  [{colour}]{said}[/]"
        for line in details(one, language):
            yield f"      {escape(line)}"
    if report.unread is not None:
        yield f"  [red]![/] {escape(report.unread[language])}"
    elif not report.functions:
        yield f"  [yellow]–[/] {escape(NOTHING[language])}"
    for note in report.notes:
        yield f"  [dim]{NOTE[language]}: {escape(note.text[language])}[/]"
    if report.refused:
        yield f"  [yellow]{REFUSED[language]}: {escape(', '.join(report.refused))}[/]"


def isolation_line(isolation: str, language: str) -> str:
    """Which isolation held."""
    return f"{ISOLATION[language]}: {ISOLATIONS[isolation][language]}"


def grouped(reports: Sequence[FunctionReport]) -> Iterator[tuple[str, FunctionReport]]:
    """What was checked, one by one, and then what was not: functions of which the same is said, together."""
    others: dict[Text, list[FunctionReport]] = {}
    for one in reports:
        if one.verdict == verdicts.NOT_CHECKED and one.reason is not None:
            others.setdefault(one.reason, []).append(one)
        else:
            yield one.function, one
    for alike in others.values():
        yield ", ".join(one.function for one in alike), alike[0]


def details(report: FunctionReport, language: str) -> Iterator[str]:
    """What explains a verdict, line by line."""
    for remark in report.diagnosis:
        yield f"→ {remark.text[language]}"
    if report.convention is not None:
        yield f"{CONVENTION[language]}: {report.convention.text[language]}"
    if report.reason is not None:
        yield from report.reason[language].splitlines()
    for formula in report.formulas:
        yield f"{EXPECTED[language]}:  {formula.entry} = {formula.expected}"
        yield f"{FOUND[language]}:  {formula.entry} = {formula.found}"
    for finding in report.findings:
        yield f"{FINDING[language]}: {finding.text[language]}"
    if report.counterexample is not None:
        yield f"{EXAMPLE[language]}:"
        yield from (f"    {line}" for line in report.counterexample.snippet_in(language).splitlines())


def markdown(reports: Sequence[FileReport], language: str) -> Iterator[str]:
    """Reports as Markdown, a section for each file."""
    for report in reports:
        yield f"## {_code(report.file)}\n"
        for names, one in grouped(report.functions):
            mark, _ = MARKS[one.verdict]
            yield f"- {mark} **{_code(names)}**: {plain_markdown(headline(one, language))}"
            for line in markdown_details(one, language):
                yield f"  {line}" if line else ""
        if report.unread is not None:
            yield from _item(report.unread[language], "! ")
        elif not report.functions:
            yield f"- – {NOTHING[language]}"
        for note in report.notes:
            yield f"- *{NOTE[language]}: {plain_markdown(note.text[language])}*"
        if report.refused:
            yield f"- *{REFUSED[language]}: {plain_markdown(', '.join(report.refused))}*"
        if report.isolation is not None:
            yield f"- *{isolation_line(report.isolation, language)}*"
        yield ""


def markdown_details(report: FunctionReport, language: str) -> Iterator[str]:
    """What explains a verdict, as Markdown with formulas."""
    for remark in report.diagnosis:
        yield f"- **{plain_markdown(remark.text[language])}**"
    if report.convention is not None:
        yield f"- {CONVENTION[language]}: {plain_markdown(report.convention.text[language])}"
    if report.reason is not None:
        yield from _item(report.reason[language])
    for formula in report.formulas:
        entry, expected, found = map(plain_markdown, formula.latex)
        yield f"- {EXPECTED[language]}: ${entry} = {expected}$"
        yield f"- {FOUND[language]}: ${entry} = {found}$"
    for finding in report.findings:
        yield f"- {FINDING[language]}: {plain_markdown(finding.text[language])}"
    if report.counterexample is not None:
        snippet = report.counterexample.snippet_in(language)
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", snippet))])
        yield f"- {EXAMPLE[language]}:"
        yield ""
        yield f"  {fence}python"
        yield from (f"  {line}" for line in snippet.splitlines())
        yield f"  {fence}"


def plain_markdown(text: str) -> str:
    """Text in which no HTML begins: a stranger may have written it."""
    return _TAG.sub("&lt;", text)


_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MARKER = re.compile(r"^\s*(?=[-*+#>|`~=]|\d+[.)])")


def _item(text: str, mark: str = "") -> Iterator[str]:
    """An item of a list, whose further lines stay in it and begin nothing of their own."""
    first, *others = plain_markdown(text).splitlines() or [""]
    yield f"- {mark}{first}"
    for line in others:
        marker = _MARKER.match(line)
        yield f"  \\{line.lstrip()}" if marker else f"  {line.lstrip()}"


def _code(text: str) -> str:
    """A name as code; a backtick in it would end it."""
    return f"`{text.replace('`', chr(39))}`"


def summary(reports: Sequence[FileReport], language: str) -> str:
    """How many functions got which verdict."""
    counts = {verdict: 0 for verdict in verdicts.VERDICTS}
    for report in reports:
        for one in report.functions:
            counts[one.verdict] += 1
    said = [f"{VERDICT_NAMES[verdict][language]} {count}" for verdict, count in counts.items() if count]
    return ", ".join(said) if said else NOTHING[language]
