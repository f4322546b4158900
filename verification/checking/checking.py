"""The verdicts on all functions of a module, or on live functions and objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from derivations.calculus.text import Text
from verification.checking import verdicts
from verification.checking.judging import judge
from verification.checking.recognition import recognised
from verification.checking.subject import Reading, Subject
from verification.checking.verdicts import FunctionReport


def check_names(names: Mapping[str, Any]) -> list[FunctionReport]:
    """The verdicts on what is recognised in a namespace."""
    return check_subjects(recognised(names))


def check_subjects(subjects: Sequence[Subject]) -> list[FunctionReport]:
    """The verdicts on subjects, forwards before their backwards, reported in the order given."""
    groups: dict[str, list[tuple[Subject, FunctionReport]]] = {}
    for subject in sorted(subjects, key=lambda one: one.quantities[0].startswith("d")):
        group = groups.setdefault(subject.group, [])
        group.append((subject, _judged(subject, group)))
    reports = {}
    for group in groups.values():
        for subject, report in _in_one_convention(group):
            reports[subject.function] = report
    return [reports[subject.function] for subject in subjects]


def _in_one_convention(
    group: list[tuple[Subject, FunctionReport]],
) -> list[tuple[Subject, FunctionReport]]:
    """Loss and gradient must be right in the same convention; where they are not, the course's own counts."""
    readings = {
        s.function: _reading_of(s, r)
        for s, r in group
        if r.verdict == verdicts.CORRECT and len(s.readings) > 1
    }
    keys = {reading.key for reading in readings.values()}
    if len(keys) < 2:
        return group
    first = next(s for s, _ in group if s.function in readings)
    binding = next(reading for reading in first.readings if reading.key in keys)
    return [
        (
            s,
            r
            if readings.get(s.function, binding).key == binding.key
            else _judged(replace(s, readings=(binding,)), ()),
        )
        for s, r in group
    ]


def _reading_of(subject: Subject, report: FunctionReport) -> Reading:
    key = report.convention.key if report.convention is not None else None
    return next((one for one in subject.readings if one.key == key), subject.readings[0])


def _judged(subject: Subject, group: Sequence[tuple[Subject, FunctionReport]]) -> FunctionReport:
    try:
        return judge(subject, group)
    except Exception as error:  # a fault of the checker's must not cost the other verdicts
        said = f"{type(error).__name__}: {error}"
        reason = Text(f"검사기 내부 오류: {said}", f"an error in the checker itself: {said}")
        return FunctionReport(subject.function, verdicts.UNDECIDED, line=subject.line, reason=reason)
