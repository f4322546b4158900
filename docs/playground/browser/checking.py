"""A whole file, checked as ``yudo check`` does it, by the judge that needs no numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.groups import in_groups, in_the_convention_of_forwards
from yudo.verification.checking.judge.without_numbers import judge
from yudo.verification.checking.load import Loaded, Source, load
from yudo.verification.checking.presentation import (
    CONVENTION,
    EXAMPLE,
    FINDING,
    MARKS,
    NOTE,
    NOTHING,
    headline,
)
from yudo.verification.checking.recognise.delegating import DELEGATED, delegates
from yudo.verification.checking.recognise.looks import looks_like_a_layer
from yudo.verification.checking.recognise.recognition import as_bound, is_own, recognised
from yudo.verification.checking.verdicts import VERDICT_NAMES, FunctionReport
from yudo.verification.verdicts import EXPECTED, FOUND, PROVEN, REFUTED, UNDECIDED

Block = dict[str, str]
FILE = "layers.py"

_COUNTED = Text("함수 {0}개를 검사했다: {1}", "{0} functions checked: {1}")
_UNREAD = Text("읽을 수 없다({0}행)", "cannot be read (line {0})")
_OTHERS = Text(
    "검사하지 않은 함수: {0}. 강의에 없는 층이다. 순전파와 역전파가 있으면 *증명* 탭에서 서로 비교할 수 있다",
    "not checked: {0}. No lecture defines them; with a forward and a backward, *Prove* compares the two",
)
_LEFT_OUT = Text(
    "부동소수점에서만 드러나는 것(오버플로, 자료형, 메모리 배치, 인자에 쓰기)은 여기서 보지 않는다",
    "left out here: what floating point alone shows (overflow, dtypes, layout, writing into arguments)",
)


def check(source: str, language: str) -> tuple[str, Text, list[Block]]:
    """The verdict on a file, a headline, and what is said of each function."""
    loaded = load(Path(FILE), source=Source(source.replace("\r\n", "\n")))
    try:
        reports = judged(loaded)
    finally:
        loaded.unload()
    reports.sort(key=lambda one: one.line or 0)
    blocks = [block for one in reports for block in _blocks(one, language)]
    spoken = {one.function for one in reports} | {one.function.partition(".")[0] for one in reports}
    others = [name for name in loaded.definitions if name not in spoken and looks_like_a_layer(name)]
    if others:
        blocks.append(_text(_OTHERS.format(", ".join(f"`{one}`" for one in others))[language]))
    blocks += [_text(f"{NOTE[language]}: {note.text[language]}") for note in loaded.notes]
    if not reports:
        return UNDECIDED, NOTHING, blocks
    blocks.append(_text(_LEFT_OUT[language]))
    counts = Counter(one.verdict for one in reports)
    listed = [
        Text(*(f"{VERDICT_NAMES[verdict][code]} {counts[verdict]}" for code in ("ko", "en")))
        for verdict in VERDICT_NAMES
        if counts[verdict]
    ]
    told = Text(*(", ".join(one[code] for one in listed) for code in ("ko", "en")))
    number = str(len(reports))
    return (
        _overall(counts),
        Text(_COUNTED.ko.format(number, told.ko), _COUNTED.en.format(number, told.en)),
        blocks,
    )


def judged(loaded: Loaded) -> list[FunctionReport]:
    """The verdicts on what a file defines, and on the layers in it that cannot be read."""
    own, references = loaded.own_names, loaded.references
    subjects = [one for one in recognised(as_bound(vars(loaded.module))) if is_own(one, own)]
    by_name = {one.function: one for one in in_groups(subjects, judge, lambda _: {})}
    in_the_convention_of_forwards(subjects, by_name, judge)
    reports = [by_name[one.function] for one in subjects]
    for report, subject in zip(reports, subjects, strict=True):
        if report.verdict == verdicts.CORRECT and delegates(subject, references):
            report.verdict, report.evidence, report.reason = verdicts.UNDECIDED, None, DELEGATED
    broken = [
        FunctionReport(name, verdicts.CRASHES, line=line, reason=_UNREAD.format(str(line)))
        for name, line in loaded.broken.items()
        if looks_like_a_layer(name)
    ]
    return [*reports, *broken]


def _overall(counts: Counter[str]) -> str:
    if counts[verdicts.WRONG] or counts[verdicts.CRASHES]:
        return REFUTED
    return PROVEN if set(counts) == {verdicts.CORRECT} else UNDECIDED


def _text(words: str) -> Block:
    return {"kind": "text", "text": words}


def _blocks(report: FunctionReport, language: str) -> Iterator[Block]:
    mark, _ = MARKS[report.verdict]
    yield {"kind": "title", "text": f"{mark} {report.function}: {headline(report, language)}"}
    for remark in report.diagnosis:
        yield _text(remark.text[language])
    if report.convention is not None:
        yield _text(f"{CONVENTION[language]}: {report.convention.text[language]}")
    if report.reason is not None:
        yield _text(report.reason[language])
    for formula in report.formulas:
        for name, side, latex in (
            (EXPECTED, formula.expected, formula.latex[1]),
            (FOUND, formula.found, formula.latex[2]),
        ):
            yield _text(f"{name[language]}:")
            yield {
                "kind": "formula",
                "text": f"{formula.entry} = {side}",
                "latex": f"{formula.latex[0]} = {latex}",
            }
    for finding in report.findings:
        yield _text(f"{FINDING[language]}: {finding.text[language]}")
    if report.counterexample is not None:
        yield _text(f"{EXAMPLE[language]}:")
        yield {"kind": "code", "text": report.counterexample.snippet_in(language)}
    for result in report.results[:1]:
        yield {"kind": "lecture", "text": result.partition(".")[0], "result": result}
