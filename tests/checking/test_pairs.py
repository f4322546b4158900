"""A pair's behaviour beside its formula, and the conditions of its verdict."""

from typing import Any

import numpy as np
import pytest

from yudo.verification.checking.pairs.pairs import check_pair


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
