"""The verdicts on all functions of a module, or on live functions and objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derivations.calculus.text import Text
from verification.checking import verdicts
from verification.checking.judging import judge
from verification.checking.recognition import recognised
from verification.checking.subject import Subject
from verification.checking.verdicts import FunctionReport


def check_names(names: Mapping[str, Any]) -> list[FunctionReport]:
    """The verdicts on what is recognised in a namespace."""
    return check_subjects(recognised(names))


def check_subjects(subjects: Sequence[Subject]) -> list[FunctionReport]:
    """The verdicts on subjects, forwards before their backwards, reported in the order given."""
    groups: dict[str, list[tuple[Subject, FunctionReport]]] = {}
    reports: dict[str, FunctionReport] = {}
    for subject in sorted(subjects, key=lambda one: one.quantities[0].startswith("d")):
        group = groups.setdefault(subject.group, [])
        try:
            report = judge(subject, group)
        except Exception as error:  # a fault of the checker's must not cost the other verdicts
            said = f"{type(error).__name__}: {error}"
            reason = Text(f"검사기 내부 오류: {said}", f"an error in the checker itself: {said}")
            report = FunctionReport(subject.function, verdicts.UNDECIDED, line=subject.line, reason=reason)
        group.append((subject, report))
        reports[subject.function] = report
    return [reports[subject.function] for subject in subjects]
