"""The right answers of the checker, held against the project's own code, which is proven right."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from inspect import signature
from itertools import combinations, product
from types import ModuleType

import numpy as np
import pytest

from yudo import impl
from yudo.verification.checking import verdicts
from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.judge.trials import ordinary
from yudo.verification.checking.recognise.agreement import ROUNDED, gap
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.over_time import all_steps
from yudo.verification.checking.recognise.recognition import recognised, stems
from yudo.verification.checking.recognise.subjects import gru_step, lstm_step, recurrent_cells, rnn_step

STEMS = [one.name for one in pkgutil.iter_modules(impl.__path__) if not one.name.startswith("_")]
MODULES = [import_module(f"yudo.impl.{stem}") for stem in STEMS]


def own_subjects(module: ModuleType) -> list[Subject]:
    """What a module of ``impl`` defines itself."""
    return [one for one in recognised(vars(module)) if one.source.__module__ == module.__name__]


SUBJECTS = [one for module in MODULES for one in own_subjects(module)]


@pytest.mark.parametrize("stem", sorted({*stems()} & {*STEMS}))
def test_what_is_recognised_of_a_layer_is_found_in_the_projects_own_code(stem: str) -> None:
    assert any(one.source.__module__ == f"yudo.impl.{stem}" for one in SUBJECTS)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda one: one.function)
def test_the_projects_own_code_is_proven_for_all_shapes(subject: Subject) -> None:
    """But for nets that are said to be compared by values alone: they are proven as their records."""
    (report,) = check_subjects([subject])
    assert report.verdict == verdicts.CORRECT, report.reason
    alone = report.reason is not None and "compared by values alone" in report.reason.en
    assert report.evidence == (verdicts.VALUES if alone else verdicts.ALL_SHAPES), report.reason


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda one: one.function)
def test_every_mistake_that_is_known_changes_a_value(subject: Subject) -> None:
    """Under some convention: a slip within one form of a function is none within another."""
    cases = [
        (trial, reading.options, subject.reference(trial.copy(), **reading.options))
        for reading, trial in product(subject.readings, ordinary(subject.shapes))
    ]

    def changes(flaw, trial, options, right):
        try:
            with np.errstate(all="ignore"):
                wrong = subject.reference(trial.copy(), **{**options, **flaw.options})
        except (ValueError, IndexError):  # shapes that do not fit
            return True
        return any(gap(wrong[name], right[name]) > 1e-9 for name in right if name in wrong)

    for flaw in subject.flaws:
        assert any(changes(flaw, *case) for case in cases), flaw.key


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda one: one.function)
def test_conventions_differ_from_each_other(subject: Subject) -> None:
    trial = next(ordinary(subject.shapes))
    values = {one.key: subject.reference(trial.copy(), **one.options) for one in subject.readings}
    assert len(values) == len(subject.readings)
    for (one, a), (other, b) in combinations(values.items(), 2):
        assert any(gap(a[name], b[name]) > ROUNDED for name in subject.quantities), (one, other)


STEPS = [
    rnn_step.reference,
    lstm_step.reference,
    gru_step.reference,
    recurrent_cells.rnn_reference,
    recurrent_cells.lstm_reference,
]


@pytest.mark.parametrize(
    "step", STEPS, ids=lambda step: f"{step.__module__.rpartition('.')[2]}.{step.__name__}"
)
def test_a_slip_within_a_step_has_no_name_of_one_between_steps(step) -> None:
    of_net = {name for name, one in signature(all_steps).parameters.items() if one.default is not one.empty}
    assert of_net & {*signature(step).parameters} == set()
