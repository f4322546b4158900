"""The verdicts on all functions of a module, or on live functions and objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from yudo.verification.checking.judge.decide import judge
from yudo.verification.checking.judge.groups import in_groups
from yudo.verification.checking.judge.running import run
from yudo.verification.checking.judge.trials import Trial, ordinary
from yudo.verification.checking.recognise.agreement import FAR, gap
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.recognition import recognised
from yudo.verification.checking.recognise.reuse import BATCH
from yudo.verification.checking.verdicts import FunctionReport


def check_names(names: Mapping[str, Any]) -> list[FunctionReport]:
    """The verdicts on what is recognised in a namespace."""
    return check_subjects(recognised(names))


def check_subjects(subjects: Sequence[Subject]) -> list[FunctionReport]:
    """The verdicts on subjects, forwards before their backwards, reported in the order given."""
    return in_groups(subjects, judge, averaging_of)


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
