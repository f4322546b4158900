"""What a full ``yudo verify`` costs: by stage, and as the number of drawn cases grows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from benchmarks.processes import ROOT, Stumbled, TimeLimit, Unavailable, Worker, environment

CASES = (0, 50, 100, 200)
QUICK_CASES = (0, 2)
QUICK_LAYERS = ("relu",)
_LIMIT = 300.0


def measure(*, seed: int, threads: int, quick: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    """Run the command several times and its stages once, and return the part ``verify`` of the report.

    The command runs with as many worker processes as ``threads``; the stages are taken in one process, one
    layer after the other, so their seconds add up to processor time and not to the command's.
    """
    layers = list(QUICK_LAYERS) if quick else []
    counts = QUICK_CASES if quick else CASES
    report: dict[str, Any] = {"layers": layers, "jobs": threads, "growth": [], "stages": None}
    for cases in counts:
        tell(f"yudo verify --cases {cases}")
        report["growth"].append({"cases": cases, **_command(layers, cases, seed, threads)})
    first, last = report["growth"][0]["seconds"], report["growth"][-1]["seconds"]
    known = first is not None and last is not None
    report["seconds_per_case"] = (last - first) / (counts[-1] - counts[0]) if known else None
    tell("yudo verify by stage")
    report["stages"] = _stages(layers, counts[-1], seed)
    return report


def _command(layers: list[str], cases: int, seed: int, jobs: int) -> dict[str, Any]:
    program = "from verification.cli import main; main()"
    options = ["--cases", str(cases), "--seed", str(seed), "--jobs", str(jobs)]
    start = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program, "verify", *layers, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(1),  # each of its workers has one thread
        cwd=ROOT,
    )
    try:
        _, errors = process.communicate(timeout=_LIMIT)
    except subprocess.TimeoutExpired:
        return {"seconds": None, "exit": None, "reason": f"took more than {_LIMIT:.0f} s"}
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    reason = errors.decode(errors="replace")[-500:] or None if process.returncode else None
    return {"seconds": perf_counter() - start, "exit": process.returncode, "reason": reason}


def _stages(layers: list[str], cases: int, seed: int) -> dict[str, Any]:
    worker = Worker(1)
    try:
        found = worker.ask("verifying.stages:measure", _LIMIT, layers=layers, cases=cases, seed=seed)
    except (TimeLimit, Stumbled, Unavailable) as reason:
        return {"cases": cases, "seconds": {}, "reason": str(reason) or f"took more than {_LIMIT:.0f} s"}
    finally:
        worker.end()
    return {"cases": cases, "seconds": found, "reason": None}
