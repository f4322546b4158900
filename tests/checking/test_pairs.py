"""A pair's behaviour beside its formula, and the conditions of its verdict."""

import re
from typing import Any

import numpy as np
import pytest

from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.pairs.pairs import check_pair
from yudo.verification.checking.presentation import details
from yudo.verification.checking.recognise.recognition import recognised

HANGUL = re.compile("[가-힣]")


def report_on(forward: Any, backward: Any) -> Any:
    return check_pair({"f": forward, "b": backward}, ("f", "b"), {"x": "N D"})


def relu(x: Any) -> Any:
    return np.maximum(x, 0), x


def writes_into_dout(dout: Any, x: Any) -> Any:
    dout[x <= 0] = 0
    return dout


def doubles(dout: Any, x: Any) -> Any:
    return dout * (x > 0) * np.ones(x.shape)


def masks(dout: Any, x: Any) -> Any:
    return dout * (x >= 0)


@pytest.mark.parametrize(
    ("backward", "key"),
    [
        (writes_into_dout, "writes-argument"),
        (doubles, "float64-for-float32"),
    ],
)
def test_a_pair_is_told_how_it_behaves(backward: Any, key: str) -> None:
    report = report_on(relu, backward)
    assert report.verdict != "wrong"
    assert key in [one.key for one in report.findings]


def test_a_backward_that_uses_up_its_cache_is_told_so() -> None:
    def forward(x: Any) -> Any:
        return 3 * x, 3 * np.ones(x.shape)

    def backward(dout: Any, slope: Any) -> Any:
        slope *= dout
        return slope.copy()

    assert "writes-cache" in [one.key for one in report_on(forward, backward).findings]


def test_a_right_pair_is_told_of_its_kink_and_of_nothing_else() -> None:
    report = report_on(relu, masks)
    assert (report.verdict, report.findings) == ("correct", [])
    assert "x[n, d] = 0" in report.convention.text.en


def test_a_pair_that_wants_even_sizes_is_correct_with_that_condition() -> None:
    def gate(x: Any) -> Any:
        left, right = np.split(x, 2, axis=1)
        return left * right, (left, right)

    def gate_backward(dout: Any, cache: Any) -> Any:
        left, right = cache
        return np.concatenate([dout * right, dout * left], axis=1)

    report = report_on(gate, gate_backward)
    assert report.verdict == "correct"
    assert [one.text.en for one in report.findings] == ["shown for D divisible by 2 only"]


def raises(dout: Any, x: Any) -> Any:
    return dout @ np.ones((1 + x.shape[1], 1))


def transposes(dout: Any, x: Any) -> Any:
    return dout.T * (x.T >= 0)


@pytest.mark.parametrize("backward", [raises, transposes, lambda dout, x: 2 * dout * (x >= 0)])
def test_what_is_printed_beside_a_counterexample_is_said_in_both_languages(backward: Any) -> None:
    example = report_on(relu, backward).counterexample
    english, korean = (example.snippet_in(language).splitlines() for language in ("en", "ko"))
    assert not HANGUL.search("".join(english))
    assert [a for a, b in zip(english, korean, strict=True) if a != b] == english[-1:]
    assert HANGUL.search(korean[-1])


def test_what_a_constructor_raises_is_told_in_the_language_of_the_report() -> None:
    class Affine:
        def __init__(self, w: Any, b: Any) -> None:
            self.w, self.b = w.missing, b

        def forward(self, x: Any) -> Any:
            return x @ self.w + self.b

        def backward(self, dout: Any) -> Any:
            return dout @ self.w.T

    (report, _) = check_subjects(recognised({"Affine": Affine}))
    assert report.verdict == "crashes"
    told = {language: "\n".join(details(report, language)) for language in ("en", "ko")}
    assert told["en"].count("(line ") == told["ko"].count("행") == 2
    assert "(line " not in told["ko"]
    assert report.row("ko")["counterexample"]["error"] in report.row("ko")["counterexample"]["snippet"]
