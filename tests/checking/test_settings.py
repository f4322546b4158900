"""Arguments that are no arrays, and shapes in words: what a pair is called with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking.test_command import run, write
from yudo.verification.checking.pairs.settings import read_shape, read_value
from yudo.verification.symbolic.inputs import Shape

SCALED = """
    def scale_forward(x, how):
        how["calls"] = how.get("calls", 0) + 1
        assert how["calls"] == 1
        return x * how["factor"], how

    def scale_backward(dout, cache, how):
        return dout * {factor}

    def add_forward(x, y, scores):
        return x[y] * scores, (x, y, scores)

    def add_backward(dout, cache):
        x, y, scores = cache
        dx = 0 * x
        for place in range(len(y)):
            dx[y[place]] += dout[place] * scores[place]
        return dx
"""
PAIR = ("--pair", "scale_forward:scale_backward", "--shapes", "x: N D")


def test_an_argument_that_the_call_does_not_give_is_wrong_usage_that_says_how_to_give_it(
    tmp_path: Path,
) -> None:
    result = run(write(tmp_path, SCALED), *PAIR)
    assert result.exit_code == 2
    assert '`scale_forward` also takes `how`; give its value with `--given "how=…"`' in result.output


def test_the_value_that_a_course_passes_is_proposed(tmp_path: Path) -> None:
    path = write(tmp_path, SCALED.replace("how", "bn_param"))
    assert "--given \"bn_param={'mode': 'train'}\"" in run(path, *PAIR).output


@pytest.mark.parametrize(("factor", "code"), [('how["factor"]', 0), ("3", 0), ("4", 1)])
def test_a_given_argument_reaches_forward_and_backward_and_is_new_at_each_call(
    factor: str, code: int, tmp_path: Path
) -> None:
    path = write(tmp_path, SCALED.replace("{factor}", factor))
    result = run(path, *PAIR, "--given", "how={'factor': 3}")
    assert result.exit_code == code, result.output
    if code:
        assert "out, cache = scale_forward(x, how={'factor': 3})" in result.output
        assert "scale_backward(dout, cache, how={'factor': 3})" in result.output


def test_labels_and_arrays_without_gradient_are_shapes_too(tmp_path: Path) -> None:
    shapes = "x: V D, y: labels N < V, scores: fixed N D"
    result = run(write(tmp_path, SCALED), "--pair", "add_forward:add_backward", "--shapes", shapes)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--given", "how=1"], "--given belongs to --pair"),
        ([*PAIR, "--given", "how"], "expected NAME=VALUE"),
        ([*PAIR, "--given", "how=open('x')"], "is no value of Python's"),
        ([*PAIR, "--given", "how={1, 2}"], "is no value of Python's"),
        ([*PAIR, "--given", "howe={}"], "`scale_forward` takes no `howe`; it takes x, how"),
        (["--pair", "f:g", "--shapes", "y: labels N"], "labels are written as labels N < C"),
        (["--pair", "f:scale_backward", "--shapes", "x: N"], "the file defines no function `f`"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(arguments: list[str], said: str, tmp_path: Path) -> None:
    result = run(write(tmp_path, SCALED), *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_shapes_and_values_are_read_as_they_are_written() -> None:
    assert read_shape("N 3 H*W") == Shape(("N", 3, "H*W"))
    assert read_shape("fixed") == Shape((), "fixed")
    assert read_shape("labels N T < V") == Shape(("N", "T"), "labels", "V")
    assert read_shape("") == Shape(())
    assert read_value(" {'p': 0.5, 'mode': None}") == {"p": 0.5, "mode": None}
