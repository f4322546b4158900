"""The verdict on one function: by proof for all shapes, else at listed shapes, else by values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from time import perf_counter
from typing import Any

import numpy as np
from sympy import Expr

from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.steps import OutOfSteps, budget, spend
from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.diagnose import (
    by_mending,
    diagnose,
    diagnose_crash,
    diagnose_line,
    example_of,
    example_of_crash,
    mistake,
    special_case,
)
from yudo.verification.checking.judge.exactly import differ
from yudo.verification.checking.judge.formulas import (
    compared,
    formulas_of,
    in_masks,
    is_stub,
    listed_inputs,
    traced_reference,
)
from yudo.verification.checking.judge.guards import Guarded, flaws, guarded
from yudo.verification.checking.judge.probe import findings_of
from yudo.verification.checking.judge.running import ProgramRun, apart, run, what_went_wrong
from yudo.verification.checking.judge.trials import (
    WIDE,
    Trial,
    awkward_sizes,
    in_single_precision,
    is_degenerate,
    large,
    names_of,
    ordinary,
    whole_numbers,
)
from yudo.verification.checking.recognise.agreement import CLOSE, FAR, ROUNDED, far, is_single, nearer
from yudo.verification.checking.recognise.calling import WrongReturn
from yudo.verification.checking.recognise.candidate import (
    Described,
    Form,
    Program,
    Reading,
    Subject,
    Values,
)
from yudo.verification.checking.recognise.nets import Unmade
from yudo.verification.checking.verdicts import FunctionReport, Remark
from yudo.verification.frameworks.stand_ins import NotRead
from yudo.verification.sandbox.timeouts import TimeLimitExceeded, stopped, unless_it_hangs
from yudo.verification.symbolic import canaries, recurrences
from yudo.verification.symbolic.arrays.array import as_content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.size_assumptions import as_for_most, collected, exceptions
from yudo.verification.symbolic.cross_examination import (
    Disagreement,
    Draw,
    Unknown,
    constants_of,
    examine,
)
from yudo.verification.symbolic.diagnosis import diagnose as by_formulas
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs
from yudo.verification.symbolic.tracing import TraceFailed
from yudo.verification.verdicts import PROVEN, Comparison, cut

STEPS_FOR_ALL_SHAPES, STEPS_FOR_LISTED, STEPS_FOR_FORMULAS = 200_000, 50_000, 20_000
"""Of the algebra, for a proof of one function; where they are used up, values are looked at instead.

The deepest net of the course takes 37,000, a net of two layers 7,000, a layer some hundreds.
"""
STEPS_FOR_GUARDS = 100_000
"""For all proofs with a small constant in some place."""
VAGUE = ("special-case", "few-digits")
"""Diagnoses that say where it is wrong, not how: what the formulas show goes before them."""

NO_FORWARD = Text(
    "순전파가 파일에 없어서 캐시에 무엇이 들어 있는지 알 수 없다. "
    "순전파를 같은 파일에 두면 그 캐시로 검사한다",
    "its forward is not in the file, and what it keeps in the cache is not known; put the forward into the "
    "same file, and its cache is used",
)


def judge(
    subject: Subject,
    group: Sequence[tuple[Subject, FunctionReport]] = (),
    out_of_order: Callable[[], Text | None] = canaries.failure,
) -> FunctionReport:
    """The verdict on one function, with its explanation.

    Parameters
    ----------
    subject
        What is checked.
    group
        The functions of the same group that were judged before: their convention binds.
    out_of_order
        What is wrong with the prover itself, if anything; asked before a proof counts.
    """
    start = perf_counter()
    try:
        report = _Judge(subject, group, out_of_order).report()
    except TimeLimitExceeded as reason:
        report = FunctionReport(subject.function, verdicts.UNDECIDED, reason=stopped(reason))
    report.seconds = perf_counter() - start
    report.line = subject.line
    return report


@dataclass(frozen=True)
class _Tested:
    """What is wrong under a convention; if nothing is, the evidence, and what stood in the way of better."""

    wrong: tuple[str, ...]
    evidence: str | None = None
    reason: Text | None = None

    @property
    def is_proof(self) -> bool:
        return self.evidence == verdicts.ALL_SHAPES


@dataclass
class _Judge:
    subject: Subject
    group: Sequence[tuple[Subject, FunctionReport]]
    out_of_order: Callable[[], Text | None]
    findings: list[Remark] = field(default_factory=list)
    assumed: list[Expr] = field(default_factory=list)
    refused_ranks: dict[int, Text] = field(default_factory=dict)
    """Ranks of x that it does not take, though it need not, and what it says to them."""
    refused_sizes: list[str] = field(default_factory=list)
    """Sizes at which it raises."""
    rounded: dict[str, Text] = field(default_factory=dict)
    """What differs at extreme inputs, and at which: wrong, unless it is proven."""
    exceptional: list[Trial] = field(default_factory=list)
    """Inputs that a proof does not speak of: another branch is taken there, or the code was misread."""
    special: Trial | None = None
    """The one of them at which it is wrong."""
    wrong_shapes: Mapping[str, Shape] | None = None
    """The shapes of the lowest rank of x at which it is wrong, though it is right at the usual one."""
    fatal: tuple[ProgramRun, Mapping[str, Shape]] | None = None
    """A crash at sizes or ranks that it has to take, and the shapes there."""

    def report(self) -> FunctionReport:
        subject = self.subject
        if is_stub(subject):
            return self._made(verdicts.NOT_IMPLEMENTED, reason=Text("본문이 비어 있다", "the body is empty"))
        trials = list(ordinary(subject.shapes))
        program, runs = self._chosen_program(trials)
        if program is None:
            return self._unusable(runs)
        missing = self._missing(runs)
        if missing is not None:
            return missing
        self.program = program
        returned = [q for q in subject.quantities if q in runs[0].values]
        reading, wrong = self._reading(runs, returned)
        found = self._tested(reading, wrong, returned)
        if found.wrong:
            reading, found = self._guarded(reading, found, returned)
        if found.wrong:
            return self._wrong(reading, found.wrong)
        other = self._wrong_in_another_form(reading, returned)
        if other is not None:
            form, wrong = other
            report = self._wrong(reading, wrong)
            said = Text(f"{form.text.ko}일 때만 틀린다", f"wrong for {form.text.en} alone")
            report.diagnosis.insert(0, Remark("form-of-labels", said))
            return report
        if self.fatal is not None:
            self.subject = replace(subject, programs=(program,))
            return self._crashing(*self.fatal)
        report = self._made(verdicts.CORRECT, evidence=found.evidence, reason=found.reason)
        if found.evidence is None:
            report.verdict = verdicts.UNDECIDED
        report.results = subject.results_of(returned, reading)
        if reading.name is not None:
            report.convention = Remark(reading.key, reading.name)
        for taken, its_form in zip(subject.programs, subject.forms, strict=False):
            if taken is program and its_form.is_convention:
                report.convention = Remark("form", its_form.text)
        report.findings = [*self.findings, *self._findings(program, reading)]
        return report

    def _findings(self, program: Program, reading: Reading, *, right: bool = True) -> list[Remark]:
        """What is found beside the formula; of a net with options it was said already of the net without."""
        return [] if self.subject.after else findings_of(self.subject, program, reading, right=right)

    def _made(self, verdict: str, **more: Any) -> FunctionReport:
        return FunctionReport(self.subject.function, verdict, **more)

    # -- which program ----------------------------------------------------------------------------------

    def _chosen_program(self, trials: list[Trial]) -> tuple[Program | None, list[ProgramRun]]:
        """The first program that runs; where the function's own forward is wrong, one that agrees, if any."""
        tried: list[tuple[Program, list[ProgramRun]]] = []
        for program in self.subject.programs:
            runs = list(_until_out_of_time(run(program, trial) for trial in trials))
            tried.append((program, runs))
            if isinstance(runs[-1].error, TimeLimitExceeded):
                return None, runs[-1:]
            if all(one.ok for one in runs):
                forward_is_fine = all(other.verdict == verdicts.CORRECT for _, other in self.group)
                if self._agrees(runs) or (forward_is_fine and self.group):
                    return program, runs
        for program, runs in tried:
            if all(one.ok for one in runs):
                return program, runs
        return None, [one for _, runs in tried for one in runs]

    def _agrees(self, runs: list[ProgramRun]) -> bool:
        returned = [q for q in self.subject.quantities if q in runs[0].values]
        return not self._reading(runs, returned)[1]

    # -- nothing to judge -------------------------------------------------------------------------------

    def _unusable(self, runs: list[ProgramRun]) -> FunctionReport:
        failed, shapes = next(one for one in runs if not one.ok), self.subject.shapes
        for error in (failed.error, getattr(failed.error, "__cause__", None)):
            if isinstance(error, NotRead):
                return self._made(verdicts.UNDECIDED, reason=error.text)
        if isinstance(failed.error, NotImplementedError):
            reason = Text("NotImplementedError를 낸다", "raises NotImplementedError")
            return self._made(verdicts.NOT_IMPLEMENTED, reason=reason)
        assert failed.error is not None
        if isinstance(failed.error, Unmade) and failed.error.unfinished:
            return self._made(verdicts.NOT_IMPLEMENTED, reason=failed.error.text)
        if isinstance(failed.error, Unmade) and failed.error.__cause__ is None:
            return self._made(verdicts.UNDECIDED, reason=failed.error.text)
        if isinstance(failed.error, WrongReturn):
            report = self._made(verdicts.WRONG, diagnosis=[Remark("returns", failed.error.text)])
            report.counterexample = example_of_crash(self.subject, failed, shapes)
            return report
        report = self._crashing(failed, shapes)
        if report.verdict == verdicts.CRASHES and self.subject.needs_forward:
            return self._made(verdicts.UNDECIDED, reason=NO_FORWARD)
        if report.verdict == verdicts.CRASHES:
            program, reading = self.subject.programs[0], self.subject.readings[0]
            said = what_went_wrong(failed.error).en
            report.diagnosis = (
                diagnose_line(self.subject, said)
                or diagnose_crash(self.subject, program, reading)
                or by_mending(self.subject, program, reading, self.subject.quantities)
            )
        return report

    def _crashing(self, failed: ProgramRun, shapes: Mapping[str, Shape]) -> FunctionReport:
        """The report of a call that raised, or, as it may only have been slow, that was stopped."""
        assert failed.error is not None
        where = failed.trial.words
        if isinstance(failed.error, TimeLimitExceeded):
            reason = Text(
                f"{where}에서 {failed.error.text.ko}. 그래서 중단했다. 이 입력으로 함수만 따로 실행해 보라",
                f"stopped at {where}: {failed.error.text.en}; try the function alone on such inputs",
            )
            return self._made(verdicts.UNDECIDED, reason=reason)
        what = what_went_wrong(failed.error)
        reason = (
            Text(f"{where}에서 오류가 난다: {what.ko}", f"raises at {where}: {what.en}") if where else what
        )
        report = self._made(verdicts.CRASHES, reason=reason)
        report.counterexample = example_of_crash(self.subject, failed, shapes)
        return report

    def _missing(self, runs: list[ProgramRun]) -> FunctionReport | None:
        """Nothing returned, or nothing but zeros."""
        subject = self.subject
        values = runs[0].values
        none = [q for q, value in values.items() if value is None]
        if none or not values:
            return self._made(verdicts.NOT_IMPLEMENTED, reason=subject.lacks(none or subject.quantities))
        if all(_is_zero(value) for one in runs for value in one.values.values()):
            return self._made(
                verdicts.NOT_IMPLEMENTED, reason=Text("0만 돌려준다", "returns nothing but zeros")
            )
        return None

    # -- which convention -------------------------------------------------------------------------------

    def _reading(self, runs: list[ProgramRun], returned: Sequence[str]) -> tuple[Reading, tuple[str, ...]]:
        """The convention that fits best, and the quantities that it leaves wrong."""
        subject = self.subject
        best: tuple[tuple[int, int, int], Reading, tuple[str, ...]] | None = None
        for reading in subject.readings:
            gaps = {q: 0.0 for q in returned}
            for one in runs:
                expected = subject.reference(one.trial.copy(), **reading.options)
                for q in returned:
                    gaps[q] = max(gaps[q], apart(one, expected, q))
            wrong = tuple(q for q in returned if gaps[q] > FAR)
            # A convention is told by the loss first: the gradient belongs to it. Those that differ by a small
            # constant alone are told by the digits.
            imprecise, rounded = (
                sum(gaps[q] > nearer(runs[0].values[q], bound) for q in returned)
                for bound in (CLOSE, ROUNDED)
            )
            digits = (0, 0) if wrong else (imprecise, rounded)
            cost = (len(wrong) + 10 * ("loss" in wrong), *digits)
            if best is None or cost < best[0]:
                best = (cost, reading, wrong)
        assert best is not None
        self.precise = best[0][:2] == (0, 0)
        return best[1], best[2]

    # -- under one convention ---------------------------------------------------------------------------

    def _tested(self, reading: Reading, wrong: tuple[str, ...], returned: Sequence[str]) -> _Tested:
        """What is ``wrong`` under a convention at ordinary inputs or others, or how well it is shown."""
        self.findings.clear()
        self.refused_ranks.clear()
        self.refused_sizes.clear()
        self.assumed.clear()
        self.fatal = None
        self.rounded.clear()
        wrong = wrong or self._wrong_elsewhere(reading, returned)
        if wrong or self.fatal is not None:
            return _Tested(wrong)
        evidence, reason, different = self._proof(reading, returned)
        if self.rounded and evidence != verdicts.ALL_SHAPES:
            return _Tested(tuple(q for q in returned if q in self.rounded))
        for q, where in self.rounded.items():
            said = Text(
                f"{where.ko} `{q}`가 반올림으로 자릿수를 잃는다: 상쇄되는 항이 있다",
                f"`{q}` loses digits to rounding {where.en}: terms cancel",
            )
            self.findings.append(Remark("loses-digits", said))
        return _Tested(different, evidence, reason)

    def _guarded(self, plain: Reading, found: _Tested, returned: Sequence[str]) -> tuple[Reading, _Tested]:
        """The convention with a guard in it that the code follows, if there is one."""
        subject = self.subject
        trials = [*large(subject.shapes), *ordinary(subject.shapes)]
        runs = [one for one in (run(self.program, trial) for trial in trials) if one.ok]
        # Where a guard spoils the loss and there is no gradient, any convention may be meant.
        plains = [plain] if len(returned) > 1 else [plain, *(r for r in subject.readings if r is not plain)]
        best: tuple[Guarded, _Tested] | None = None
        candidates = (guarded(subject.guards, subject.source, base) for base in plains)
        with suppress(OutOfSteps), budget(STEPS_FOR_GUARDS):
            for one in chain.from_iterable(candidates):
                if any(self._disagreement(each, one.reading, returned) for each in runs):
                    continue
                spend(1)  # raises where the proofs before have used up the budget
                tested = self._tested(one.reading, (), returned)
                if not tested.wrong and tested.evidence is not None and (best is None or tested.is_proof):
                    best = one, tested
                if best is not None and best[1].is_proof:
                    break
        if best is None:
            self._tested(plain, found.wrong, returned)  # its own findings
            return plain, found
        if not best[1].is_proof:
            best = best[0], self._tested(best[0].reading, (), returned)
        self.findings += best[0].findings()
        return best[0].reading, best[1]

    # -- other inputs -----------------------------------------------------------------------------------

    def _wrong_elsewhere(self, reading: Reading, returned: Sequence[str]) -> tuple[str, ...]:
        """Quantities that are wrong at other sizes, ranks or magnitudes; notes what raises there."""
        subject, wrong = self.subject, set()
        self.wrong_shapes = None
        for trial in awkward_sizes(subject.shapes):
            odd = next(((name, size) for name, size in trial.sizes.items() if size == 1 or size > WIDE), None)
            one = run(self.program, trial)
            if odd is None and not one.ok:
                self.fatal = self.fatal or (one, subject.shapes)
            elif odd is None or not is_degenerate(trial, subject.shapes):
                wrong |= self._disagreement(one, reading, returned)
            elif self._disagreement(one, reading, returned):
                said = Text(f"{odd[0]} = 1에서 다른 값을 낸다", f"returns other values for {odd[0]} = 1")
                self.findings.append(Remark(f"differs-on-{odd[0]}-1", said))
            if odd is not None:
                name, size = odd
                self.refused_sizes += self._failing(
                    one, f"{name} = {size}", f"{name}-{size if size == 1 else 'large'}"
                )
        for trial in large(subject.shapes):
            if subject.after and (trial.extreme or is_single(trial.given)):
                continue  # rounding in a variance has no bound there
            one = run(self.program, trial)
            self._failing(one, one.trial.words, "sizes")
            here = self._disagreement(one, reading, returned)
            if trial.extreme and trial.about is not None:
                # What is proven of all numbers differs there by rounding alone.
                self.rounded |= dict.fromkeys(here - self.rounded.keys(), trial.about)
            else:
                wrong |= here
        for rank, shapes in subject.further_shapes.items():
            one = run(self.program, next(iter(ordinary(shapes, 1))))
            here = self._disagreement(one, reading, returned)
            if here:
                self.wrong_shapes = self.wrong_shapes or shapes  # the lowest rank shows it best
                wrong |= here
            elif not one.ok and subject.takes_images:
                self.fatal = self.fatal or (one, shapes)
            elif one.error is not None:
                self.refused_ranks[rank] = what_went_wrong(one.error)
        if self.refused_ranks:
            rank, what = next(iter(self.refused_ranks.items()))
            said = Text(f"{rank}차원 x에서 실패한다: {what.ko}", f"fails on rank-{rank} x: {what.en}")
            self.findings.append(Remark(f"fails-on-rank-{rank}", said))
        if wrong:
            wrong |= self.rounded.keys()
        return tuple(q for q in returned if q in wrong)

    def _failing(self, one: ProgramRun, where: str, key: str) -> list[str]:
        """Note what a function raises where it need not work; return where, if that is new."""
        if one.error is None or any(found.key == f"fails-on-{key}" for found in self.findings):
            return []
        what = what_went_wrong(one.error)
        said = Text(f"{where}에서 실패한다: {what.ko}", f"fails on {where}: {what.en}")
        self.findings.append(Remark(f"fails-on-{key}", said))
        return [where]

    def _disagreement(self, one: ProgramRun, reading: Reading, returned: Sequence[str]) -> set[str]:
        """What differs from the reference; what overflows is left to the probes, which say so."""
        if not one.ok:
            return set()
        conventions = [{"kink": kink} for kink in (0.0, 1.0)] if self.subject.kinks else [{}]
        with np.errstate(all="ignore"):
            expected, *others = (
                self.subject.reference(one.trial.in_double_precision(), **reading.options, **more)
                for more in conventions
            )
        wrong = set()
        for q in returned:
            found, right = np.asarray(one.values[q], dtype=np.float64), np.asarray(expected[q])
            if one.trial.extreme and not np.all(np.isfinite(found)):
                continue
            if found.shape == right.shape:
                for other in others:  # at the kink there is a choice, but it is a number
                    right = np.where((right != other[q]) & np.isfinite(found), found, right)
            if apart(one, {**expected, q: right}, q) > far(one.trial.given):
                wrong.add(q)
        return wrong

    # -- other forms of the labels ----------------------------------------------------------------------

    def _wrong_in_another_form(
        self, reading: Reading, returned: Sequence[str]
    ) -> tuple[Form, tuple[str, ...]] | None:
        """A form of the labels that its loss takes, too, and the quantities that are wrong there."""
        for program, form in zip(self.subject.programs, self.subject.forms, strict=False):
            if program is self.program:
                continue
            wrong = self._wrong_of(self.subject, program, reading)
            losses = [self.subject] if "loss" in returned else [one for one, _ in self.group]
            taken = [
                self._wrong_of(one, other, reading)
                for one in losses
                for other, its_form in zip(one.programs, one.forms, strict=False)
                if "loss" in one.quantities and its_form == form
            ]
            if wrong and any(one is not None and "loss" not in one for one in taken):
                self.program = program
                return form, tuple(q for q in returned if q in wrong)
        return None

    def _wrong_of(self, subject: Subject, program: Program, reading: Reading) -> set[str] | None:
        """The quantities that are wrong at ordinary inputs; None if it does not take them."""
        runs = [run(program, trial) for trial in ordinary(subject.shapes)]
        if not all(one.ok for one in runs):
            return None
        returned = [q for q in subject.quantities if q in runs[0].values]
        return {q for one in runs for q in self._disagreement(one, reading, returned)}

    # -- wrong ------------------------------------------------------------------------------------------

    def _wrong(self, reading: Reading, wrong: tuple[str, ...]) -> FunctionReport:
        subject = self.subject
        subject = replace(subject, flaws=(*subject.flaws, *flaws(subject.guards, subject.source)))
        shapes = self.wrong_shapes or subject.shapes
        known = None if shapes is not subject.shapes else mistake(subject, self.program)
        if known is not None:
            reading, wrong = known[0], self._wrong_under(known[0]) or wrong
        example = example_of(subject, self.program, reading, wrong, shapes, self.exceptional)
        if example is None:
            return self._made(
                verdicts.UNDECIDED,
                reason=Text(
                    f"{', '.join(wrong)}: 값이 다르게 나오지만 작은 반례를 찾지 못했다",
                    f"{', '.join(wrong)}: values differ, but no small counterexample was found",
                ),
            )
        report = self._made(verdicts.WRONG, wrong=wrong, counterexample=example)
        comparisons = self._symbolic(reading, wrong)
        report.diagnosis = [known[1]] if known else diagnose(subject, self.program, reading, wrong, shapes)
        special = self.special.about if self.special is not None else None
        if special is not None and not report.diagnosis:
            report.diagnosis = [special_case(wrong, special)]
        elif all(one.key in VAGUE for one in report.diagnosis):
            shown = list(dict.fromkeys(by_formulas(comparisons).values()))
            mended = (
                by_mending(subject, self.program, reading, wrong)
                if all(one.is_obscure for one in shown)
                else []
            )
            said = [Remark(one.key, one.text) for one in shown]
            report.diagnosis = [*report.diagnosis, *mended] if mended else said or report.diagnosis
        if reading.name is not None:
            report.convention = Remark(reading.key, reading.name)
        report.formulas = formulas_of(comparisons)
        report.findings = [*self.findings, *self._findings(self.program, reading, right=False)]
        report.results = subject.results_of(wrong, reading)
        return report

    def _wrong_under(self, reading: Reading) -> tuple[str, ...]:
        runs = [
            one for one in (run(self.program, trial) for trial in ordinary(self.subject.shapes)) if one.ok
        ]
        returned = [q for q in self.subject.quantities if q in runs[0].values]
        wrong = {q for one in runs for q in self._disagreement(one, reading, returned)}
        return tuple(q for q in returned if q in wrong)

    def _symbolic(self, reading: Reading, wrong: Sequence[str]) -> dict[str, Comparison]:
        """What is expected and found on symbols, as far as it can be read and is short enough to be read."""
        made: dict[str, Comparison] = {}
        try:
            with unless_it_hangs(), budget(STEPS_FOR_FORMULAS):
                inputs = SymbolicInputs(self.subject.shapes)
                found = self._traced(inputs)
                expected = traced_reference(self.subject.reference, reading, inputs)
                for q in wrong:
                    one = compared(q, found.get(q), expected[q], inputs, off_kinks=self.subject.kinks)
                    if one is not None and one.difference is not None:
                        made[q] = one
        except (TimeLimitExceeded, TraceFailed, Undecidable, Unreadable, NumPyRefuses):
            return made
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return made
        return made

    # -- proof ------------------------------------------------------------------------------------------

    def _proof(
        self, reading: Reading, returned: Sequence[str]
    ) -> tuple[str | None, Text | None, tuple[str, ...]]:
        """The best evidence, what stood in the way of better, and quantities that proved different."""
        shapes = (self.subject.shapes, *self._accepted_further_shapes())
        general, different = self._within(
            STEPS_FOR_ALL_SHAPES, (SymbolicInputs(one) for one in shapes), reading, returned
        )
        if different:
            return None, None, different
        if general is None:
            self.exceptional = self._exceptional()
            different = self._wrong_at_the_exceptional(reading, returned)
            if different:
                return None, None, different
            return verdicts.ALL_SHAPES, self._restriction(reading, returned), ()
        at_listed = listed_inputs(self.subject.shapes)
        listed, different = self._within(STEPS_FOR_LISTED, at_listed, reading, returned)
        if different:
            return None, None, different
        reason = Text(f"모든 모양에 대해서는 아니다: {general.ko}", f"not for all shapes: {general.en}")
        if listed is None:
            return verdicts.LISTED_SHAPES, reason, ()
        if self.precise:
            return verdicts.VALUES, reason, ()
        return None, Text(f"증명하지 못했다: {general.ko}", f"not shown: {general.en}"), ()

    def _within(
        self, steps: int, settings: Iterable[SymbolicInputs], reading: Reading, returned: Sequence[str]
    ) -> tuple[Text | None, tuple[str, ...]]:
        """Prove at each setting: what stood in the way, if anything, and quantities that proved different."""
        with unless_it_hangs(), budget(steps):
            for inputs in settings:
                why, different = self._proof_at(inputs, reading, returned)
                if why is not None or different:
                    return why, different
        return None, ()

    def _wrong_at_the_exceptional(self, reading: Reading, returned: Sequence[str]) -> tuple[str, ...]:
        """Quantities that are wrong at an input that the proof does not speak of."""
        for one in (run(self.program, trial) for trial in self.exceptional):
            different = self._disagreement(one, reading, returned)
            if different and not is_degenerate(one.trial, self.subject.shapes):
                self.special = one.trial
                return tuple(q for q in returned if q in different)
        return ()

    def _exceptional(self) -> list[Trial]:
        """Inputs of the sizes at which a branch is not taken as the proof took it."""
        shapes = self.subject.shapes
        sizes = {name: 2 + place for place, name in enumerate(names_of(shapes))}
        cases = [case for condition in self.assumed for case in exceptions(condition).cases]
        return [
            whole_numbers(shapes, {**sizes, **case}, Text(f"{_worded(case)}일 때", f"where {_worded(case)}"))
            for case in cases
            if max(case.values()) <= _LARGEST
        ][:_MOST_CASES]

    def _restriction(self, reading: Reading, returned: Sequence[str]) -> Text | None:
        """Where a branch was taken as for most sizes: prove the others, or say that they are left out."""
        left: list[str] = []
        for condition in list(dict.fromkeys(self.assumed)):
            found = exceptions(condition)
            cases = found.cases
            # Where all exceptions have one size in common, a proof at that size is about all of them.
            alone = len(cases) <= _MOST_CASES and all(len(case) == 1 for case in cases)
            fixed = [] if found.open_ended else _in_common(cases) or (cases if alone else [])
            for case in fixed:
                self.assumed.clear()
                single = SymbolicInputs(self.subject.shapes, case)
                why, different = self._within(STEPS_FOR_LISTED, [single], reading, returned)
                if why is not None or different:
                    left.append(_worded(case))
            if cases and not fixed:
                alike = all(len(set(case.values())) == 1 for case in cases) and len(cases[0]) > 1
                left.append(" = ".join(cases[0]) if alike else f"{_worded(cases[0])}, …")
        left = list(dict.fromkeys([*left, *self.refused_sizes]))
        ranks = sorted(self.refused_ranks)
        left += ["x.ndim > 2"] if len(ranks) > 2 else [f"x.ndim = {rank}" for rank in ranks]
        if not left:
            return None
        few = ", ".join(left)
        return Text(f"{few}인 모양은 증명에서 빠진다", f"the proof leaves out shapes with {few}")

    def _accepted_further_shapes(self) -> Iterator[Mapping[str, Shape]]:
        for rank, shapes in self.subject.further_shapes.items():
            if rank not in self.refused_ranks:
                yield shapes

    def _expected(self, inputs: SymbolicInputs, reading: Reading) -> Values:
        return traced_reference(self.subject.reference, reading, inputs)

    def _proof_at(
        self, inputs: SymbolicInputs, reading: Reading, returned: Sequence[str]
    ) -> tuple[Text | None, tuple[str, ...]]:
        """Prove it; by induction over the runs of a loop, where that is of use."""
        with recurrences.allowed() as carried:
            why, different = self._attempt_at(inputs, reading, returned)
        if carried and why is not None:
            return self._attempt_at(inputs, reading, returned)
        return why, different

    def _attempt_at(
        self, inputs: SymbolicInputs, reading: Reading, returned: Sequence[str]
    ) -> tuple[Text | None, tuple[str, ...]]:
        try:
            with collected() as assumed:
                found = self._traced(inputs)
            expected = self._expected(inputs, reading)
            for q in returned:
                one = compared(q, found.get(q), expected[q], inputs, off_kinks=self.subject.kinks)
                if one is None:
                    return Text(f"기호로는 {q}의 모양이 다르다", f"{q} has another shape on symbols"), ()
                if one.verdict != PROVEN:
                    if not assumed and differ(one, inputs):
                        return None, (q,)
                    gap = cut(str(one.difference))
                    return Text(
                        f"{q}: 0임을 보이지 못한 차: {gap}",
                        f"{q}: the difference {gap} was not shown to be zero",
                    ), ()
        except (TraceFailed, Undecidable, Unreadable, NumPyRefuses) as reason:
            where = reason.text  # and below it, the line of code
            return Text(where.ko.partition("\n")[0], where.en.partition("\n")[0]), ()
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as reason:
            said = f"{type(reason).__name__}: {reason}"
            return Text(said, said), ()
        broken = self.out_of_order()
        if broken is not None:
            return broken, ()
        read = {q: as_content(found[q]) for q in returned}
        further = inputs.shapes != self.subject.shapes
        disagreement = examine(
            read,
            inputs,
            lambda draw: self._observed(
                draw, assumed, self.subject.kinks and any(one.off_ties for one in read.values())
            ),
            _whole_numbers_of(self.subject.source),
            most=_FEW if further else None,
        )
        if disagreement is not None:
            self.exceptional = [_like(disagreement, inputs.shapes)]
            different = self._wrong_at_the_exceptional(reading, returned)
            return (None if different else disagreement.text), different
        self.assumed += assumed
        return None, ()

    def _traced(self, inputs: SymbolicInputs) -> Values:
        """What the program returns on symbols; off ties, if that is enough."""
        found = self.program.trace(inputs)
        return {q: in_masks(value) for q, value in found.items()} if self.subject.kinks else found

    def _observed(self, draw: Draw, assumed: Sequence[Expr], off_ties: bool) -> Values:
        """What the function returns for numbers, unless the proof leaves out their sizes, or ties."""
        if off_ties and draw.is_tied:
            raise Unknown("a maximum may be shared")
        if not all(as_for_most(condition, draw.sizes) for condition in assumed):
            raise Unknown("another branch is taken here")
        one = run(self.program, Trial(draw.sizes, draw.arrays()))
        if isinstance(one.error, TimeLimitExceeded) or (self.refused_sizes and not one.ok):
            raise Unknown("it takes other sizes")
        if one.error is not None:
            raise one.error
        return one.values


_LARGEST, _MOST_CASES = 20_000, 12
"""Of sizes at which a branch is taken otherwise: the largest that is tried, and how many are."""


def _in_common(cases: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """The size that all cases have in common, if there is one."""
    names = cases[0] if cases else {}
    return [{name: size} for name, size in names.items() if all(case[name] == size for case in cases)][:1]


def _worded(case: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {size}" for name, size in case.items())


def _whole_numbers_of(source: Any) -> list[int]:
    return list(source.whole) if isinstance(source, Described) else constants_of(source)


def _like(found: Disagreement, shapes: Mapping[str, Shape]) -> Trial:
    """Small whole numbers where real NumPy computes something else than what was read."""
    if not found.is_single:
        sizes = _worded(found.sizes)
        return whole_numbers(shapes, found.sizes, Text(f"{sizes}일 때", f"where {sizes}"))
    return in_single_precision(whole_numbers(shapes, found.sizes))


_FEW = 2
"""Choices of sizes that a proof is held against at a further rank."""


def _until_out_of_time(runs: Iterable[ProgramRun]) -> Iterator[ProgramRun]:
    """The runs, up to the first that did not end by itself: the others would not, either."""
    for one in runs:
        yield one
        if isinstance(one.error, TimeLimitExceeded):
            return


def _is_zero(value: Any) -> bool:
    array = np.asarray(value)
    return array.dtype.kind in "biuf" and not np.any(array)
