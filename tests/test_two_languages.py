"""Whatever a user may be told exists in Korean and in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sympy import Add, Symbol, symbols

from yudo.derivations.calculus.steps import OutOfSteps, Undecidable
from yudo.derivations.calculus.text import Text, said
from yudo.verification.commands.prove import prove
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.vjp import prove_vjp
from yudo.verification.verdicts import LONGEST, REFUTED, Comparison

ROOT = Path(__file__).parents[1]
PLACES = ("derivations", "verification", "docs/site_builder", "benchmarks")
TO_DEVELOPERS = ("intervals.py",)
"""Evidence of our own code alone, in English; its refusals are others of the same name."""
SOURCES = sorted(
    path for place in PLACES for path in (ROOT / place).rglob("*.py") if path.name not in TO_DEVELOPERS
)
REFUSALS = ("Unreadable", "NumPyRefuses", "Undecidable", "TraceFailed", "Unmade", "WrongReturn", "Misuse")
HANGUL = re.compile("[가-힣]")
LETTERS = re.compile("[A-Za-z]{2}")
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def calls(source: str) -> Iterator[tuple[ast.Call, str]]:
    """All calls of a name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node, node.func.id


def literal(node: ast.AST) -> str | None:
    """The words of a string, what is inserted left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def faults(source: str) -> Iterator[tuple[int, str]]:
    """Texts of a module that have one language alone, by line."""
    for call, name in calls(source):
        if name in REFUSALS and call.args and literal(call.args[0]) is not None:
            yield call.lineno, f"{name} is given a string and no Text"
        if name != "Text" or len(call.args) != 2:
            continue
        ko, en = map(literal, call.args)
        if ko is None and en is None:
            if ast.dump(call.args[0]) == ast.dump(call.args[1]) and not isinstance(call.args[0], ast.Name):
                yield call.lineno, "both languages are the same expression"
        elif ko is not None and en is not None:
            if WORDS.search(en) and LETTERS.search(ko) and not HANGUL.search(ko):
                yield call.lineno, f"no Korean: {ko}"
            if HANGUL.search(en):
                yield call.lineno, f"no English: {en}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_is_written_in_both_languages(path):
    assert not list(faults(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        'raise Unreadable("a part of an axis")',
        'raise Undecidable(f"no reading for {e}")',
        'Text("a part of an axis", "a part of an axis")',
        'Text("축의 일부", "축의 일부")',
        "Text(str(error), str(error))",
    ],
)
def test_a_text_of_one_language_is_found(source):
    assert list(faults(source))


@pytest.mark.parametrize("kind", [Unreadable, NumPyRefuses, Undecidable])
def test_what_refuses_speaks_both_languages_and_english_as_a_string(kind):
    refusal = kind(Text("축의 일부", "a part of an axis"))
    assert said(refusal) == Text("축의 일부", "a part of an axis")
    assert str(refusal) == "a part of an axis"
    assert HANGUL.search(OutOfSteps().text.ko)


def test_a_proof_is_told_in_both_languages():
    def forward(x):
        return 2 * x, None

    def unread(dout, _):
        return 2 * np.sort(dout[None], axis=0)[0]

    def wrong(dout, _):
        return -2 * dout

    open_, refuted = (prove_vjp(forward, backward, x=("N", "D")) for backward in (unread, wrong))
    assert open_.why is not None
    assert "no symbolic reading" in open_.told("en")
    assert "읽는 법이 없는 np.sort" in open_.told("ko")
    assert "판정 못 함" in open_.told("ko")
    assert "wrong sign" in refuted.told("en")
    korean = refuted.told("ko")
    assert "부호가 반대다" in korean
    assert not WORDS.search(korean)


def test_the_proof_of_a_layer_is_printed_in_either_language():
    korean, english = (
        CliRunner().invoke(prove, ["relu.dx", "--lang", language]).output for language in ("ko", "en")
    )
    assert "relu.dx: 증명됨 (모든 모양, " in korean
    assert "relu.dx: proven for all shapes in " in english
    prose = [line for line in korean.splitlines() if "식  " not in line and "정규형" not in line]
    assert all(HANGUL.search(line) for line in prose)
    assert not HANGUL.search(english)
    assert len(korean.splitlines()) == len(english.splitlines())


def test_a_printed_comparison_leaves_out_the_middle_of_a_long_formula():
    long = Add(*symbols("summand:300"))
    told = Comparison("dx", REFUTED, Symbol("dx"), long, -long, difference=2 * long).told("en")
    assert len(str(long)) > 2 * LONGEST
    assert "summand0 " in told
    assert all(len(line) < LONGEST + 40 for line in told.splitlines())
