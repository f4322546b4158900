"""Exploring one layer: the awkward cases of every run, then cases that Hypothesis draws and shrinks."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import inf
from statistics import median
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Flaky

from yudo import derivations
from yudo.verification.cases.draw import Case, Inputs, drawn, prescribed
from yudo.verification.numeric.judge import CHECKS, Judge, Measurement
from yudo.verification.witnesses import has_witness, witness_of


@dataclass(frozen=True)
class Finding:
    """A measurement with what is needed to repeat it."""

    measurement: Measurement
    case: Case
    dtype: str
    about: str = ""


@dataclass
class Accuracy:
    """How near one result came to the exact values in one dtype, over all cases.

    Attributes
    ----------
    most_ulps, largest_share, least_sensitive
        The findings with the largest error in ulps, with the largest share of the tolerance, and with the
        entry in which the largest relative error would have gone unseen.
    most_lost
        The one with the largest error that rounding the inputs does not explain; None if it explains all.
    medians
        For every case, the smallest relative error that would have been caught in its entry of median
        magnitude.
    """

    most_ulps: Finding | None = None
    largest_share: Finding | None = None
    least_sensitive: Finding | None = None
    most_lost: Finding | None = None
    medians: list[float] = field(default_factory=list)

    def include(self, finding: Finding) -> None:
        """Take one more finding into account; an undecided one says nothing."""
        measured = finding.measurement
        if measured.passed is None:
            return
        if self.most_ulps is None or measured.most_ulps > self.most_ulps.measurement.most_ulps:
            self.most_ulps = finding
        if self.largest_share is None or measured.ratio > self.largest_share.measurement.ratio:
            self.largest_share = finding
        known = self.most_lost and self.most_lost.measurement.lost
        if measured.lost is not None and (not known or measured.lost.error > known.error):
            self.most_lost = finding
        if measured.sensitivity is not None:
            self.medians.append(measured.sensitivity.median)
            if self.sensitivity_worst < measured.sensitivity.worst:
                self.least_sensitive = finding

    @property
    def sensitivity_median(self) -> float | None:
        """The median over all cases; None if no case had an entry in the normal range."""
        return median(self.medians) if self.medians else None

    @property
    def sensitivity_worst(self) -> float:
        """The largest over all entries of all cases; -inf if none was in the normal range."""
        seen = self.least_sensitive and self.least_sensitive.measurement.sensitivity
        return seen.worst if seen else -inf


@dataclass
class Tally:
    """What was measured for one result against one check.

    Attributes
    ----------
    seen
        The cases that were judged; one in two dtypes counts once.
    worst
        The finding with the highest severity; for a failure the smallest that was found.
    accuracy
        By dtype, against the exact values; empty against JAX, which has rounding errors of its own.
    """

    seen: set[Case] = field(default_factory=set)
    worst: Finding | None = None
    accuracy: dict[str, Accuracy] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many cases were judged."""
        return len(self.seen)

    @property
    def verdict(self) -> str:
        """``"verified"``, ``"failed"`` or ``"undecided"``; nothing measured is undecided."""
        if self.worst is None:
            return "undecided"
        return {True: "verified", False: "failed", None: "undecided"}[self.worst.measurement.passed]


Tallies = dict[tuple[str, str], Tally]
"""By name of the result and check."""


@dataclass(frozen=True)
class Plan:
    """What to verify of one layer, and how.

    Attributes
    ----------
    stem, names
        The layer and the names of its results.
    cases
        How many cases Hypothesis draws, beside the awkward ones of every run.
    seed
        Repeats the run exactly.
    dtypes
        Floating dtypes of the inputs.
    replayed
        Judge this case alone.
    """

    stem: str
    names: tuple[str, ...]
    cases: int = 200
    seed: int = 0
    dtypes: tuple[str, ...] = ("float32", "float64")
    replayed: Case | None = None


def _quick_to_compile() -> dict[str, bool | int]:
    """Options of XLA for programs that run but a few times: every shape is compiled anew."""
    import jax

    options = {"xla_cpu_use_fusion_emitters": False, "xla_cpu_parallel_codegen_split_count": 1}
    try:
        jax.jit(lambda number: number, compiler_options=options)(0.0)
    except Exception:  # not every XLA has these options: they save time, nothing rests on them
        return {}
    return options


@lru_cache(maxsize=1)
def _compiled_witness(stem: str) -> Callable[..., Mapping[str, Any]]:
    """The witness of the layer explored last: compiled once for each shape, however often it is explored."""
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    import jax

    jax.config.update("jax_enable_x64", True)
    with suppress(AttributeError):  # not every JAX has the option: it saves time, nothing rests on it
        jax.config.update("jax_disable_most_optimizations", True)
    layer = derivations.layer(stem)
    static = Inputs(layer).free_sizes
    compiled: Callable[..., Mapping[str, Any]] = jax.jit(
        witness_of(layer), static_argnames=static, compiler_options=_quick_to_compile()
    )
    return compiled


class _Stumbled(AssertionError):
    """A case in which something did not pass; raised so that Hypothesis looks for a smaller one."""


@dataclass
class Exploration:
    """Carries out a plan."""

    plan: Plan
    progress: Callable[[int], None] = lambda done: None
    tallies: Tallies = field(default_factory=dict)

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """What results are compared with: a layer without an independent definition is not with JAX."""
        defined = has_witness(derivations.layer(self.plan.stem))
        return tuple(check for check in CHECKS if check != "jax" or defined)

    @cached_property
    def _judge(self) -> Judge:
        layer = derivations.layer(self.plan.stem)
        return Judge(layer, _compiled_witness(layer.stem) if "jax" in self.checks else None)

    def planned_cases(self) -> int:
        """How many cases will be judged if nothing stumbles."""
        if self.plan.replayed is not None:
            return 1
        return self.plan.cases + len(self._prescribed())

    def _prescribed(self) -> list[tuple[str, Case]]:
        return list(prescribed(self._judge.inputs, self.plan.seed))

    def run(self) -> Tallies:
        """Judge all cases and return the tallies of every result and check."""
        plan = self.plan
        self.tallies = {(name, check): Tally() for name in plan.names for check in self.checks}
        if plan.replayed is not None:
            self._try(plan.replayed, "replayed")
            return self.tallies
        for about, case in self._prescribed():
            self._try(case, about)
        self._draw()
        return self.tallies

    def _draw(self) -> None:
        """Draw cases; what does not pass is shrunk, then left out while the drawing starts over."""
        broken: set[tuple[str, str]] = set()
        while self.plan.cases and (stumbled := self._draw_until_stumbling(broken)):
            broken.add(stumbled)

    def _draw_until_stumbling(self, broken: set[tuple[str, str]]) -> tuple[str, str] | None:
        pursued: tuple[str, str] | None = None
        smallest: Finding | None = None

        @seeded(self.plan.seed)
        @settings(
            max_examples=self.plan.cases,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        @given(drawn(self._judge.inputs))
        def explore(case: Case) -> None:
            nonlocal pursued, smallest
            if pursued is None:
                findings = self._try(case, "drawn", shrunk=broken)
            else:
                # While shrinking, only what stumbled is looked at again.
                name, check = pursued
                findings = self._judged(case, "drawn", (check,), (name,))
            for finding in findings:
                key = (finding.measurement.result, finding.measurement.check)
                if not finding.measurement.passed and key not in broken and pursued in (None, key):
                    pursued, smallest = key, finding
                    raise _Stumbled

        try:
            explore()
        except (_Stumbled, Flaky):  # what fails together with other results only can't be shrunk alone
            assert pursued is not None
            self.tallies[pursued].worst = smallest
        return pursued

    def _try(self, case: Case, about: str, shrunk: Collection[tuple[str, str]] = ()) -> list[Finding]:
        findings = self._judged(case, about, self.checks, self.plan.names)
        for finding in findings:
            key = finding.measurement.result, finding.measurement.check
            tally = self.tallies[key]
            tally.seen.add(case)
            if finding.measurement.check == "sympy":
                tally.accuracy.setdefault(finding.dtype, Accuracy()).include(finding)
            if key in shrunk:
                continue  # its smallest failure is known
            if tally.worst is None or finding.measurement.severity > tally.worst.measurement.severity:
                tally.worst = finding
        self.progress(1)
        return findings

    def _judged(
        self, case: Case, about: str, checks: tuple[str, ...], names: tuple[str, ...]
    ) -> list[Finding]:
        findings = []
        for dtype in self.plan.dtypes:
            try:
                judged = list(self._judge.judge(case, dtype, names, checks))
            except Exception as error:  # whatever the code under test raises is a finding of its own
                reason = f"{type(error).__name__}: {error}"
                judged = [Measurement(n, c, False, reason=reason) for n in names for c in checks]
            findings += [Finding(measurement, case, dtype, about) for measurement in judged]
        return findings
