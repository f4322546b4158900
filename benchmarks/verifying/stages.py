"""The stages of ``yudo verify`` by a sampling profiler: which module's work a moment belongs to.

A timer interrupts the run some hundred times a second. The processor time since the last interruption is
credited to the first stage of `STAGES` that has a module on the stack. So nothing of the verification is
touched, and long calls into compiled code count in full.
"""

from __future__ import annotations

import signal
from collections import Counter
from time import process_time
from types import FrameType

INTERVAL = 0.004

STAGES: dict[str, tuple[str, ...]] = {
    "proof": ("yudo.verification.symbolic",),
    "reference": ("yudo.verification.numeric.balls", "yudo.verification.numeric.entrywise"),
    "jax": ("jax",),
    "bound": ("yudo.verification.numeric.intervals",),
    "derivations": ("yudo.derivations",),
    "code": ("yudo.impl",),
    "judging": ("yudo.verification.numeric.judge",),
    "drawing": ("yudo.verification.cases.draw", "yudo.verification.cases.read", "hypothesis"),
}
"""Stages by name, the first that fits counts; what fits none is ``"rest"``."""


class Sampler:
    """Credits time to stages while it is active."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._stage_of: dict[str, str | None] = {}
        self._last = 0.0

    def __enter__(self) -> Sampler:
        self._last = process_time()
        self._before = signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, self._before)

    def _sample(self, _: int, frame: FrameType | None) -> None:
        now = process_time()
        self.seconds[self._stage(frame)] += now - self._last
        self._last = now

    def _stage(self, frame: FrameType | None) -> str:
        present = set()
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if name not in self._stage_of:
                self._stage_of[name] = _stage_of(name)
            present.add(self._stage_of[name])
            frame = frame.f_back
        return next((stage for stage in STAGES if stage in present), "rest")


def _stage_of(module: str) -> str | None:
    for stage, packages in STAGES.items():
        if any(module == package or module.startswith(f"{package}.") for package in packages):
            return stage
    return None


def measure(layers: list[str], cases: int, seed: int) -> dict[str, float]:
    """Verify layers, all if none is named, in this process and return the processor seconds by stage."""
    with Sampler() as sampler:
        from yudo import derivations
        from yudo.verification.numeric.search import Exploration, Plan
        from yudo.verification.symbolic.prove import proof_checks

        for stem, layer in derivations.layers().items():
            if layers and stem not in layers:
                continue
            proof_checks(stem)
            Exploration(Plan(stem, tuple(layer.results), cases, seed)).run()
    return dict(sampler.seconds.most_common())
