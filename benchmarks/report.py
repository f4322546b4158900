"""The report: JSON that the site reads, tables that people read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.checking import LARGEST
from benchmarks.goals import Goal, goals

SCHEMA = "yudo.benchmarks/1"
"""Names the layout of the JSON; ``benchmarks/report.schema.json`` describes it."""


def to_json(report: Mapping[str, Any]) -> str:
    """The report as JSON."""
    return json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read(path: Path) -> dict[str, Any]:
    """The report at a path.

    Raises
    ------
    ValueError
        If the file is not a report of this layout.
    """
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} is not JSON: {error}") from None
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise ValueError(f"{path} does not follow the schema {SCHEMA}; run python -m benchmarks again")
    return report


def stumbled(report: Mapping[str, Any]) -> bool:
    """Whether a contender raised an error, or `yudo verify` did not end well."""
    checking, layers, verify = (report[part] or {} for part in ("checking", "layers", "verify"))
    failed = [
        run["status"] == "failed" for run in (*checking.get("runs", ()), *checking.get("false_alarms", ()))
    ]
    failed += [
        outcome == "failed" for row in checking.get("bugs", ()) for outcome in row["outcomes"].values()
    ]
    failed += [proof["reason"] is not None for proof in checking.get("proofs", ())]
    failed += [run["reason"] is not None for run in layers.get("runs", ())]
    failed += [run["exit"] != 0 for run in verify.get("growth", ())]
    if verify:
        failed.append(verify["stages"]["reason"] is not None)
    return any(failed)


# -- tables ------------------------------------------------------------------------------------------------


def print_report(console: Console, report: Mapping[str, Any]) -> None:
    """All parts that were measured, as tables."""
    if report["checking"]:
        _print_checking(console, report["checking"])
    if report["layers"]:
        _print_layers(console, report["layers"])
    if report["verify"]:
        _print_verify(console, report["verify"])
    _print_goals(console, goals(report))


def _table(console: Console, title: str, columns: list[str], rows: list[list[str]]) -> None:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print()


def duration(run: Mapping[str, Any], limit: float) -> str:
    """The seconds of a check; with ``>`` where the limit ended it, with ``~`` where they are extrapolated."""
    if run["seconds"] is not None:
        return f"{run['seconds']:.2g}"
    guess = "" if run["extrapolated_seconds"] is None else f"~{run['extrapolated_seconds']:.2g}"
    if run["status"] == "limit":
        return f">{limit:.0f}" + (f" ({guess})" if guess else "")
    return guess or run["status"]


def smallest(run: Mapping[str, Any]) -> str:
    """The smallest error that a check notices; with ``>`` where it noticed none up to the largest tried."""
    if run["smallest_caught"] is not None:
        return f"{run['smallest_caught']:.0e}"
    noticed_none = run["status"] == "measured" and not run["false_alarm"] and run["reason"] is None
    return f">{LARGEST:.0e}" if noticed_none else "–"


def _print_checking(console: Console, part: Mapping[str, Any]) -> None:
    for contender in part["contenders"]:
        if contender["missing"]:
            console.print(f"{contender['name']}: {contender['missing']}", style="yellow")
    for layer in dict.fromkeys(run["layer"] for run in part["runs"]):
        rows = [
            [
                run["contender"],
                "×".join(map(str, run["shape"])),
                duration(run, part["time_limit"]),
                "–" if run["ratio"] is None else f"{run['ratio']:.3g}",
                "alarm" if run["false_alarm"] else "–" if run["false_alarm"] is None else "passes",
                smallest(run),
                "–" if run["growth_exponent"] is None else f"{run['growth_exponent']:.2f}",
            ]
            for run in part["runs"]
            if run["layer"] == layer
        ]
        columns = ["checking", "N×D×M", "seconds", "× ours", "correct", "smallest", "growth"]
        _table(console, layer, columns, rows)
    names = list(dict.fromkeys(name for row in part["bugs"] for name in row["outcomes"]))
    rows = [
        [f"{row['layer'].partition('_')[0]}: {row['bug']}", *(row["outcomes"].get(n, "–") for n in names)]
        for row in part["bugs"]
    ]
    _table(console, "planted bugs", ["bug", *names], rows)
    rows = [
        [found["contender"], "–" if found["seeds"] is None else f"{len(found['seeds'])}", found["status"]]
        for found in part["false_alarms"]
    ]
    total = len(part["nets"]["seeds"])
    _table(console, f"false alarms on {total} correct ReLU nets", ["contender", "alarms", ""], rows)


def _print_layers(console: Console, part: Mapping[str, Any]) -> None:
    names = [contender["name"] for contender in part["contenders"] if contender["missing"] is None]
    for contender in part["contenders"]:
        if contender["missing"]:
            console.print(f"{contender['name']}: {contender['missing']}", style="yellow")
    grouped: dict[tuple[str, str, str], dict[str, Mapping[str, Any]]] = {}
    for run in part["runs"]:
        key = run["size"], run["operation"], run["dtype"]
        grouped.setdefault(key, {})[run["contender"]] = run
    for size in part["sizes"]:
        rows = []
        for (of, operation, dtype), runs in grouped.items():
            if of == size:
                share = runs["impl"]["share"]
                speeds = ["–" if runs[n]["speed"] is None else f"{runs[n]['speed']:.2f}" for n in names]
                rows.append([operation, dtype, *speeds, "–" if share is None else f"{share:.0%}"])
        title = f"speed relative to the textbook form, {size} {'×'.join(map(str, part['sizes'][size]))}"
        _table(console, title, ["operation", "dtype", *names, "of limit"], rows)


def _print_verify(console: Console, part: Mapping[str, Any]) -> None:
    rows = [[str(g["cases"]), "–" if g["seconds"] is None else f"{g['seconds']:.1f}"] for g in part["growth"]]
    _table(console, f"yudo verify, {part['jobs']} processes", ["cases", "seconds"], rows)
    seconds = part["stages"]["seconds"]
    whole = sum(seconds.values())
    rows = [[stage, f"{spent:.1f}", f"{spent / whole:.0%}"] for stage, spent in seconds.items()]
    _table(console, f"by stage, {part['stages']['cases']} cases", ["stage", "seconds", "share"], rows)


_GOALS = {
    "seconds": "seconds to certify affine at (64, 512, 100), at most",
    "sensitivity": "smallest error noticed there, at most",
    "than_central_difference": "times as fast as the central difference there",
    "than_gradcheck_slow": "times as fast as gradcheck slow there",
    "seconds_large": "seconds to certify affine at (64, 3072, 100), at most",
    "false_alarms": "false alarms, at most",
    "bugs": "classes of bugs caught",
    "textbook": "operations no slower than the textbook form",
    "others": "operations level with PyTorch and JAX, medium and large",
}


def _print_goals(console: Console, listed: list[Goal]) -> None:
    words = {True: "met", False: "not met", None: "not measured"}
    rows = [[_GOALS[goal.name], f"{goal.target:g}", measured(goal), words[goal.met]] for goal in listed]
    _table(console, "goals", ["goal", "target", "measured", ""], rows)


def measured(goal: Goal) -> str:
    """What was measured for a goal, in few digits."""
    if goal.measured is None:
        return "–"
    return f"{'>' if goal.at_least else ''}{goal.measured:.3g}"
