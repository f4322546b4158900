"""What a run says of errors and of what it would have caught, for each result and dtype."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console

from yudo import derivations
from yudo.verification.cases.draw import Case
from yudo.verification.numeric.judge import Measurement, Sensitivity
from yudo.verification.numeric.search import Accuracy, Exploration, Finding, Plan
from yudo.verification.reports import report

CASE = Case({"N": 1, "D": [1], "M": 1})


def finding(passed: bool | None = True, **numbers: object) -> Finding:
    return Finding(Measurement("dw", "sympy", passed, **numbers), CASE, "float64", "made up")


@pytest.fixture(scope="module")
def tallies():
    return Exploration(Plan("affine", ("dw", "db"), cases=3, seed=1)).run()


@pytest.mark.parametrize("name", ["dw", "db"])
def test_both_dtypes_are_told_apart_and_float64_sees_smaller_errors(tallies, name):
    accuracy = tallies[name, "sympy"].accuracy
    assert set(accuracy) == {"float32", "float64"}
    assert accuracy["float64"].sensitivity_median < 1e-12 < accuracy["float32"].sensitivity_median < 1e-5
    for of in accuracy.values():
        assert of.sensitivity_median <= of.sensitivity_worst
        assert len(of.medians) <= tallies[name, "sympy"].cases


def test_jax_has_no_accuracy_because_it_rounds_itself(tallies):
    assert tallies["dw", "jax"].accuracy == {}


def test_the_case_with_the_largest_share_gives_the_same_share_again(tallies):
    worst = tallies["dw", "sympy"].accuracy["float32"].largest_share
    again = Exploration(Plan("affine", ("dw",), dtypes=("float32",), replayed=worst.case)).run()
    assert again["dw", "sympy"].accuracy["float32"].largest_share.measurement == worst.measurement


def test_the_largest_of_each_kind_is_kept_with_its_finding():
    accuracy = Accuracy()
    first = finding(error=1.0, tolerance=4.0, most_ulps=3.0, sensitivity=Sensitivity(1e-15, (), 1e-3, (1,)))
    second = finding(error=1.0, tolerance=2.0, most_ulps=2.0, sensitivity=Sensitivity(3e-15, (), 1e-9, (2,)))
    for one in (first, second, finding(None, most_ulps=99.0), finding(most_ulps=0.0)):
        accuracy.include(one)
    assert accuracy.most_ulps is first
    assert accuracy.largest_share is second
    assert accuracy.least_sensitive is first
    assert accuracy.medians == [1e-15, 3e-15]
    assert accuracy.sensitivity_median == 2e-15
    assert accuracy.sensitivity_worst == 1e-3


def test_where_nothing_was_decided_there_is_nothing_to_tell():
    accuracy = Accuracy()
    accuracy.include(finding(None))
    assert (accuracy.most_ulps, accuracy.sensitivity_median, accuracy.sensitivity_worst) == (
        None,
        None,
        -math.inf,
    )
    assert report._accuracy("affine.dw", accuracy) == {}


def test_the_table_of_accuracy_fits_into_80_columns_for_every_result(tallies):
    tally = tallies["dw", "sympy"]
    results = [result for layer in derivations.layers().values() for result in layer.results.values()]
    listed = [report.Outcome(result.id, result.statement, {"sympy": tally}, None) for result in results]
    console = Console(file=io.StringIO(), width=80)
    report.print_accuracy(console, listed)
    rows = [line for line in console.file.getvalue().splitlines() if "float32" in line]
    assert [row.split()[0] for row in rows] == [result.id for result in results]
    assert {len(row.split()) for row in rows} == {6}
