"""What is said about one function of somebody's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from derivations.calculus.text import Text

CORRECT, WRONG, UNDECIDED = "correct", "wrong", "undecided"
NOT_IMPLEMENTED, CRASHES = "not implemented", "crashes"
VERDICTS = (CORRECT, WRONG, UNDECIDED, NOT_IMPLEMENTED, CRASHES)

ALL_SHAPES = "proof for all shapes"
LISTED_SHAPES = "proof at listed shapes"
VALUES = "rigorous values"

VERDICT_NAMES = {
    CORRECT: Text("맞음", "correct"),
    WRONG: Text("틀림", "wrong"),
    UNDECIDED: Text("판정 못 함", "undecided"),
    NOT_IMPLEMENTED: Text("구현되지 않음", "not implemented"),
    CRASHES: Text("실행 중 오류", "crashes"),
}
EVIDENCE_NAMES = {
    ALL_SHAPES: Text("모든 모양에 대한 증명", "proof for all shapes"),
    LISTED_SHAPES: Text("나열한 모양에서의 증명", "proof at listed shapes"),
    VALUES: Text("엄밀한 값", "rigorous values"),
}


@dataclass(frozen=True)
class Remark:
    """Something said by name: a diagnosis or a finding."""

    key: str
    text: Text


@dataclass(frozen=True)
class Example:
    """Inputs at which a function is wrong or raises, and a program that shows it."""

    inputs: Mapping[str, Any]
    quantity: str | None
    index: tuple[int, ...]
    expected: Any
    found: Any
    snippet: str
    error: str | None = None


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
    counterexample: Example | None = None
    formulas: list[Formula] = field(default_factory=list)
    wrong: tuple[str, ...] = ()
    """The quantities that are wrong."""
    reason: Text | None = None
    """Why it is undecided, not implemented or crashes."""
    seconds: float = 0.0

    def to_json(self, language: str) -> dict[str, Any]:
        """The row of the machine-readable report; texts in one language."""
        example = self.counterexample
        return {
            "function": self.function,
            "line": self.line,
            "verdict": self.verdict,
            "evidence": self.evidence,
            "results": list(self.results),
            "wrong": list(self.wrong),
            "convention": self.convention
            and {"key": self.convention.key, "text": self.convention.text[language]},
            "diagnosis": "; ".join(one.text[language] for one in self.diagnosis) or None,
            "diagnosis_keys": [one.key for one in self.diagnosis],
            "findings": [{"key": one.key, "text": one.text[language]} for one in self.findings],
            "reason": self.reason and self.reason[language],
            "formulas": [
                {
                    "quantity": f.quantity,
                    "expected": f"{f.entry} = {f.expected}",
                    "found": f.found,
                    "difference": f.difference,
                }
                for f in self.formulas
            ],
            "counterexample": example
            and {
                "inputs": dict(example.inputs),
                "quantity": example.quantity,
                "index": list(example.index),
                "expected": example.expected,
                "found": example.found,
                "error": example.error,
                "snippet": example.snippet,
            },
            "seconds": round(self.seconds, 3),
        }
