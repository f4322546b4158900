"""Kinds of code that students hand in: what is said of each, in tables beside this file.

``correct`` lists functions (all that is said of them is right), ``wrong`` gives their wrong quantities,
``crashes``, ``unchecked`` and ``consistent`` list functions. ``words`` are said somewhere in the report in
English, ``absent`` nowhere. ``pair``, ``shapes`` and ``given`` are the options of ``yudo check``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checking.pasting import assert_prints_what_it_announces
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport, passes

TABLES = Path(__file__).parent / "kinds"
LISTS = {
    "correct": verdicts.CORRECT,
    "consistent": verdicts.CONSISTENT,
    "crashes": verdicts.CRASHES,
    "undecided": verdicts.UNDECIDED,
    "unchecked": verdicts.NOT_CHECKED,
}
OPTIONS = ("pair", "shapes", "given")


def kinds() -> Iterator[Any]:
    for table in sorted(TABLES.glob("*.toml")):
        for name, kind in tomllib.loads(table.read_text(encoding="utf-8")).items():
            yield pytest.param(kind, id=f"{table.stem}: {name}")


def everything_said(report: FileReport, language: str) -> str:
    texts = [note.text[language] for note in report.notes]
    for one in report.functions:
        texts += [remark.text[language] for remark in (*one.diagnosis, *one.findings)]
        texts += [one.reason[language] if one.reason else ""]
        texts += [one.convention.text[language] if one.convention else ""]
    return "\n".join(texts)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", list(kinds()))
def test_a_kind_of_code_gets_its_verdict_and_its_words(
    kind: dict[str, Any], check_source: Callable[..., FileReport], tmp_path: Path
) -> None:
    options = {name: tuple(kind[name]) if name == "pair" else kind[name] for name in OPTIONS if name in kind}
    report = check_source(kind["code"], **options)
    found = {one.function: one for one in report.functions}
    said = everything_said(report, "en")
    expected = {name: verdict for key, verdict in LISTS.items() for name in kind.get(key, ())}
    expected |= dict.fromkeys(kind.get("wrong", ()), verdicts.WRONG)
    assert {name: one.verdict for name, one in found.items() if name in expected} == expected, said
    for name, quantities in kind.get("wrong", {}).items():
        assert ", ".join(found[name].wrong) == quantities
        example = found[name].counterexample
        assert example is not None
        assert_prints_what_it_announces(example, tmp_path / "layers.py", tmp_path)
    for name in kind.get("correct", ()):
        assert found[name].evidence == kind.get("evidence", verdicts.ALL_SHAPES), said
    for word in kind.get("words", ()):
        assert word in said
    for word in kind.get("absent", ()):
        assert word not in said
    assert bool(everything_said(report, "ko")) == bool(said)
    fine = not expected.keys() - {name for name, one in expected.items() if one == verdicts.CORRECT}
    assert passes([report]) == (fine and set(found) <= set(kind.get("correct", ())))
