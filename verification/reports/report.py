"""The outcome of a run: verdicts, the JSON that other programs read, and the table that people read."""

from __future__ import annotations

import math
import platform
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from rich.console import Console
from rich.table import Table

from yudo import derivations
from yudo.verification.numeric.intervals import ASSUMPTIONS
from yudo.verification.numeric.judge import CHECKS
from yudo.verification.numeric.search import Accuracy, Finding, Plan, Tally
from yudo.verification.numeric.workers import LayerEvidence

SCHEMA = "yudo.verify/1"
"""Names the layout of the JSON; ``verification/reports/report.schema.json`` describes it."""


_VERDICT_OF_PROOF = {"proven": "verified", "refuted": "failed", "undecided": "undecided"}


@dataclass(frozen=True)
class Outcome:
    """What became of one result."""

    id: str
    statement: str
    tallies: Mapping[str, Tally]
    proof: Mapping[str, Any] | None

    @property
    def verdict(self) -> str:
        """``"verified"`` only if every check is, and the result is proven."""
        verdicts = {tally.verdict for tally in self.tallies.values()}
        if self.proof is not None:
            verdicts.add(_VERDICT_OF_PROOF[self.proof["verdict"]])
        return next(v for v in ("failed", "undecided", "verified") if v in verdicts)


def outcomes(plans: Sequence[Plan], evidence: Mapping[str, LayerEvidence]) -> list[Outcome]:
    """The outcome of every planned result, in the order of the layers."""
    listed = []
    for plan in plans:
        results = derivations.layer(plan.stem).results
        for name in plan.names:
            found = evidence[plan.stem]
            checks = {check: found.tallies[name, check] for check in CHECKS if (name, check) in found.tallies}
            proof = found.proofs.get(name)
            listed.append(Outcome(results[name].id, results[name].statement, checks, proof))
    return listed


def replay_command(identifier: str, finding: Finding) -> str:
    """The command that judges exactly one case again."""
    return f"yudo verify {identifier} --dtype {finding.dtype} --case {shlex.quote(finding.case.text)}"


# -- for programs ----------------------------------------------------------------------------------------


def document(listed: Sequence[Outcome], plan: Plan, sources: Mapping[str, str]) -> dict[str, Any]:
    """The outcome as JSON has it; the schema is in ``verification/reports/report.schema.json``.

    ``sources`` are the hashes of the code as it was when the run began.
    """
    packages = {name: version(name) for name in ("yudo", "numpy", "sympy", "jax")}
    return {
        "schema": SCHEMA,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": plan.seed,
        "cases": plan.cases,
        "dtypes": list(plan.dtypes),
        "assumptions": dict(ASSUMPTIONS),
        "versions": {**packages, "python": platform.python_version()},
        "sources": dict(sources),
        "results": [
            {
                "id": outcome.id,
                "statement": outcome.statement,
                "verdict": outcome.verdict,
                "checks": ({} if outcome.proof is None else {"proof": dict(outcome.proof)})
                | {
                    check: {
                        "verdict": tally.verdict,
                        "cases": tally.cases,
                        "worst": _worst(outcome.id, tally.worst),
                    }
                    | (
                        {"accuracy": {d: _accuracy(outcome.id, a) for d, a in tally.accuracy.items()}}
                        if check == "sympy"
                        else {}
                    )
                    for check, tally in outcome.tallies.items()
                },
            }
            for outcome in listed
        ],
    }


def _worst(identifier: str, finding: Finding | None) -> dict[str, Any]:
    if finding is None:
        return {}
    measured = finding.measurement
    numbers = ("error", "tolerance", "ratio", "ulps", "observed", "expected")
    return {
        **{name: _finite(getattr(measured, name)) for name in numbers},
        "dtype": finding.dtype,
        "index": list(measured.index),
        "sizes": {**finding.case.sizes, **finding.case.families},
        "about": finding.about,
        "reason": measured.reason,
        "replay": replay_command(identifier, finding),
    }


def _accuracy(identifier: str, accuracy: Accuracy) -> dict[str, Any]:
    ulps, share, blind = accuracy.most_ulps, accuracy.largest_share, accuracy.least_sensitive
    written: dict[str, Any] = {}
    if ulps is not None and share is not None:
        measured = ulps.measurement
        written["ulps"] = _at(identifier, ulps, measured.most_ulps, measured.most_ulps_index)
        written["ratio"] = _at(identifier, share, share.measurement.ratio, share.measurement.index)
    if blind is not None and blind.measurement.sensitivity is not None:
        seen = blind.measurement.sensitivity
        written["sensitivity"] = {
            "median": _finite(accuracy.sensitivity_median or 0.0),
            "worst": _at(identifier, blind, seen.worst, seen.worst_index),
        }
    lost = accuracy.most_lost and accuracy.most_lost.measurement.lost
    if accuracy.most_lost is not None and lost:
        written["lost_digits"] = {
            "error": _at(identifier, accuracy.most_lost, lost.error, lost.index),
            "explained": _finite(lost.explained),
        }
    return written


def _at(identifier: str, finding: Finding, value: float, index: tuple[int, ...]) -> dict[str, Any]:
    """A number with what is needed to find it again."""
    return {
        "value": _finite(value),
        "index": list(index),
        "sizes": {**finding.case.sizes, **finding.case.families},
        "about": finding.about,
        "replay": replay_command(identifier, finding),
    }


def _finite(number: float) -> float | str:
    """JSON has no infinity and no NaN: they are written as strings."""
    return number if math.isfinite(number) else str(number)


# -- for people ------------------------------------------------------------------------------------------

_COLOURS = {"verified": "green", "failed": "bold red", "undecided": "yellow"}


_DISPENSABLE = ("cases", "vs JAX", "vs SymPy", "proof")
"""The columns of the table that a narrow terminal is spared, in this order; the name and the verdict stay."""


def print_table(console: Console, listed: Sequence[Outcome]) -> None:
    """One row a result: cases tried, worst errors with their shares of the tolerance, verdict."""
    columns = {
        "result": [outcome.id for outcome in listed],
        "proof": [_brief_proof(outcome.proof) for outcome in listed],
        "cases": [str(max(tally.cases for tally in outcome.tallies.values())) for outcome in listed],
        "vs SymPy": [_brief(outcome.tallies["sympy"]) for outcome in listed],
        "vs JAX": [
            _brief(outcome.tallies["jax"]) if "jax" in outcome.tallies else "none" for outcome in listed
        ],
        "verdict": [outcome.verdict for outcome in listed],
    }
    widths = {name: max(len(name), *map(len, cells)) for name, cells in columns.items()}
    widths["result"] = min(widths["result"], 25)  # the longest are folded
    left_out = []
    for name in _DISPENSABLE:
        if sum(widths.values()) + len(widths) - 1 <= console.width:
            break
        del widths[name]
        left_out.append(name)
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    for name in widths:
        numbers = name in ("cases", "vs SymPy", "vs JAX")
        table.add_column(name, justify="right" if numbers else "left", overflow="fold", no_wrap=numbers)
    for row in zip(*(columns[name] for name in widths), strict=True):
        *cells, verdict = row
        table.add_row(*cells, f"[{_COLOURS[verdict]}]{verdict}[/]")
    console.print(table)
    if "vs SymPy" in widths:
        console.print("vs: the worst error, and its share of what rounding can account for", style="dim")
    if "vs JAX" in widths and "none" in columns["vs JAX"]:
        console.print("none: there is no independent definition", style="dim")
    if left_out:
        console.print(f"a wider terminal shows also: {', '.join(left_out)}", style="dim")


def print_accuracy(console: Console, listed: Sequence[Outcome]) -> None:
    """One row for a result and dtype: worst errors, and the errors that would have been caught."""
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    table.add_column("result", overflow="fold")
    for heading in ("dtype", "ulps", "share", "median", "worst"):
        table.add_column(heading, justify="right", no_wrap=True)
    for outcome in listed:
        for dtype, accuracy in outcome.tallies["sympy"].accuracy.items():
            table.add_row(outcome.id, dtype, *_brief_accuracy(accuracy))
    console.print()
    console.print(table)
    console.print(
        "ulps, share: the largest errors; median, worst: the smallest relative error that would have\n"
        "been caught in one entry: of median magnitude in a median case; of all entries, where least is",
        style="dim",
    )


def _brief_accuracy(accuracy: Accuracy) -> list[str]:
    if accuracy.most_ulps is None or accuracy.largest_share is None:
        return ["–"] * 4
    errors = [
        f"{accuracy.most_ulps.measurement.most_ulps:.2g}",
        f"{accuracy.largest_share.measurement.ratio:.0%}",
    ]
    if accuracy.sensitivity_median is None:
        return [*errors, "–", "–"]
    return [*errors, f"{accuracy.sensitivity_median:.1e}", f"{accuracy.sensitivity_worst:.1e}"]


def print_lost_digits(console: Console, listed: Sequence[Outcome]) -> None:
    """The results that lost digits which their inputs determine: another formula would keep them."""
    rows = [
        (outcome.id, dtype, accuracy.most_lost)
        for outcome in listed
        for dtype, accuracy in outcome.tallies["sympy"].accuracy.items()
        if accuracy.most_lost is not None
    ]
    if not rows:
        return
    console.print(
        "\nloses digits: within what rounding does to this formula, but far beyond what rounding the inputs\n"
        "explains; another formula keeps them:",
        style="dim",
    )
    for identifier, dtype, finding in rows:
        lost = finding.measurement.lost
        assert lost is not None
        kept, determined = _digits(lost.error), _digits(lost.explained)
        console.print(
            f"  {identifier} ({dtype}): {kept} of {determined} digits at {list(lost.index)}:"
            f" {lost.observed:.6g}, exactly {lost.expected:.6g} ({finding.about})",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )


def _digits(relative_error: float) -> int:
    """How many decimal digits are right."""
    return max(0, math.floor(-math.log10(relative_error)))


def print_assumptions(console: Console) -> None:
    """What the bounds rest on."""
    console.print("\nthe bounds assume:", style="dim")
    for assumption in ASSUMPTIONS.values():
        console.print(f"  {assumption}", style="dim", highlight=False)


def _brief_proof(proof: Mapping[str, Any] | None) -> str:
    if proof is None:
        return "–"
    return str(proof["scope"] if proof["verdict"] == "proven" else proof["verdict"])


def _brief(tally: Tally) -> str:
    if tally.worst is None:
        return "–"
    measured = tally.worst.measurement
    if measured.passed is None:
        return "undecided"
    if math.isinf(measured.error):
        return "inf"
    return f"{measured.error:.1e} {measured.ratio:4.0%}"


def print_details(console: Console, listed: Sequence[Outcome]) -> None:
    """Whatever did not pass: where, which two values, the tolerance, the shape, and how to replay it."""
    for outcome in listed:
        if outcome.proof is not None and outcome.proof["verdict"] != "proven":
            colour = _COLOURS[_VERDICT_OF_PROOF[outcome.proof["verdict"]]]
            console.print(f"\n[{colour}]{outcome.id}[/]: {outcome.proof['verdict']} by proof")
            console.print(f"  {outcome.proof['reason']}", highlight=False, markup=False, soft_wrap=True)
            console.print(f"  yudo prove {outcome.id} shows both expressions", highlight=False)
        for check, tally in outcome.tallies.items():
            if tally.verdict == "verified":
                continue
            console.print(f"\n[{_COLOURS[tally.verdict]}]{outcome.id}[/]: {tally.verdict} against {check}")
            if tally.worst is None:
                console.print("  no case had a meaning for this result")
                continue
            _print_finding(console, outcome.id, tally.worst)


def _print_finding(console: Console, identifier: str, finding: Finding) -> None:
    measured = finding.measurement
    rows = []
    if measured.reason:
        rows.append(("reason", measured.reason))
    if measured.passed is False and not measured.reason:
        rows += [
            ("index", str(list(measured.index))),
            ("observed", repr(measured.observed)),
            ("expected", repr(measured.expected)),
            ("error", f"{measured.error:.3e}, tolerance {measured.tolerance:.3e}"),
        ]
    sizes = {**finding.case.sizes, **finding.case.families}
    rows += [
        ("sizes", ", ".join(f"{name} = {size}" for name, size in sizes.items())),
        ("dtype", finding.dtype),
        ("case", finding.about),
        ("replay", replay_command(identifier, finding)),
    ]
    for name, value in rows:
        console.print(f"  {name:9}{value}", highlight=False, markup=False, soft_wrap=True)
