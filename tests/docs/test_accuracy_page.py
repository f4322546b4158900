"""The page of errors and bounds says what was measured, in either language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from docs.site_builder import accuracy
from docs.site_builder.evidence import Evidence
from docs.site_builder.printed import fingerprint

POINTS = [{"length": n, "error": 1.5, "bound": 2.0 * n, "share": 0.75 / n} for n in (1, 2, 4)]
MEASURED = {
    "contractions": {"float32": POINTS, "float64": POINTS},
    "shares": {
        size: {
            "affine.dw": {"float32": 0.5, "float64": 0.25},
            "relu.dx": {"float32": 0.0, "float64": 0.0},
            "two_layer_net.loss": {"float32": 0.02, "float64": 0.002},
        }
        for size in ("4", "64")
    },
}
AT = {"index": [0], "sizes": {}, "about": "", "replay": ""}
FOUND = {
    "ulps": {**AT, "value": 2.25},
    "ratio": {**AT, "value": 0.3},
    "sensitivity": {"median": 2e-15, "worst": {**AT, "value": "inf"}},
}
RUN = Evidence(
    {},
    {
        "affine.dw": {"checks": {"sympy": {"accuracy": {"float64": FOUND}}}},
        "relu.dx": {"checks": {"sympy": {"accuracy": {"float64": {"ulps": {**AT, "value": 0.0}}}}}},
    },
)


def rows(markdown: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in markdown.splitlines()
        if line.startswith("|") and not line.startswith("| :")
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_plot_is_labelled_in_the_language_and_its_text_alternative_quotes_the_numbers(
    language: str,
) -> None:
    figure = accuracy.plot(MEASURED, language)
    words = {"en": ("bound, float64", "length of the contraction"), "ko": ("한계, float64", "합의 길이")}
    assert all(f">{word}</text>" in figure for word in words[language])
    description = re.search(r"<desc[^>]*>(.*?)</desc>", figure)
    assert description is not None
    assert "8" in description[1]
    assert "1.5" in description[1]
    assert "@" not in figure


def test_the_table_of_lengths_has_error_bound_and_share_of_either_dtype() -> None:
    header, *body = rows(accuracy.lengths_table(MEASURED, "en"))
    assert header[1:] == [
        "float32: error / bound",
        "float32: share",
        "float64: error / bound",
        "float64: share",
    ]
    assert body[1] == ["2", "1.5 / 4", "38%", "1.5 / 4", "38%"]


def test_every_result_has_a_row_that_links_to_it_and_those_below_a_hundredth_are_named() -> None:
    _, *body = rows(accuracy.shares_table(MEASURED, "en"))
    link = "[<code>affine.<wbr>dw</code>](layers/affine.md#affine.dw)"
    assert body[0] == [link, "50%", "50%", "25%", "25%"]
    sentence = accuracy.below(MEASURED, "en")
    assert "1 of 3 results" in sentence
    named, exact = sentence.split("Nothing is rounded in")
    assert "two_layer_net.loss" in named
    assert "affine.dw" not in named
    assert "relu.dx" in exact


def test_a_result_that_is_too_large_to_be_measured_at_a_size_has_a_dash_there() -> None:
    share = {"float32": 0.5, "float64": 0.25}
    measured = {"shares": {"4": {"a.big": share, "a.small": share}, "64": {"a.small": share}}}
    _, big, small = rows(accuracy.shares_table(measured, "en"))
    assert big[1:] == ["50%", "–", "25%", "–"]
    assert small[1:] == ["50%", "50%", "25%", "25%"]


def test_the_last_run_is_told_with_its_sensitivities_and_a_dash_where_there_are_none() -> None:
    _, *body = rows(accuracy.run_table(RUN, "en"))
    assert body[0][1:] == ["float64", "2.2", "30%", "2.0e-15", "–"]
    assert body[1][1:] == ["float64", "0", "–", "–", "–"]


def test_both_precisions_of_a_result_share_a_row_and_no_certain_digit_is_a_dash() -> None:
    found = {"ratio": {**AT, "value": 0.996}}
    measured = {
        "float32": {**found, "ulps": {**AT, "value": 2e7}},
        "float64": {**found, "ulps": {**AT, "value": 2e7}},
    }
    run = Evidence({}, {"affine.dw": {"checks": {"sympy": {"accuracy": measured}}}})
    table = accuracy.run_table(run, "en")
    assert rows(table)[1][1:4] == ["float32<br>float64", "–<br>2e+07", "100%<br>100%"]
    assert "no digit of the exact value is certain" in table


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.9999, "100%"),
        (1.5, "150%"),
        (0.0996, "10%"),
        (0.0123, "1.2%"),
        (1e-9, "&lt; 0.01%"),
        (0.0, "0%"),
    ],
)
def test_a_share_is_a_percentage_that_a_reader_can_read(share: float, shown: str) -> None:
    table = accuracy.shares_table(
        {"shares": {"4": {"affine.dw": {"float32": share, "float64": share}}}}, "en"
    )
    assert rows(table)[1][1:] == [shown, shown]


@pytest.mark.parametrize("evidence", [None, Evidence({}, {})])
def test_without_a_run_the_page_says_so(evidence: Evidence | None) -> None:
    assert "yudo verify --accuracy" in accuracy.run_table(evidence, "en")


def test_measurements_are_read_from_the_cache_as_long_as_the_code_stays_as_it_is(tmp_path: Path) -> None:
    folders = ("derivations", "impl", "verification")
    for folder in folders:
        (tmp_path / folder).mkdir()
    (tmp_path / "verification" / "__init__.py").touch()  # stands before an installed package of this name
    cache = tmp_path / "cache"
    cache.mkdir()
    with pytest.raises(accuracy.AccuracyError, match="benchmarks"):
        accuracy.read_accuracy(tmp_path, cache)  # there is no code to measure
    made_of = fingerprint(*(tmp_path / folder for folder in folders))
    (cache / f"accuracy.{made_of}.json").write_text(json.dumps(MEASURED), encoding="utf-8")
    assert accuracy.read_accuracy(tmp_path, cache) == MEASURED


def test_an_unknown_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "accuracy.x.json").touch()
    with pytest.raises(KeyError, match="plots"):
        accuracy.fill("<!-- accuracy:plots -->", "en", evidence=None, root=tmp_path, cache=tmp_path)
