"""The layers of ``impl/`` beside the textbook form, PyTorch and JAX, and beside the limits of the machine."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.layers.operations import DTYPES, OPERATIONS, SIZES, work
from benchmarks.processes import Stumbled, TimeLimit, Unavailable, Worker

CONTENDERS = ("impl", "textbook", "torch", "jax")


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes
    ----------
    sizes
        Names of `SIZES`.
    rounds, budget
        How often every contender has a turn, and for how many seconds.
    square
        Rows and columns of the product that shows the peak.
    operations, contenders
        By name; ``impl`` and ``textbook`` always take part.
    """

    sizes: tuple[str, ...]
    rounds: int
    budget: float
    square: int
    operations: tuple[str, ...] = OPERATIONS
    contenders: tuple[str, ...] = CONTENDERS


FULL = Extent(tuple(SIZES), rounds=3, budget=0.08, square=2048)
QUICK = Extent(("small",), rounds=1, budget=0.02, square=256)
_MEASURES = "benchmarks.layers.measurements"
_LIMIT = 60.0


def measure(extent: Extent, *, seed: int, threads: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Run the contenders side by side and return the part ``layers`` of the report.

    All contenders' processes wait while one is timed; they take turns operation by operation, so that a
    change in the machine's speed meets all of them. What is reported is the median over the rounds.
    """
    workers: dict[str, Worker] = {}
    report: dict[str, Any] = {"contenders": [], "sizes": {}, "limits": [], "runs": []}
    try:
        for name in extent.contenders:
            workers[name] = Worker(threads)
            missing = None
            try:
                workers[name].ask(f"{_MEASURES}:load", _LIMIT, contender=name)
            except Unavailable as reason:
                workers.pop(name).end()
                missing = str(reason)
            report["contenders"].append({"name": name, "missing": missing})
        report["sizes"] = {size: list(SIZES[size]) for size in extent.sizes}
        tell("layers: the limits of the machine")
        report["limits"] = _limits(workers["impl"], extent)
        limits = {(limit["dtype"], limit["size"]): limit for limit in report["limits"]}
        for size in extent.sizes:
            for operation in extent.operations:
                tell(f"layers: {operation}, {size}")
                for dtype in DTYPES:
                    asked = {"operation": operation, "dtype": dtype, "size": size, "seed": seed}
                    rows = _rows(workers, asked, extent, threads)
                    report["runs"] += _with_ratios(rows, limits[dtype, size])
    finally:
        for started in workers.values():
            started.end()
    return report


def _limits(worker: Worker, extent: Extent) -> list[dict[str, Any]]:
    peaks = {dtype: worker.ask(f"{_MEASURES}:peak", dtype=dtype, side=extent.square) for dtype in DTYPES}
    return [
        {
            "dtype": dtype,
            "size": size,
            "flops_per_second": peaks[dtype],
            "bytes_per_second": worker.ask(f"{_MEASURES}:bandwidth", dtype=dtype, size=size),
        }
        for dtype in DTYPES
        for size in extent.sizes
    ]


def _rows(
    workers: dict[str, Worker], asked: dict[str, Any], extent: Extent, threads: int
) -> list[dict[str, Any]]:
    """One row a contender: the median over rounds in which everyone has a turn."""
    seconds: dict[str, list[float]] = {name: [] for name in workers}
    reasons: dict[str, str | None] = dict.fromkeys(workers)
    for _ in range(extent.rounds):
        for name in [name for name in workers if reasons[name] is None]:
            arguments = {**asked, "contender": name, "budget": extent.budget}
            try:
                seconds[name].append(workers[name].ask(f"{_MEASURES}:seconds", _LIMIT, **arguments))
            except (TimeLimit, Stumbled) as reason:
                reasons[name] = str(reason) or "took too long"
                workers[name].end()
                workers[name] = Worker(threads)
    return [
        {
            **{key: asked[key] for key in ("operation", "dtype", "size")},
            "contender": name,
            "seconds": statistics.median(seconds[name]) if reasons[name] is None else None,
            "reason": reasons[name],
        }
        for name in workers
    ]


def _with_ratios(rows: list[dict[str, Any]], limit: dict[str, Any]) -> list[dict[str, Any]]:
    """Add the speed relative to the textbook form, and the share of the machine's limit."""
    textbook = next(row["seconds"] for row in rows if row["contender"] == "textbook")
    for row in rows:
        least = work(row["operation"], row["dtype"], row["size"])
        bound = least.flops / limit["flops_per_second"] + least.moved / limit["bytes_per_second"]
        row["limit"] = "product" if least.flops else "copy"
        row["speed"] = textbook / row["seconds"] if textbook and row["seconds"] else None
        row["share"] = bound / row["seconds"] if row["seconds"] else None
    return rows
