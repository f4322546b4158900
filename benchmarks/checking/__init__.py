"""Checking a gradient: seconds, the smallest error that is noticed, classes of bugs, false alarms, growth."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.checking.subjects import BUGS, KINKED_SIZES
from benchmarks.processes import Stumbled, TimeLimit, Unavailable, Worker

Tell = Callable[[str], None]

CONTENDERS = ("yudo", "gradcheck slow", "gradcheck fast", "check_grads", "central difference")
SHAPES = ((4, 6, 5), (16, 128, 32), (64, 512, 100), (64, 3072, 100))
QUICK_SHAPES = SHAPES[:2]
ALWAYS_TRIED = 64 * 512
"""Up to this many entries of x a check is always tried; beyond, only if it is expected to end in time."""
_MEASURES = "checking.measurements"


def measure(*, seed: int, threads: int, quick: bool, tell: Tell) -> dict[str, Any]:
    """Run the contenders and return the part ``checking`` of the report.

    Parameters
    ----------
    seed
        Of all random inputs.
    threads
        Of every contender.
    quick
        The two smaller shapes, three nets, and a short limit.
    tell
        Is told what is being run.
    """
    limit = 10.0 if quick else 100.0
    shapes = QUICK_SHAPES if quick else SHAPES
    seeds = list(range(seed, seed + (3 if quick else 20)))
    report: dict[str, Any] = {
        "time_limit": limit,
        "contenders": [],
        "runs": [],
        "bugs": [{"layer": layer, "bug": bug, "outcomes": {}} for layer in BUGS for bug in BUGS[layer]],
        "nets": {"sizes": list(KINKED_SIZES), "seeds": seeds},
        "false_alarms": [],
        "proofs": [],
    }
    for contender in CONTENDERS:
        tell(f"checking: {contender}")
        with _session(threads, contender) as session:
            report["contenders"].append({"name": contender, "missing": session.missing})
            if session.missing is not None:
                continue
            for layer in BUGS:
                report["runs"] += list(_runs(session, layer, shapes, seed, limit))
            outcomes = session.ask("bugs", limit, seed=seed)
            for row in report["bugs"]:
                found = outcomes.get("result")
                row["outcomes"][contender] = found[row["layer"]][row["bug"]] if found else outcomes["status"]
            alarms = session.ask("false_alarms", 2 * limit, seeds=seeds)
            report["false_alarms"].append({"contender": contender, **_renamed(alarms, "seeds")})
    _add_ratios(report["runs"])
    tell("checking: proofs for all shapes")
    _add_proofs(report, threads, limit)
    return report


class _Session:
    """One contender; its process is started anew where a limit has ended it."""

    def __init__(self, threads: int, contender: str) -> None:
        self._threads = threads
        self._contender = contender
        self.worker = Worker(threads)
        self.missing: str | None = None
        try:
            self.worker.ask(f"{_MEASURES}:load", contender=contender)
        except Unavailable as reason:
            self.missing = str(reason)

    def ask(self, function: str, limit: float, **arguments: Any) -> dict[str, Any]:
        """``{"status": "measured", "result": …}``, ``{"status": "limit"}`` or one with a reason."""
        try:
            result = self.worker.ask(f"{_MEASURES}:{function}", limit, contender=self._contender, **arguments)
        except TimeLimit:
            self.worker = Worker(self._threads)
            return {"status": "limit"}
        except Stumbled as reason:
            self.worker.end()
            self.worker = Worker(self._threads)
            return {"status": "failed", "reason": str(reason)}
        return {"status": "measured", "result": result}


@contextmanager
def _session(threads: int, contender: str) -> Iterator[_Session]:
    session = _Session(threads, contender)
    try:
        yield session
    finally:
        session.worker.end()


def _renamed(answer: dict[str, Any], name: str) -> dict[str, Any]:
    answer[name] = answer.pop("result", None)
    return answer


def _entries(layer: str, shape: tuple[int, int, int]) -> int:
    N, D, M = shape
    return N * D + D * M + M if layer == "affine" else N * D


def _runs(
    session: _Session, layer: str, shapes: Iterable[tuple[int, int, int]], seed: int, limit: float
) -> Iterator[dict[str, Any]]:
    """One record a shape, with what is expected in place of what would take too long."""
    done: list[dict[str, Any]] = []
    for shape in shapes:
        entries = _entries(layer, shape)
        record: dict[str, Any] = {
            "contender": session._contender,
            "layer": layer,
            "shape": list(shape),
            "entries": entries,
            "status": "not run",
            "seconds": None,
            "runs": 0,
            "extrapolated_seconds": None,
            "false_alarm": None,
            "smallest_caught": None,
            "reason": None,
        }
        expected = _extrapolated(done, entries)
        if shape[0] * shape[1] <= ALWAYS_TRIED or (expected or 0.0) <= limit:
            asked = {"layer": layer, "shape": list(shape), "seed": seed}
            answer = session.ask("seconds", limit, **asked, budget=limit / 20)
            record |= answer.pop("result", {}) | answer
            if record["status"] == "measured":
                done.append(record)
                if not record["false_alarm"]:
                    caught = session.ask("smallest_caught", 2 * limit, **asked)
                    record["smallest_caught"] = caught.get("result")
                    record["reason"] = None if "result" in caught else f"smallest error: {caught['status']}"
        if record["status"] != "measured":
            record["extrapolated_seconds"] = expected
        yield record


def _extrapolated(done: list[dict[str, Any]], entries: int) -> float | None:
    """Seconds at a larger problem if they go on growing as between the last two; None without two."""
    exponent = _exponent(done)
    if exponent is None:
        return None
    return float(done[-1]["seconds"] * (entries / done[-1]["entries"]) ** exponent)


def _exponent(done: list[dict[str, Any]]) -> float | None:
    """The power of the number of entries that the seconds grew with between the last two measured shapes."""
    if len(done) < 2:
        return None
    before, last = done[-2:]
    return math.log(last["seconds"] / before["seconds"]) / math.log(last["entries"] / before["entries"])


def _add_ratios(runs: list[dict[str, Any]]) -> None:
    """Beside every run, how many times as long it took as this project's check, and its growth."""
    own = {
        (run["layer"], *run["shape"]): run["seconds"]
        for run in runs
        if run["contender"] == "yudo" and run["seconds"]
    }
    so_far: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for run in runs:
        seconds = run["seconds"] or run["extrapolated_seconds"]
        ours = own.get((run["layer"], *run["shape"]))
        run["ratio"] = seconds / ours if seconds and ours else None
        done = so_far.setdefault((run["contender"], run["layer"]), [])
        if run["status"] == "measured":
            done.append(run)
            run["growth_exponent"] = _exponent(done)
        else:
            run["growth_exponent"] = None


def _add_proofs(report: dict[str, Any], threads: int, limit: float) -> None:
    """The verdicts of the proof beside those of the checks at one input."""
    worker = Worker(threads)
    try:
        for layer in BUGS:
            try:
                found = worker.ask("checking.certificate:prove", 3 * limit, layer=layer)
            except (TimeLimit, Stumbled, Unavailable) as reason:
                report["proofs"].append(
                    {"layer": layer, "seconds": None, "correct": None, "reason": str(reason) or "limit"}
                )
                return
            report["proofs"].append(
                {"layer": layer, "seconds": found["seconds"], "correct": found["correct"], "reason": None}
            )
            for row in report["bugs"]:
                if row["layer"] == layer:
                    row["outcomes"]["yudo proof"] = found["bugs"][row["bug"]]
    finally:
        worker.end()
