"""What the project set out to reach, and what a report says about it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LEVEL = 0.95
"""A speed of at least this counts as level: medians of repeated sessions differ by as much."""
SHAPE, LARGE_SHAPE = [64, 512, 100], [64, 3072, 100]

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """One goal.

    Attributes
    ----------
    name
        Names the goal; its wording is up to the reader's language.
    target, measured
        ``measured`` is None where the session did not measure it.
    met
        None where nothing was measured.
    at_least
        Whether ``measured`` is only a lower limit, because a time limit ended the contender.
    """

    name: str
    target: float
    measured: float | None
    met: bool | None
    at_least: bool = False


def goals(report: Report) -> list[Goal]:
    """Every goal of the parts that the report has."""
    listed: list[Goal] = []
    if report["checking"]:
        listed += _of_checking(report["checking"])
    if report["layers"]:
        listed += _of_layers(report["layers"])
    return listed


def _goal(name: str, target: float, measured: float | None, *, most: bool, at_least: bool = False) -> Goal:
    met = None
    if measured is not None:
        met = measured <= target if most else measured >= target
    return Goal(name, target, measured, met, at_least)


def _of_checking(part: Mapping[str, Any]) -> Iterator[Goal]:
    runs = {(run["contender"], tuple(run["shape"])): run for run in part["runs"] if run["layer"] == "affine"}

    def found(contender: str, shape: list[int]) -> Mapping[str, Any]:
        return runs.get((contender, tuple(shape)), {})

    own = found("yudo", SHAPE)
    yield _goal("seconds", 0.5, own.get("seconds"), most=True)
    yield _goal("sensitivity", 1e-12, own.get("smallest_caught"), most=True)
    for name, contender, target in (
        ("than_central_difference", "central difference", 50.0),
        ("than_gradcheck_slow", "gradcheck slow", 150.0),
    ):
        other = found(contender, SHAPE)
        ended = other.get("status") == "limit"
        seconds = part["time_limit"] if ended else other.get("seconds")
        ratio = seconds / own["seconds"] if seconds and own.get("seconds") else None
        yield _goal(name, target, ratio, most=False, at_least=ended)
    yield _goal("seconds_large", 2.0, found("yudo", LARGE_SHAPE).get("seconds"), most=True)
    yield _goal("false_alarms", 0, _false_alarms(part), most=True)
    caught = [
        row["outcomes"]["yudo"] in ("caught", "when large") or row["outcomes"].get("yudo proof") == "refuted"
        for row in part["bugs"]
        if "yudo" in row["outcomes"]
    ]
    yield _goal("bugs", len(part["bugs"]), sum(caught) if caught else None, most=False)


def _false_alarms(part: Mapping[str, Any]) -> int | None:
    """False alarms of the certificate, on the nets and on all other correct code."""
    nets = [found for found in part["false_alarms"] if found["contender"] == "yudo"]
    if not nets or nets[0]["seeds"] is None:
        return None
    return len(nets[0]["seeds"]) + sum(
        bool(run["false_alarm"]) for run in part["runs"] if run["contender"] == "yudo"
    )


def _of_layers(part: Mapping[str, Any]) -> Iterator[Goal]:
    textbook = [standing.textbook for standing in standings(part) if standing.textbook is not None]
    yield _goal("textbook", len(textbook), sum(s >= LEVEL for s in textbook), most=False)
    others = [s.others for s in standings(part) if s.size != "small" and s.others is not None]
    if others:
        yield _goal("others", len(others), sum(s >= LEVEL for s in others), most=False)


@dataclass(frozen=True)
class Standing:
    """Where ``impl/`` stands in one operation: how many times as fast as others; None if unknown.

    Attributes
    ----------
    textbook, others
        Relative to the textbook form, and to the better of PyTorch and JAX.
    share
        Of the machine's limit.
    """

    operation: str
    dtype: str
    size: str
    textbook: float | None
    others: float | None
    share: float | None


def standings(part: Mapping[str, Any]) -> list[Standing]:
    """One standing for every operation, dtype and size."""
    grouped: dict[tuple[str, str, str], dict[str, Any]] = {}
    for run in part["runs"]:
        key = (run["operation"], run["dtype"], run["size"])
        grouped.setdefault(key, {})[run["contender"]] = run
    listed = []
    for (operation, dtype, size), runs in grouped.items():
        own = runs["impl"]["seconds"] or math.inf
        others = [
            runs[name]["seconds"] for name in ("torch", "jax") if name in runs and runs[name]["seconds"]
        ]
        textbook = runs["textbook"]["seconds"]
        listed.append(
            Standing(
                operation,
                dtype,
                size,
                textbook / own if textbook else None,
                min(others) / own if others else None,
                runs["impl"]["share"],
            )
        )
    return listed
