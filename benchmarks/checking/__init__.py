"""Checking a gradient: seconds, the smallest error that is noticed, classes of bugs, false alarms, growth."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.checking.subjects import BUGS, KINKED_SIZES
from benchmarks.processes import Stumbled, TimeLimit, Unavailable, Worker

Tell = Callable[[str], None]

Shape = tuple[int, int, int]

CONTENDERS = ("yudo", "gradcheck slow", "gradcheck fast", "check_grads", "central difference")
SHAPES: tuple[Shape, ...] = ((4, 6, 5), (16, 128, 32), (64, 512, 100), (64, 3072, 100))


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes
    ----------
    shapes
        N, D, M, from small to large.
    nets
        How many correct ReLU nets are checked.
    limit
        Seconds that one check may take.
    contenders
        By name.
    """

    shapes: tuple[Shape, ...]
    nets: int
    limit: float
    contenders: tuple[str, ...] = CONTENDERS


FULL = Extent(SHAPES, nets=20, limit=80.0)
QUICK = Extent(SHAPES[:2], nets=3, limit=10.0)
SMALLEST, LARGEST = 1e-16, 1e4
"""The relative errors that are planted lie in between."""
ALWAYS_TRIED = 64 * 512
"""Up to this many entries of x a check is always tried; beyond, only if it is expected to end in time."""
_MEASURES = "benchmarks.checking.measurements"


def measure(extent: Extent, *, seed: int, threads: int, tell: Tell) -> dict[str, Any]:
    """Run the contenders and return the part ``checking`` of the report.

    Parameters
    ----------
    extent
        How much is measured.
    seed
        Of all random inputs.
    threads
        Of every contender.
    tell
        Is told what is being run.
    """
    limit = extent.limit
    seeds = list(range(seed, seed + extent.nets))
    report: dict[str, Any] = {
        "time_limit": limit,
        "contenders": [],
        "runs": [],
        "bugs": [{"layer": layer, "bug": bug, "outcomes": {}} for layer in BUGS for bug in BUGS[layer]],
        "nets": {"sizes": list(KINKED_SIZES), "seeds": seeds},
        "false_alarms": [],
        "proofs": [],
    }
    for contender in extent.contenders:
        tell(f"checking: {contender}")
        with _session(threads, contender) as session:
            report["contenders"].append({"name": contender, "missing": session.missing})
            if session.missing is not None:
                continue
            for layer in BUGS:
                report["runs"] += list(_runs(session, layer, extent.shapes, seed, limit))
            outcomes = session.ask("bugs", limit, seed=seed)
            for row in report["bugs"]:
                found = outcomes.get("result")
                row["outcomes"][contender] = found[row["layer"]][row["bug"]] if found else outcomes["status"]
            alarms = session.ask("false_alarms", 2 * limit, seeds=seeds)
            report["false_alarms"].append({"contender": contender, **_renamed(alarms, "seeds")})
            if contender == "yudo":
                tell("checking: proofs for all shapes")
                _add_proofs(report, session.worker, limit)
    _add_ratios(report["runs"])
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


def _entries(layer: str, shape: Shape) -> int:
    N, D, M = shape
    return N * D + D * M + M if layer == "affine" else N * D


def _runs(
    session: _Session, layer: str, shapes: Iterable[Shape], seed: int, limit: float
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
                    caught = session.ask("smallest_caught", 2 * limit, **asked, budget=limit)
                    record |= caught.get("result", {"reason": f"smallest error: {caught['status']}"})
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


def _add_proofs(report: dict[str, Any], worker: Worker, limit: float) -> None:
    """The verdicts of the proof beside those of the checks at one input."""
    for layer in BUGS:
        found: dict[str, Any] = {"seconds": None, "correct": None, "bugs": {}}
        reason = None
        try:
            found = worker.ask("benchmarks.checking.certificate:prove", 3 * limit, layer=layer)
        except (TimeLimit, Stumbled) as hindrance:
            reason = str(hindrance) or "took too long"
        known = {name: found[name] for name in ("seconds", "correct")}
        report["proofs"].append({"layer": layer, **known, "reason": reason})
        for row in report["bugs"]:
            if row["layer"] == layer and found["bugs"]:
                row["outcomes"]["yudo proof"] = found["bugs"][row["bug"]]
