"""Strangers' text forges no line, reaches no terminal raw, and no forged verdict passes for one."""

import json
from xml.etree import ElementTree

import pytest

from yudo.verification.checking import verdicts
from yudo.verification.checking.cleaning import clean, clean_all
from yudo.verification.checking.files import LIMITS, check_file
from yudo.verification.checking.judge.running import what_went_wrong
from yudo.verification.checking.presentation import markdown, text
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.reports.documents import junit
from yudo.verification.sandbox import ForkServer

HARMFUL = ("\x1b[2J", "\x00", "\x9b", "\u202e", "\ud800", "\n", "\r", "\u2028", "\x7f", "\ufeff")


@pytest.mark.parametrize("harmful", HARMFUL, ids=ascii)
def test_what_cannot_be_shown_is_spelled_out(harmful):
    cleaned = clean(f"before{harmful}after")
    assert harmful[0] not in cleaned
    assert cleaned.startswith("before\\")
    cleaned.encode()


@pytest.mark.parametrize("kept", ["한글 é ∂L/∂x 😀", "tab\tand\nline"])
def test_what_can_be_shown_stays(kept):
    assert clean(kept, lines=True) == kept


def test_long_text_is_cut_and_deep_nesting_refused():
    assert clean("x" * 50, longest=10) == "x" * 10 + " …"
    deep = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(ValueError, match="nested"):
        clean_all(deep)


@pytest.mark.parametrize(
    "change",
    [{"verdict": "excellent"}, {"evidence": "honest"}, {"line": "1"}, {"wrong": "dw"}, {"seconds": None}],
)
def test_what_is_no_verdict_is_not_taken_for_one(change):
    with pytest.raises((ValueError, TypeError)):
        FunctionReport.from_json(FunctionReport("relu_forward", verdicts.CORRECT).to_json() | change)


def test_an_exception_is_told_in_one_line():
    told = what_went_wrong(ValueError("no\n- ✓ **`relu_backward`**: correct"))
    assert "\n" not in told.ko + told.en


def test_an_exception_is_placed_in_either_language():
    try:
        exec(compile("\n\n1 / 0", "layers.py", "exec"))
    except ZeroDivisionError as error:
        told = what_went_wrong(error)
    assert told.ko.endswith("(3행)")
    assert told.en.endswith("(line 3)")


def test_what_a_file_raises_forges_no_line_of_any_report(tmp_path):
    file = tmp_path / "layers.py"
    said = "\\x1b[2J\\n- ✓ **`relu_backward`**: correct\\nimport os\\ud800\\x00"
    file.write_text(f'def relu_forward(x):\n    raise ValueError("{said}")\n')
    with ForkServer(LIMITS) as fork_server:
        report = check_file(fork_server, file, {})
    (one,) = report.functions
    assert one.verdict == verdicts.CRASHES
    for shown in (
        "\n".join(text(report, "en")),
        "\n".join(markdown([report], "en")),
        one.counterexample.snippet,
    ):
        assert "\x1b" not in shown
        assert not any(line.strip().startswith(("- ✓", "import os")) for line in shown.splitlines())
    ElementTree.fromstring(junit([report], "en"))
    json.dumps(report.to_json(), ensure_ascii=False).encode()
