"""What a full ``yudo verify`` costs: by stage, and as the number of drawn cases grows."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from benchmarks.processes import ROOT, Stumbled, TimeLimit, Unavailable, Worker, environment

_LIMIT = 300.0


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes
    ----------
    cases
        Counts of drawn cases, from few to many.
    layers
        By stem; none stands for all.
    """

    cases: tuple[int, ...]
    layers: tuple[str, ...] = ()


FULL = Extent((0, 25, 50, 100))
QUICK = Extent((0, 2), layers=("relu",))


def measure(extent: Extent, *, seed: int, threads: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Run the command several times and its stages once, and return the part ``verify`` of the report.

    The command runs with as many worker processes as ``threads``; the stages are taken in one process, one
    layer after the other, in processor time.
    """
    layers, counts = list(extent.layers), extent.cases
    report: dict[str, Any] = {"layers": layers, "jobs": threads, "growth": [], "stages": None}
    for cases in counts:
        tell(f"yudo verify --cases {cases}")
        report["growth"].append({"cases": cases, **_command(layers, cases, seed, threads)})
    first, last = report["growth"][0]["seconds"], report["growth"][-1]["seconds"]
    known = first is not None and last is not None and counts[-1] > counts[0]
    report["seconds_per_case"] = (last - first) / (counts[-1] - counts[0]) if known else None
    tell("yudo verify by stage")
    report["stages"] = _stages(layers, counts[-1], seed)
    return report


def _command(layers: list[str], cases: int, seed: int, jobs: int) -> dict[str, Any]:
    options = ["--cases", str(cases), "--seed", str(seed), "--jobs", str(jobs)]
    start = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "yudo", "verify", *layers, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(1),  # each of its workers has one thread
        cwd=ROOT,
        start_new_session=True,  # Ctrl-C reaches it once, from here
    )
    try:
        _, errors = process.communicate(timeout=_LIMIT)
    except subprocess.TimeoutExpired:
        return {"seconds": None, "exit": None, "reason": f"took more than {_LIMIT:.0f} s"}
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)  # ends its own workers, too
            process.wait()
    reason = errors.decode(errors="replace")[-500:] or None if process.returncode else None
    return {"seconds": perf_counter() - start, "exit": process.returncode, "reason": reason}


def _stages(layers: list[str], cases: int, seed: int) -> dict[str, Any]:
    worker = Worker(1)
    try:
        found = worker.ask(
            "benchmarks.verifying.stages:measure", _LIMIT, layers=layers, cases=cases, seed=seed
        )
    except (TimeLimit, Stumbled, Unavailable) as reason:
        return {"cases": cases, "seconds": {}, "reason": str(reason) or f"took more than {_LIMIT:.0f} s"}
    finally:
        worker.end()
    return {"cases": cases, "seconds": found, "reason": None}
