"""What a page says about the evidence for its results."""

import json

import pytest

from docs.site_builder.evidence import (
    EvidenceError,
    evidence_excerpt,
    evidence_markdown,
    read_evidence,
    verdict,
)

RESULTS = [{"id": "affine.dw", "statement": "0123abcd"}, {"id": "affine.db", "statement": "89efcdab"}]


def check(state="verified", **more):
    worst = {"error": 3.1e-16, "tolerance": 2.5e-15, "ratio": 0.124, "ulps": 1.5}
    return {"verdict": state, "cases": 1200, "worst": worst, **more}


@pytest.fixture
def run():
    return {
        "schema": "yudo.verify/1",
        "date": "2026-01-02T03:04:05+00:00",
        "seed": 7,
        "cases": 200,
        "dtypes": ["float32", "float64"],
        "versions": {"yudo": "0.1.0", "numpy": "2.4.0"},
        "results": [
            {
                **result,
                "verdict": "verified",
                "checks": {"sympy": check(), "jax": check()},
            }
            for result in RESULTS
        ],
    }


@pytest.fixture
def evidence(run, tmp_path):
    def read():
        path = tmp_path / "verify.json"
        path.write_text(json.dumps(run), encoding="utf-8")
        return read_evidence(path)

    return read


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "There is no evidence for this layer in this build"),
        ("ko", "이 빌드에는 이 층의 검증 기록이 없다"),
    ],
)
def test_a_page_without_evidence_says_so(tmp_path, language, sentence):
    assert read_evidence(tmp_path / "absent.json") is None
    page = evidence_markdown(None, "affine", RESULTS, language)
    assert sentence in page
    assert "`yudo verify affine`" in page


def test_a_run_of_other_layers_is_no_evidence_for_this_one(evidence):
    page = evidence_markdown(evidence(), "relu", [{"id": "relu.dx", "statement": "0"}], "en")
    assert "There is no evidence for this layer" in page


def test_the_table_shows_verdict_cases_error_and_circumstances(evidence):
    page = evidence_markdown(evidence(), "affine", RESULTS, "en")
    row = next(line for line in page.splitlines() if "affine.dw" in line)
    for part in (
        "(#affine.dw)",
        "0123abcd",
        "yudo-verdict--verified",
        "1,200 cases",
        "3.1e-16 / 2.5e-15 <strong>(0.12)</strong>",
        "JAX: the same",
    ):
        assert part in row
    for part in (
        "2026-01-02 03:04 UTC",
        "seed 7",
        "float32, float64",
        "numpy 2.4.0",
        "against SymPy",
    ):
        assert part in page


def test_evidence_for_another_statement_is_called_out_of_date(run, evidence):
    run["results"][0]["statement"] = "ffffffff"
    page = evidence_markdown(evidence(), "affine", RESULTS, "en")
    row = next(line for line in page.splitlines() if "(#affine.dw)" in line)
    assert "yudo-verdict--stale" in row
    assert "yudo-verdict--verified" not in row
    assert "the run verified the statement `ffffffff`, this page derives `0123abcd`" in page


@pytest.mark.parametrize("state", ["failed", "undecided"])
def test_a_failed_check_is_shown_where_it_failed(run, evidence, state):
    run["results"][1]["verdict"] = state
    run["results"][1]["checks"]["jax"] = check(state)
    row = next(
        line
        for line in evidence_markdown(evidence(), "affine", RESULTS, "ko").splitlines()
        if "affine.db" in line
    )
    cells = row.split(" | ")
    assert f"yudo-verdict--{state}" in cells[1]
    against_sympy, against_jax = cells[2].split("JAX: ")
    assert "yudo-verdict" not in against_sympy
    assert f"yudo-verdict--{state}" in against_jax


def test_a_result_that_the_run_left_out_has_no_evidence(run, evidence):
    del run["results"][1]
    assert verdict(evidence(), "affine.db", "89efcdab") == "missing"
    assert "yudo-verdict--missing" in evidence_markdown(evidence(), "affine", RESULTS, "en")


def test_a_check_of_a_later_kind_is_shown_too(run, evidence):
    run["results"][0]["checks"]["proof"] = {"verdict": "proven", "scope": "all shapes", "seconds": 0.05}
    page = evidence_markdown(evidence(), "affine", RESULTS, "en")
    assert "proven<br>all shapes<br>0.05 s" in page


def test_a_proof_is_told_in_the_language_of_the_page_with_the_depths_it_was_shown_at(run, evidence):
    proof = {"verdict": "proven", "scope": "all shapes", "depths": [1, 2], "seconds": 0.05}
    run["results"][0]["checks"]["proof"] = proof
    page = evidence_markdown(evidence(), "affine", RESULTS, "ko")
    assert "증명됨<br>모든 모양<br>깊이 1, 2<br>0.05 s" in page


def test_an_infinite_error_is_shown_as_such(run, evidence):
    run["results"][0]["checks"]["sympy"]["worst"]["error"] = "inf"
    assert "inf / " in evidence_markdown(evidence(), "affine", RESULTS, "en")


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "yudo.verify/99", "results": []}'])
def test_an_evidence_file_of_another_format_is_refused_by_name(tmp_path, text):
    path = tmp_path / "verify.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"verify\.json"):
        read_evidence(path)


def excerpt(evidence, language="en"):
    return evidence_excerpt(evidence, RESULTS, language)


def test_an_excerpt_shows_the_results_of_this_very_run_and_of_no_other(run, evidence):
    run["results"][0]["checks"] |= {"proof": {"verdict": "proven", "scope": "all shapes", "seconds": 0.1}}
    run["results"][1]["verdict"] = "failed"
    shown = excerpt(evidence())
    dw, db = (line for line in shown.splitlines() if line.startswith("| [`affine."))
    assert "[`affine.dw`](layers/affine.md#affine.dw)" in dw
    for fact in ("yudo-verdict--verified", "proven<br>all shapes", "1,200 cases<br>12% of the bound"):
        assert fact in dw
    assert "yudo-verdict--failed" in db
    assert "proven" not in db
    assert "2026-01-02" in shown


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "No verification run"), ("ko", "검증 결과가 없다")]
)
def test_an_excerpt_without_a_run_shows_no_row(language, sentence):
    shown = excerpt(None, language)
    assert sentence in shown
    assert "affine.dw" not in shown
