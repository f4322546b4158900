"""Verdicts on code by many hands: files in ``corpus/``, with what is expected of each function.

``unproven.txt`` lists the correct functions that are not proven for all shapes, ``undiagnosed.txt`` the wrong
ones whose mistake is not put into words. A function may not be in its list without need, nor out of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from tests.checking.corpus_files import CORPUS, one_worker_each
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "expected.toml").read_text(encoding="utf-8"))
FILES = sorted(name for name in EXPECTED if (CORPUS / name).exists())


def listed(name: str) -> set[str]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


UNPROVEN, UNDIAGNOSED = listed("unproven.txt"), listed("undiagnosed.txt")


def functions(verdict: str) -> list[str]:
    return [
        f"{file}:{name}"
        for file, expected in EXPECTED.items()
        for name, one in expected.items()
        if isinstance(one, dict) and one.get("verdict") == verdict and "obstacle" not in one
    ]


def test_the_corpus_has_enough_of_everything() -> None:
    assert len(functions("correct")) >= 60
    assert len(functions("wrong")) >= 60


def test_at_least_four_fifths_of_the_correct_functions_are_proven_for_all_shapes() -> None:
    correct = functions("correct")
    assert set(correct) >= UNPROVEN, "unproven.txt names what is not a correct function of the corpus"
    assert len(UNPROVEN) <= 0.2 * len(correct)


def test_at_least_four_fifths_of_the_wrong_functions_are_diagnosed_in_words() -> None:
    wrong = functions("wrong")
    assert set(wrong) >= UNDIAGNOSED, "undiagnosed.txt names what is not a wrong function of the corpus"
    assert len(UNDIAGNOSED) <= 0.2 * len(wrong)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("file", one_worker_each(FILES))
def test_every_function_of_a_file_gets_the_expected_verdict(
    file: str, report_of: Callable[[str], FileReport]
) -> None:
    report = report_of(file)
    found = {one.function: one for one in report.functions}
    for name, expected in EXPECTED[file].items():
        if not isinstance(expected, dict) or "verdict" not in expected or "obstacle" in expected:
            continue
        if name == "*":  # the file as a whole
            assert report.unread is not None or any(
                one.verdict == expected["verdict"] for one in found.values()
            )
            continue
        assert name in found, f"{name} was not recognised"
        one, place = found[name], f"{file}:{name}"
        assert one.verdict == expected["verdict"], (one.reason, one.diagnosis, one.counterexample)
        if one.verdict == verdicts.CORRECT:
            assert (one.evidence == verdicts.ALL_SHAPES) == (place not in UNPROVEN), one.reason
        if one.verdict == verdicts.WRONG:
            assert bool(one.diagnosis) == (place not in UNDIAGNOSED), one.diagnosis
            assert one.counterexample is not None
