"""``yudo derive`` as its user meets it."""

import pytest
from click.testing import CliRunner

from yudo.verification.commands.derive import derive

SOURCE = """
import numpy as np

def dense_relu(x, w, b):
    a = x @ w + b
    return np.maximum(a, 0)

def shifted(x, by):
    return x - by

def largest(x):
    if x.sum() > 0:
        return x
    return -x
"""


@pytest.fixture
def run(tmp_path):
    path = tmp_path / "layers.py"
    path.write_text(SOURCE, encoding="utf-8")
    return lambda *options: CliRunner().invoke(derive, [str(path), *options])


DENSE = ("--function", "dense_relu", "--shapes", "x: N D, w: D M, b: M")


@pytest.mark.parametrize(("language", "words"), [("ko", "모든 모양"), ("en", "for all shapes")])
def test_it_shows_gradients_steps_and_code_in_the_readers_language(run, language, words):
    done = run(*DENSE, "--lang", language)
    assert done.exit_code == 0, done.output
    assert "dw[d, m] = " in done.output
    assert "dx = da @ w.T" in done.output
    assert words in done.output


def test_the_code_alone_is_a_module(run):
    names = {}
    exec(run(*DENSE, "--code").output, names)
    assert {"dense_relu_forward", "dense_relu_backward"} <= names.keys()


def test_formulas_come_as_latex(run):
    assert r"w^{\top}" in run(*DENSE, "--latex").output


def test_what_stands_in_the_way_ends_with_1_and_its_line(run):
    done = run("--function", "largest", "--shapes", "x: N", "--lang", "en")
    assert done.exit_code == 1
    assert "line 12, `if x.sum() > 0:`" in done.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--function", "dense_rel", "--shapes", "x: N"), "did you mean dense_relu?"),
        (("--function", "shifted", "--shapes", "x: N"), '--given "by='),
        (("--function", "shifted", "--shapes", "x N"), 'expected "x: N D, w: D M"'),
        (("--function", "shifted", "--shapes", "x: N", "--given", "by=print"), "is no value of Python's"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_would_be_right(run, options, said):
    done = run(*options, "--lang", "en")
    assert done.exit_code == 2
    assert said in done.output


def test_other_arguments_are_given_by_name(run):
    done = run("--function", "shifted", "--shapes", "x: N", "--given", "by=2.5", "--code")
    assert done.exit_code == 0, done.output
    assert "x - 2.5" in done.output
