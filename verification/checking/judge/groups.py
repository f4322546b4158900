"""The verdicts on functions that belong together: a gradient belongs to the loss that it is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.recognise.candidate import Reading, Subject
from yudo.verification.checking.verdicts import FunctionReport

Group = Sequence[tuple[Subject, FunctionReport]]
Judge = Callable[[Subject, Group], FunctionReport]
"""Gives the verdict on one subject; the functions of its group that were judged before bind it."""
Averaging = Callable[[Subject], Mapping[str, Any]]
"""Whether a loss averages or sums, as an option of its readings; empty if it does neither."""


def in_groups(subjects: Sequence[Subject], judge: Judge, averaging_of: Averaging) -> list[FunctionReport]:
    """The verdicts on subjects, forwards before their backwards, reported in the order given.

    Parameters
    ----------
    subjects
        What is judged.
    judge
        What gives each verdict.
    averaging_of
        Asked of a loss that is wrong: its gradients are judged by it all the same.
    """
    groups: dict[str, list[tuple[Subject, FunctionReport]]] = {}
    for subject in sorted(subjects, key=lambda one: one.quantities[0].startswith("d")):
        group = groups.setdefault(subject.group, [])
        bound = _in_the_convention_of(group, subject, averaging_of)
        group.append((bound, _judged(bound, group, judge)))
    reports = {}
    for group in groups.values():
        for subject, report in _at_odds(group, judge):
            reports[subject.function] = report
    return [reports[subject.function] for subject in subjects]


def _in_the_convention_of(group: Group, subject: Subject, averaging_of: Averaging) -> Subject:
    """The subject with the conventions of its group's loss alone: what the gradient belongs to is the loss.

    Where the loss has not the course's own convention, the gradient may have it: see `_at_odds`. A backward
    has those of its forward, as far as they say which function it is.
    """
    loss, report = next((one for one in group if "loss" in one[0].quantities), (None, None))
    if loss is None and subject.quantities[0].startswith("d"):
        return _of_the_same_function(group, subject)
    if loss is None or report is None or len(loss.readings) < 2 or report.verdict not in _CALCULATED:
        return subject
    right = report.verdict == verdicts.CORRECT
    options = reading_of(loss, report).options if right else averaging_of(loss)
    binding = {key: value for key, value in options.items() if (key, value) not in _SECOND}
    kept = tuple(one for one in subject.readings if binding.items() <= one.options.items())
    return replace(subject, readings=kept) if kept else subject


def _of_the_same_function(group: Group, subject: Subject) -> Subject:
    """A backward with the conventions of right forwards alone, in what every convention names."""
    named = frozenset.intersection(*(frozenset(one.options) for one in subject.readings))
    meant = [
        {key: own.get(key) for key in named}
        for forward, report in group
        for own in [reading_of(forward, report).options]
        if report.verdict == verdicts.CORRECT and not forward.quantities[0].startswith("d")
    ]
    kept = tuple(one for one in subject.readings if {key: one.options[key] for key in named} in meant)
    return replace(subject, readings=kept) if kept else subject


_SECOND = (("average", "sum"), ("scale", 0))
"""Conventions that a loss may have by mistake: the course averages, and has a penalty."""
_CALCULATED = (verdicts.CORRECT, verdicts.WRONG)


def _at_odds(group: Group, judge: Judge) -> Group:
    """Judge a loss once more as its gradient is, if that has the course's convention and the loss has not."""
    right = [one for one in group if one[1].verdict == verdicts.CORRECT and len(one[0].readings) > 1]
    gradients = [reading_of(*one).options for one in right if "loss" not in one[0].quantities]
    made = []
    for subject, report in group:
        if gradients and "loss" in subject.quantities and report.verdict == verdicts.CORRECT:
            own = reading_of(subject, report).options
            wanted = {key: gradients[0].get(key, own[key]) for key in own if (key, own[key]) in _SECOND}
            if not wanted.items() <= own.items():
                kept = tuple(one for one in subject.readings if wanted.items() <= one.options.items())
                report = _judged(replace(subject, readings=kept), (), judge)
        made.append((subject, report))
    return made


def in_the_convention_of_forwards(
    subjects: Sequence[Subject], reports: dict[str, FunctionReport], judge: Judge
) -> None:
    """Judge backwards again that are right in another convention than their forwards, which are right."""
    by_name = {one.function: one for one in subjects}
    for one in subjects:
        forward, report = by_name.get(one.convention_of), reports[one.function]
        if forward is None or {report.verdict, reports[forward.function].verdict} != {verdicts.CORRECT}:
            continue
        name = reading_of(forward, reports[forward.function]).name
        kept = tuple(reading for reading in one.readings if reading.name == name)
        if kept and reading_of(one, report).name != name:
            reports[one.function] = _judged(replace(one, readings=kept), (), judge)


def reading_of(subject: Subject, report: FunctionReport) -> Reading:
    """The convention under which a subject is right."""
    key = report.convention.key if report.convention is not None else None
    fitting = (one for one in subject.readings if (one.key == key if key else one.name is None))
    return next(fitting, subject.readings[0])


def _judged(subject: Subject, group: Group, judge: Judge) -> FunctionReport:
    try:
        return judge(subject, group)
    except Exception as error:  # a fault of the checker's must not cost the other verdicts
        said = f"{type(error).__name__}: {error}"
        reason = Text(f"검사기 내부 오류: {said}", f"an error in the checker itself: {said}")
        return FunctionReport(subject.function, verdicts.UNDECIDED, line=subject.line, reason=reason)
