"""What the page of the benchmarks says, with a report, with a strange one, and with none."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.checking.subjects import BUGS
from benchmarks.goals import goals
from benchmarks.layers.operations import OPERATIONS
from benchmarks.report import SCHEMA
from benchmarks.verifying.stages import STAGES
from docs.site_builder.benchmarks import fill
from docs.site_builder.languages import label

ROOT = Path(__file__).resolve().parents[2]
CONTENDERS = ("yudo", "gradcheck slow", "central difference")
LANGUAGES = ("en", "ko")


def check(contender, shape, **more):
    record = {
        "contender": contender,
        "layer": "affine",
        "shape": shape,
        "entries": shape[1] * (shape[0] + shape[2]) + shape[2],
        "status": "measured",
        "seconds": 0.25,
        "runs": 5,
        "extrapolated_seconds": None,
        "false_alarm": False,
        "smallest_caught": 1e-13,
        "reason": None,
        "ratio": 1.0,
        "growth_exponent": None,
    }
    return record | more


def run(operation, contender, seconds):
    return {
        "operation": operation,
        "dtype": "float64",
        "size": "medium",
        "contender": contender,
        "seconds": seconds,
        "reason": None,
        "limit": "copy",
        "speed": 1.0 / seconds,
        "share": 0.5,
    }


@pytest.fixture
def report():
    shape, larger = [64, 512, 100], [64, 3072, 100]
    ended = {"status": "limit", "seconds": None, "smallest_caught": None, "false_alarm": None}
    speeds = {"impl": 1.0, "textbook": 1.0, "torch": 0.5}
    return {
        "schema": SCHEMA,
        "date": "2026-01-02T03:04:05+00:00",
        "seed": 7,
        "quick": False,
        "threads": 2,
        "machine": {"cpu": "A processor", "cpus": 2, "memory_gb": 25.1, "system": "Linux x86_64"},
        "versions": {"numpy": "2.4.0", "torch": None},
        "seconds": 500.0,
        "checking": {
            "time_limit": 100.0,
            "contenders": [
                *({"name": name, "missing": None} for name in CONTENDERS),
                {"name": "check_grads", "missing": "jax is not installed"},
            ],
            "runs": [
                check("yudo", shape),
                check("yudo", larger, seconds=3.0),
                check("gradcheck slow", shape, **ended, extrapolated_seconds=321.0, ratio=1284.0),
                check("central difference", shape, seconds=25.0, ratio=100.0, false_alarm=True),
            ],
            "bugs": [
                {"layer": layer, "bug": bug, "outcomes": {"yudo": "caught", "yudo proof": "refuted"}}
                for layer in BUGS
                for bug in BUGS[layer]
            ],
            "nets": {"sizes": [32, 32, 64, 10], "seeds": [7, 8, 9]},
            "false_alarms": [{"contender": "yudo", "status": "measured", "seeds": []}],
            "proofs": [{"layer": "affine", "seconds": 0.04, "correct": "proven", "reason": None}],
        },
        "layers": {
            "contenders": [{"name": name, "missing": None} for name in speeds],
            "sizes": {"medium": [256, 1024, 512]},
            "limits": [],
            "runs": [run(o, name, seconds) for o in OPERATIONS for name, seconds in speeds.items()],
        },
        "verify": {
            "layers": [],
            "jobs": 2,
            "growth": [{"cases": 0, "seconds": 20.0, "exit": 0, "reason": None}],
            "seconds_per_case": None,
            "stages": {"cases": 0, "seconds": dict.fromkeys([*STAGES, "rest"], 2.0), "reason": None},
        },
    }


@pytest.fixture
def page(report, tmp_path):
    def filled(language, **changes):
        path = tmp_path / "benchmarks.json"
        path.write_text(json.dumps(report | changes), encoding="utf-8")
        text = (ROOT / "docs" / language / "benchmarks.md").read_text(encoding="utf-8")
        return fill(text, path, language)

    return filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_the_page_is_filled(page, language):
    text = page(language)
    assert "<!-- benchmarks:" not in text
    assert "{" not in re.sub(r"\{#[\w-]+\}|\$[^$]*\$|<svg.*?</svg>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_a_report_says_how_to_make_one_and_shows_no_empty_table(tmp_path, language):
    text = (ROOT / "docs" / language / "benchmarks.md").read_text(encoding="utf-8")
    filled = fill(text, tmp_path / "absent.json", language)
    assert label("bench missing", language) in filled
    assert "<!-- benchmarks:" not in filled
    assert "yudo-evidence" not in filled
    # Only how to measure is left: no heading of numbers that are not there.
    assert re.findall(r"\{#([\w-]+)\}", filled) == ["benchmarks", "measure"]


def test_a_report_that_cannot_be_read_is_named_with_the_reason_and_stops_nothing(page, report, tmp_path):
    assert "benchmarks.json does not follow the schema yudo.benchmarks/1" in page("en", schema="other")
    (tmp_path / "benchmarks.json").write_text("{", encoding="utf-8")
    told = fill("<!-- benchmarks:circumstances -->", tmp_path / "benchmarks.json", "en")
    assert "benchmarks.json is not JSON" in told
    assert str(tmp_path) not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_that_was_not_measured_is_said_to_be_missing(page, language):
    assert page(language, verify=None).count(label("bench part missing", language)) == 2


def test_date_processor_threads_and_versions_stand_on_the_page(page):
    text = page("en")
    for words in ("2026-01-02 03:04 UTC", "A processor", "contender: 2", "seed 7", "numpy 2.4.0"):
        assert words in text
    assert "torch None" not in text


def test_a_limit_and_a_guess_are_marked_and_a_false_alarm_is_named(page):
    rows = [line for line in page("en").splitlines() if "64×512×100" in line]
    slow = next(row for row in rows if "gradcheck" in row)
    assert ">100 (~3.2e+02)" in slow
    assert "~1,284" in slow
    assert "**false alarm**" in next(row for row in rows if "central difference" in row)


def test_goals_that_were_missed_are_said_to_be(page, report):
    text = page("en")
    missed = [goal for goal in goals(report) if goal.met is False]
    assert {goal.name for goal in missed} >= {"seconds_large", "others"}
    assert text.count("**not met**") == len(missed)


def test_the_operations_that_are_behind_are_listed(page):
    text = page("en")
    assert "Slower than the textbook form: nowhere." in text
    assert "`relu_forward` (medium: float64 0.50)" in text


def test_a_contender_that_is_not_installed_is_named(page):
    assert "check_grads: jax is not installed." in page("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_plots_have_a_text_alternative_and_words_in_the_language_of_the_page(page, language):
    plots = re.findall(r"<svg.*?</svg>", page(language), flags=re.DOTALL)
    assert len(plots) == 2
    for svg, name in zip(plots, ("checking", "layers"), strict=True):
        assert 'role="img"' in svg
        assert label(f"bench plot {name}", language) in svg
        assert "@figure" not in svg
    assert label("figure bench_smallest", language) in plots[0]
    assert label("figure bench_others", language) in plots[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bug_goal_and_stage_has_words(language):
    for bugs in BUGS.values():
        for bug in bugs:
            assert label(f"bug {bug}", language)
    for stage in (*STAGES, "rest"):
        assert label(f"stage {stage}", language)


def test_both_languages_fill_the_same_places_under_the_same_anchors():
    marks = []
    for language in LANGUAGES:
        text = (ROOT / "docs" / language / "benchmarks.md").read_text(encoding="utf-8")
        marks.append(re.findall(r"<!-- benchmarks:\w+ -->|\{#[\w-]+\}", text))
    assert marks[0] == marks[1]
