"""The verdicts on all functions of a module, or on live functions and objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.decide import judge
from yudo.verification.checking.judge.groups import in_groups, in_the_convention_of_forwards, reading_of
from yudo.verification.checking.judge.running import run
from yudo.verification.checking.judge.trials import Trial, ordinary
from yudo.verification.checking.recognise.agreement import FAR, gap
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.recognition import recognised
from yudo.verification.checking.recognise.reuse import BATCH
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.symbolic import canaries


def check_names(names: Mapping[str, Any]) -> list[FunctionReport]:
    """The verdicts on what is recognised in a namespace."""
    return check_subjects(recognised(names))


def check_subjects(subjects: Sequence[Subject]) -> list[FunctionReport]:
    """The verdicts on subjects, forwards before their backwards, reported in the order given.

    One that comes `Subject.after` others is judged only where those are right.
    """
    reports: dict[str, FunctionReport] = {}
    # The prover is the same for all of them: what is known to be wrong is put before it once.
    judge_each = partial(judge, out_of_order=cache(canaries.failure))
    left = list(subjects)
    while left:
        names = {one.function for one in left}
        now = [one for one in left if not names & {*one.after}] or left
        left = [one for one in left if one not in now]
        ready = [one for one in now if all(_is_right(reports.get(name)) for name in one.after)]
        ready = [_in_the_convention_of(one, subjects, reports) for one in ready]
        for one, report in zip(ready, in_groups(ready, judge_each, averaging_of), strict=True):
            reports[one.function] = report
        for one in now:
            if one.function not in reports:
                first = next(name for name in one.after if not _is_right(reports.get(name)))
                reason = Text(f"`{first}`이 옳아진 다음에 본다", f"it is looked at once `{first}` is right")
                reports[one.function] = FunctionReport(
                    one.function, verdicts.NOT_CHECKED, line=one.line, reason=reason
                )
    in_the_convention_of_forwards(subjects, reports, judge_each)
    return [reports[one.function] for one in subjects]


def _in_the_convention_of(
    subject: Subject, others: Sequence[Subject], reports: Mapping[str, FunctionReport]
) -> Subject:
    """The subject with the conventions alone that the loss of the same net without options has."""
    for one in others:
        if one.function in subject.after and not one.after and "loss" in one.quantities:
            bound = reading_of(one, reports[one.function]).options.items()
            kept = tuple(reading for reading in subject.readings if bound <= reading.options.items())
            return replace(subject, readings=kept or subject.readings)
    return subject


def _is_right(report: FunctionReport | None) -> bool:
    return report is None or report.verdict == verdicts.CORRECT


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
