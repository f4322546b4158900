"""What is said about one function of somebody's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from math import isfinite
from typing import Any

from yudo.derivations.calculus.text import Text

CORRECT, WRONG, UNDECIDED = "correct", "wrong", "undecided"
NOT_IMPLEMENTED, CRASHES = "not implemented", "crashes"
CONSISTENT, NOT_CHECKED = "consistent", "not checked"
VERDICTS = (CORRECT, CONSISTENT, WRONG, UNDECIDED, NOT_IMPLEMENTED, CRASHES, NOT_CHECKED)
OPEN = (CONSISTENT, NOT_CHECKED)
"""What was compared with no definition: with nothing at all, or with its own forward alone."""

ALL_SHAPES = "proof for all shapes"
LISTED_SHAPES = "proof at listed shapes"
VALUES = "compared values"

VERDICT_NAMES = {
    CORRECT: Text("맞음", "correct"),
    CONSISTENT: Text("순전파와 들어맞음", "consistent"),
    WRONG: Text("틀림", "wrong"),
    UNDECIDED: Text("판정 못 함", "undecided"),
    NOT_IMPLEMENTED: Text("구현되지 않음", "not implemented"),
    CRASHES: Text("실행 중 오류", "crashes"),
    NOT_CHECKED: Text("검사하지 않음", "not checked"),
}
EVIDENCE_NAMES = {
    ALL_SHAPES: Text("모든 모양에 대한 증명", "proof for all shapes"),
    LISTED_SHAPES: Text("나열한 모양에서의 증명", "proof at listed shapes"),
    VALUES: Text("값 비교", "compared values"),
}


@dataclass(frozen=True)
class Remark:
    """Something said by name: a diagnosis or a finding."""

    key: str
    text: Text


RIGHT_IS = Text("옳은 값은", "correct is")
"""What a snippet says before the right value, behind the wrong one."""


@dataclass(frozen=True)
class WrongExample:
    """Inputs at which a function is wrong or raises, and a program that shows it, with English remarks."""

    inputs: Mapping[str, Any]
    quantity: str | None
    index: tuple[int, ...]
    expected: Any
    found: Any
    snippet: str
    error: Text | None = None

    def snippet_in(self, language: str) -> str:
        """The program with its remarks in one of the languages."""
        said = self.snippet.replace(f"; {RIGHT_IS.en} ", f"; {RIGHT_IS[language]} ")
        return said if self.error is None else said.replace(f"# {self.error.en}", f"# {self.error[language]}")


@dataclass(frozen=True)
class Formula:
    """One quantity as it should be and as the code computes it, as text and as LaTeX."""

    quantity: str
    entry: str
    expected: str
    found: str
    difference: str
    latex: tuple[str, str, str] = ("", "", "")
    """The entry, the expected and the found value."""


@dataclass
class FunctionReport:
    """The verdict on one function, and all that explains it."""

    function: str
    verdict: str
    evidence: str | None = None
    line: int | None = None
    results: tuple[str, ...] = ()
    """The permanent IDs of what it was checked against."""
    convention: Remark | None = None
    diagnosis: list[Remark] = field(default_factory=list)
    findings: list[Remark] = field(default_factory=list)
    counterexample: WrongExample | None = None
    formulas: list[Formula] = field(default_factory=list)
    wrong: tuple[str, ...] = ()
    """The quantities that are wrong."""
    reason: Text | None = None
    """Why it is undecided, not implemented, crashes or is not checked."""
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The report as JSON, every text in both languages; `from_json` reads it."""
        return {
            name: [_plain(one) for one in value] if isinstance(value, (list, tuple)) else _plain(value)
            for name, value in vars(self).items()
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FunctionReport:
        """The report that `to_json` wrote.

        Raises
        ------
        ValueError, KeyError, TypeError
            If it is none.
        """
        _demand_form(data)
        example = data["counterexample"]
        return cls(
            **{name: data[name] for name in ("function", "verdict", "evidence", "line", "seconds")},
            results=tuple(data["results"]),
            wrong=tuple(data["wrong"]),
            convention=data["convention"] and _remark(data["convention"]),
            diagnosis=[_remark(one) for one in data["diagnosis"]],
            findings=[_remark(one) for one in data["findings"]],
            reason=data["reason"] and Text(**data["reason"]),
            formulas=[Formula(**{**one, "latex": tuple(one["latex"])}) for one in data["formulas"]],
            counterexample=example and _example(example),
        )

    def row(self, language: str) -> dict[str, Any]:
        """The row of the machine-readable report, in one language: see ``check.schema.json``."""
        example = self.counterexample
        return {
            "function": self.function,
            "line": self.line,
            "verdict": self.verdict,
            "evidence": self.evidence,
            "results": list(self.results),
            "wrong": list(self.wrong),
            "convention": self.convention and _row(self.convention, language),
            "diagnosis": "; ".join(one.text[language] for one in self.diagnosis) or None,
            "diagnosis_keys": [one.key for one in self.diagnosis],
            "findings": [_row(one, language) for one in self.findings],
            "reason": self.reason and self.reason[language],
            "formulas": [
                {
                    "quantity": f.quantity,
                    "entry": f.entry,
                    "expected": f.expected,
                    "found": f.found,
                    "difference": f.difference,
                }
                for f in self.formulas
            ],
            "counterexample": example
            and _plain(example)
            | {"snippet": example.snippet_in(language), "error": example.error and example.error[language]},
            "seconds": round(self.seconds, 3),
        }


def _demand_form(data: Mapping[str, Any]) -> None:
    """Let nothing pass for a verdict that is none: the data may come from a stranger's process."""
    kinds: dict[str, tuple[type, ...]] = {
        "function": (str,),
        "line": (int, type(None)),
        "seconds": (int, float),
        "results": (list, tuple),
        "wrong": (list, tuple),
    }
    for name, allowed in kinds.items():
        if not isinstance(data[name], allowed):
            raise TypeError(f"{name} is {type(data[name]).__name__}")
    if data["verdict"] not in VERDICTS or data["evidence"] not in (None, *EVIDENCE_NAMES):
        raise ValueError(f"no verdict: {data['verdict']!r}, {data['evidence']!r}")
    if not all(isinstance(one, str) for name in ("results", "wrong") for one in data[name]):
        raise TypeError("results and wrong hold names")


def _row(remark: Remark, language: str) -> dict[str, str]:
    return {"key": remark.key, "text": remark.text[language]}


def _example(data: Mapping[str, Any]) -> WrongExample:
    error = data["error"] and Text(**data["error"])
    return WrongExample(**{**data, "index": tuple(data["index"]), "error": error})


def _remark(data: Mapping[str, Any]) -> Remark:
    return Remark(data["key"], Text(**data["text"]))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON has no infinities
    return value
