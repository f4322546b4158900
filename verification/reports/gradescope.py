"""Gradescope's ``results.json``: one test with points for each function of the rubric.

The format: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport
from yudo.verification.checking.presentation import (
    NOTHING,
    REFUSED,
    grouped,
    headline,
    isolation_line,
    markdown_details,
)
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.reports.rubric import Rubric

MISSING = Text("제출물에 이 함수가 없다.", "The submission has no such function.")
TWICE = Text(
    "이 이름의 함수가 여러 파일에 있다. 모두 맞아야 점수를 받는다.",
    "Several files define this function; all of them must be correct.",
)

BY_HAND = Text(
    "Yudo에 이 함수의 정의가 없다. 점수는 직접 매긴다.",
    "Yudo has no definition of this function; its points are given by hand.",
)


def results(
    submissions: Mapping[str, Sequence[FileReport]], rubric: Rubric | None, language: str
) -> dict[str, Any]:
    """The content of ``results.json``; without a rubric each function that was checked is worth one point.

    The autograder sees one submission at a time. Where there are several, each has tests of its own, under
    its name.
    """
    tests, remarks = [], []
    for name, reports in submissions.items():
        found: dict[str, list[FunctionReport]] = {}
        for report in reports:
            for one in report.functions:
                found.setdefault(one.function, []).append(one)
            if report.unread is not None:
                remarks.append(f"{report.file}: {report.unread[language]}")
            elif not report.functions and rubric is None:
                remarks.append(f"{report.file}: {NOTHING[language]}")
            if report.refused:
                remarks.append(f"{report.file}: {REFUSED[language]}: {', '.join(report.refused)}")
            remarks += [
                f"{report.file}: {names}: {headline(one, language)}"
                for names, one in grouped(report.functions)
                if one.verdict in verdicts.OPEN
            ]
        points = rubric.points if rubric is not None else dict.fromkeys(_checked(found), 1.0)
        under = f"{name}: " if len(submissions) > 1 else ""
        tests += [
            _test(f"{under}{function}", worth, found.get(function, []), language)
            for function, worth in points.items()
        ]
    held = {one.isolation for reports in submissions.values() for one in reports if one.isolation is not None}
    remarks += [isolation_line(one, language) for one in sorted(held)]
    return {
        "score": sum(test["score"] for test in tests),  # asked for where there is no test
        "output": "\n".join(remarks),
        "output_format": "text",
        "test_output_format": "md",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _checked(found: Mapping[str, Sequence[FunctionReport]]) -> list[str]:
    return [name for name, reports in found.items() if any(o.verdict not in verdicts.OPEN for o in reports)]


def _test(name: str, worth: float, found: Sequence[FunctionReport], language: str) -> dict[str, Any]:
    good = bool(found) and all(one.verdict == verdicts.CORRECT for one in found)
    output = [] if found else [MISSING[language]]
    if len(found) > 1:
        output.append(TWICE[language])
    if any(one.verdict in verdicts.OPEN for one in found):
        output.append(BY_HAND[language])
    for one in found:
        output += [headline(one, language), "", *markdown_details(one, language), ""]
    return {
        "name": name,
        "score": worth if good else 0.0,
        "max_score": worth,
        "status": "passed" if good else "failed",
        "output": "\n".join(output),
        "visibility": "visible",
    }
