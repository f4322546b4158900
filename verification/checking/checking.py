"""The verdicts on all functions of a module, or on live functions and objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.decide import judge
from yudo.verification.checking.judge.running import run
from yudo.verification.checking.judge.trials import Trial, ordinary
from yudo.verification.checking.recognise.agreement import FAR, gap
from yudo.verification.checking.recognise.candidate import Reading, Subject
from yudo.verification.checking.recognise.recognition import recognised
from yudo.verification.checking.recognise.reuse import BATCH
from yudo.verification.checking.verdicts import FunctionReport


def check_names(names: Mapping[str, Any]) -> list[FunctionReport]:
    """The verdicts on what is recognised in a namespace."""
    return check_subjects(recognised(names))


def check_subjects(subjects: Sequence[Subject]) -> list[FunctionReport]:
    """The verdicts on subjects, forwards before their backwards, reported in the order given."""
    groups: dict[str, list[tuple[Subject, FunctionReport]]] = {}
    for subject in sorted(subjects, key=lambda one: one.quantities[0].startswith("d")):
        group = groups.setdefault(subject.group, [])
        bound = _in_the_convention_of(group, subject)
        group.append((bound, _judged(bound, group)))
    reports = {}
    for group in groups.values():
        for subject, report in _at_odds(group):
            reports[subject.function] = report
    return [reports[subject.function] for subject in subjects]


Group = Sequence[tuple[Subject, FunctionReport]]


def _in_the_convention_of(group: Group, subject: Subject) -> Subject:
    """The subject with the conventions of its group's loss alone: what the gradient belongs to is the loss.

    Where the loss has not the course's own convention, the gradient may have it: see `_at_odds`.
    """
    loss, report = next((one for one in group if "loss" in one[0].quantities), (None, None))
    if loss is None or report is None or len(loss.readings) < 2 or report.verdict not in _CALCULATED:
        return subject
    right = report.verdict == verdicts.CORRECT
    options = _reading_of(loss, report).options if right else averaging_of(loss)
    binding = {key: value for key, value in options.items() if (key, value) not in _SECOND}
    kept = tuple(one for one in subject.readings if binding.items() <= one.options.items())
    return replace(subject, readings=kept) if kept else subject


_SECOND = (("average", "sum"), ("scale", 0))
"""Conventions that a loss may have by mistake: the course averages, and has a penalty."""
_CALCULATED = (verdicts.CORRECT, verdicts.WRONG)


def averaging_of(loss: Subject) -> dict[str, Any]:
    """Whether a loss averages or sums, as an option of its readings; empty if it does neither.

    A loss that is wrong says so as well: twice the batch has the same average, or twice the sum.
    """
    trial = next(ordinary(loss.shapes, 1))
    given = {**trial.copy(), **({"reg": 0.0} if "reg" in trial.given else {})}
    twice = {name: np.concatenate([one, one]) if name in BATCH else one for name, one in given.items()}
    for program in loss.programs:
        once, again = (run(program, Trial({}, inputs)) for inputs in (given, twice))
        if once.ok and again.ok:
            for average, factor in (("mean", 1), ("sum", 2)):
                if gap(again.values["loss"], factor * once.values["loss"]) <= FAR:
                    return {"average": average}
    return {}


def _at_odds(group: Group) -> Group:
    """Judge a loss once more as its gradient is, if that has the course's convention and the loss has not."""
    right = [one for one in group if one[1].verdict == verdicts.CORRECT and len(one[0].readings) > 1]
    gradients = [_reading_of(*one).options for one in right if "loss" not in one[0].quantities]
    made = []
    for subject, report in group:
        if gradients and "loss" in subject.quantities and report.verdict == verdicts.CORRECT:
            own = _reading_of(subject, report).options
            wanted = {key: gradients[0].get(key, own[key]) for key in own if (key, own[key]) in _SECOND}
            if not wanted.items() <= own.items():
                kept = tuple(one for one in subject.readings if wanted.items() <= one.options.items())
                report = _judged(replace(subject, readings=kept), ())
        made.append((subject, report))
    return made


def _reading_of(subject: Subject, report: FunctionReport) -> Reading:
    key = report.convention.key if report.convention is not None else None
    fitting = (one for one in subject.readings if (one.key == key if key else one.name is None))
    return next(fitting, subject.readings[0])


def _judged(subject: Subject, group: Sequence[tuple[Subject, FunctionReport]]) -> FunctionReport:
    try:
        return judge(subject, group)
    except Exception as error:  # a fault of the checker's must not cost the other verdicts
        said = f"{type(error).__name__}: {error}"
        reason = Text(f"검사기 내부 오류: {said}", f"an error in the checker itself: {said}")
        return FunctionReport(subject.function, verdicts.UNDECIDED, line=subject.line, reason=reason)
