"""Why a function is wrong: the smallest counterexample, the formulas, and the mistake in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, runtime_checkable

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.judge.running import ProgramRun, apart, run, what_went_wrong
from yudo.verification.checking.judge.snippets import comparison, program, readable
from yudo.verification.checking.judge.trials import (
    Trial,
    awkward_sizes,
    in_single_precision,
    is_degenerate,
    large,
    of_sizes,
    ordinary,
    same_sizes,
    smallest_first,
    whole_numbers,
)
from yudo.verification.checking.judge.trials import apart as apart_from_verdicts
from yudo.verification.checking.recognise.agreement import FAR, NOTICED, far, gap, rounding, worst_place
from yudo.verification.checking.recognise.candidate import Flaw, Program, Reading, Subject, Values
from yudo.verification.checking.recognise.reuse import Reusable, earlier_lines
from yudo.verification.checking.verdicts import Remark, WrongExample
from yudo.verification.sandbox.timeouts import TimeLimitExceeded
from yudo.verification.symbolic.diagnosis import of_another, swapped
from yudo.verification.symbolic.factors import name_of_factor, of_factor
from yudo.verification.symbolic.inputs import Shape
from yudo.verification.symbolic.mending import functions_of, mended

# -- the counterexample ---------------------------------------------------------------------------------


def example_of(
    subject: Subject,
    program: Program,
    reading: Reading,
    wrong: Sequence[str],
    shapes: Mapping[str, Shape],
    others: Sequence[Trial] = (),
) -> WrongExample | None:
    """The first wrong entry at small whole numbers, or at other inputs where those show nothing.

    Differences of the size of rounding in single precision are looked for last.
    """
    return _first_wrong(subject, program, reading, wrong, shapes, FAR, others) or _first_wrong(
        subject, program, reading, wrong, shapes, NOTICED
    )


def _first_wrong(
    subject: Subject,
    program: Program,
    reading: Reading,
    wrong: Sequence[str],
    shapes: Mapping[str, Shape],
    limit: float,
    others: Sequence[Trial] = (),
) -> WrongExample | None:
    trials = [*smallest_first(shapes), *ordinary(shapes), *others]
    if limit == FAR:  # rounding grows where inputs are large
        awkward = list(awkward_sizes(shapes))
        whole = [whole_numbers(shapes, trial.sizes) for trial in awkward]
        trials += [*whole, *awkward, *map(in_single_precision, whole), *large(shapes)]
    for trial in trials:
        if (subject.kinks and _at_a_kink(subject, reading, trial)) or is_degenerate(trial, shapes):
            continue
        one = run(program, trial)
        if not one.ok:
            continue
        with np.errstate(all="ignore"):
            expected = subject.reference(trial.in_double_precision(), **reading.options)
        for quantity in wrong:
            found, right = one.values.get(quantity), expected[quantity]
            if found is None or not _finite(right) or (trial.extreme and not _finite(found)):
                continue
            if apart(one, expected, quantity) > max(limit, far(trial.given) if limit == FAR else 0.0):
                lines = subject.snippet
                if isinstance(program, Reusable):  # what is pasted makes a new object
                    new = program.fresh(trial.copy()).get(quantity)
                    if gap(new, right) > FAR:
                        found = new
                    else:
                        made, *calls = lines
                        lines = (made, *earlier_lines(calls), *calls)
                shown = replace(subject, snippet=(*_form_lines(subject, program), *lines))
                return _example(shown, trial, quantity, found, right)
    return None


def _form_lines(subject: Subject, program: Program) -> list[str]:
    """What goes before a snippet so that labels are handed in as one of the programs does."""
    forms = (form for one, form in zip(subject.programs, subject.forms, strict=False) if one is program)
    return [form.line for form in forms if form.line]


def _at_a_kink(subject: Subject, reading: Reading, trial: Trial) -> bool:
    """Whether the conventions at the kink of ReLU give different values here."""
    with np.errstate(all="ignore"):
        off, on = (subject.reference(trial.copy(), **reading.options, kink=kink) for kink in (0.0, 1.0))
    return any(gap(off[name], on[name]) > 0 for name in subject.quantities)


def _finite(value: Any) -> bool:
    array = np.asarray(value)
    return array.dtype.kind not in "biuf" or bool(np.all(np.isfinite(array.astype(np.float64))))


def _example(subject: Subject, trial: Trial, quantity: str, found: Any, expected: Any) -> WrongExample:
    inputs = {name: readable(value) for name, value in trial.given.items()}
    found, expected = np.asarray(found), np.asarray(expected)
    read = subject.reads.get(quantity, quantity)
    if found.shape != expected.shape:
        said = Text(
            f"{quantity}의 모양은 {found.shape}, 옳은 모양은 {expected.shape}이다",
            f"{quantity} has shape {found.shape}; correct is {expected.shape}",
        )
        shown = comparison(f"np.shape({read})", str(found.shape), str(expected.shape))
        snippet = program(subject.source, trial.given, subject.snippet, shown)
        return WrongExample(inputs, quantity, (), list(expected.shape), list(found.shape), snippet, said)
    index = worst_place(found, expected)
    place = f"[{', '.join(map(str, index))}]" if index else ""
    wrong, right = float(found[index]) + 0.0, float(expected[index]) + 0.0  # no -0
    digits = 6 if f"{wrong:.6g}" != f"{right:.6g}" else 17
    shown = comparison(f"{read}{place}", f"{wrong:.{digits}g}", f"{right:.{digits}g}")
    snippet = program(subject.source, trial.given, subject.snippet, shown)
    return WrongExample(inputs, quantity, index, right, wrong, snippet)


def example_of_crash(subject: Subject, failed: ProgramRun, shapes: Mapping[str, Shape]) -> WrongExample:
    """The inputs on which a function raises; the smallest that do."""
    for trial in () if isinstance(failed.error, TimeLimitExceeded) else smallest_first(shapes, 1):
        runs = [run(program, trial) for program in subject.programs]
        if all(not one.ok for one in runs):
            failed = runs[0]
            break
    assert failed.error is not None
    inputs = {name: readable(value) for name, value in failed.trial.given.items()}
    what = what_went_wrong(failed.error)
    snippet = program(subject.source, failed.trial.given, subject.snippet, f"# {what.en}")
    return WrongExample(inputs, None, (), None, None, snippet, what)


# -- the mistake in words ------------------------------------------------------------------------------


def diagnose(
    subject: Subject, program: Program, reading: Reading, wrong: Sequence[str], shapes: Mapping[str, Shape]
) -> list[Remark]:
    """The mistakes that give just the values that the function returns."""
    runs = [one for one in (run(program, trial) for trial in ordinary(shapes)) if one.ok]
    if not runs:
        return []
    used = _of_use(subject, program, reading, runs, wrong)
    if used is not None:
        return [used]
    remarks: dict[str, Remark] = {}
    for quantity in wrong:
        remark = _of_quantity(subject, reading, runs, quantity)
        if remark is not None:
            remarks.setdefault(remark.text.en, remark)
    said = list(remarks.values())
    if said and shapes is subject.shapes:
        return said
    elsewhere = _of_circumstances(subject, program, reading, wrong, shapes)
    return said if elsewhere is None else [elsewhere, *said]


def by_mending(subject: Subject, program: Program, reading: Reading, wrong: Sequence[str]) -> list[Remark]:
    """The mistakes as the small changes of the code after which its values are right."""
    if not subject.shapes:  # a net that could not even be made
        return []
    with apart_from_verdicts():  # whoever has the code learns what is right here
        trials = list(ordinary(subject.shapes, 2))
        further = [next(ordinary(shapes, 1)) for shapes in subject.further_shapes.values()]
    trials += [trial for trial in further if run(program, trial).ok]
    expected = [_flawed(subject, reading, Flaw("", Text("", "")), trial) for trial in trials]
    if isinstance(program, Mendable):
        return program.mended(trials, expected, wrong)
    return mended_at(program, subject.source, trials, expected, wrong)


@runtime_checkable
class Mendable(Protocol):
    """A program whose code is elsewhere, and is changed there."""

    def mended(
        self, trials: Sequence[Trial], expected: Sequence[Values], wrong: Sequence[str]
    ) -> list[Remark]:
        """What `mended_at` says."""


def mended_at(
    program: Program, source: Any, trials: Sequence[Trial], expected: Sequence[Values], wrong: Sequence[str]
) -> list[Remark]:
    """The small changes of the code of ``source`` after which a program returns what is expected.

    Where it raised, everything has to be right: a change by which it runs may only have cut it short.
    """
    raised = any(not run(program, trial).ok for trial in trials)

    def right() -> dict[str, str]:
        names = {name for values in expected for name in values}
        for trial, values in zip(trials, expected, strict=True):
            one = run(program, trial)
            names = {q for q in names if q in one.values and apart(one, values, q) <= FAR / 100}
            if not names:
                break
        return dict.fromkeys(() if raised and not {*wrong} <= names else names, "")

    found = mended(functions_of(source), wrong, right)
    return [Remark(one.key, one.text) for one in dict.fromkeys(found.values())]


def mistake(subject: Subject, program: Program) -> tuple[Reading, Remark] | None:
    """The convention and the one mistake in it that give all the values that the function returns."""
    runs = [one for one in (run(program, trial) for trial in ordinary(subject.shapes)) if one.ok]
    if not runs:
        return None
    for reading in subject.readings:
        flaw = next(_matching(subject.flaws, subject, reading, runs, tuple(runs[0].values)), None)
        if flaw is not None:
            return reading, Remark(flaw.key, flaw.text)
    return None


def diagnose_line(subject: Subject, what: str) -> list[Remark]:
    """A slice ``pad:-pad`` in the line that raises, where shapes do not fit because nothing is left."""
    flaw = next((one for one in subject.flaws if one.key == "cut-by-minus-pad"), None)
    message, _, line = what.rpartition("(line ")
    cut = re.search(r"\b(\w+)\s*:\s*-\s*\1\b", line) and re.search(r"[(,]0,0\)", message)
    return [Remark(flaw.key, flaw.text)] if flaw is not None and cut else []


def diagnose_crash(subject: Subject, program: Program, reading: Reading) -> list[Remark]:
    """What is wrong with shapes that do not fit, seen where all sizes are equal."""
    runs = [one for one in (run(program, trial) for trial in same_sizes(subject.shapes)) if one.ok]
    if not runs:
        return []
    flaw = next(_matching(subject.flaws, subject, reading, runs, tuple(runs[0].values)), None)
    return [] if flaw is None else [Remark(flaw.key, flaw.text)]


def _agrees(subject: Subject, reading: Reading, trial: Trial, values: Values, wrong: Sequence[str]) -> bool:
    with np.errstate(all="ignore"):
        expected = subject.reference(trial.in_double_precision(), **reading.options)
    one = ProgramRun(trial, values)
    return all(apart(one, expected, q) <= far(trial.given) for q in wrong if values.get(q) is not None)


def _of_use(
    subject: Subject, program: Program, reading: Reading, runs: Sequence[ProgramRun], wrong: Sequence[str]
) -> Remark | None:
    """An object that is right when it is new, and wrong when it was used before."""
    if not isinstance(program, Reusable):
        return None
    try:
        with np.errstate(all="ignore"):
            right = all(
                _agrees(subject, reading, one.trial, program.fresh(one.trial.copy()), wrong) for one in runs
            )
    except Exception:
        return None
    if not right or all(_agrees(subject, reading, one.trial, one.values, wrong) for one in runs):
        return None
    names = ", ".join(f"`{q}`" for q in wrong)
    said = Text(
        f"첫 호출에서는 맞고 두 번째 호출부터 틀린다: {names}에 앞 배치의 값이 남아 있다",
        f"right on the first call and wrong from the second on: {names} depends on an earlier batch",
    )
    return Remark("stale-state", said)


def _of_circumstances(
    subject: Subject, program: Program, reading: Reading, wrong: Sequence[str], shapes: Mapping[str, Shape]
) -> Remark | None:
    """What is special about the inputs where it is wrong, if it is right on ordinary ones."""

    def right(trial: Trial) -> bool:
        one = run(program, trial)
        values = one.values.values()
        return (
            not one.ok
            or (trial.extreme and not all(map(_finite, values)))
            or is_degenerate(trial, shapes)
            or _agrees(subject, reading, trial, one.values, wrong)
        )

    if shapes is not subject.shapes:
        if not all(map(right, ordinary(subject.shapes))):
            return None
        rank = len(shapes["x"].sizes)
        higher = [one for other, one in subject.further_shapes.items() if other > rank]
        if higher and not any(right(trial) for one in higher for trial in ordinary(one, 1)):
            about = Text(f"x가 {rank}차원 이상일 때", f"where x has rank {rank} or more")
        else:
            about = Text(f"x가 {rank}차원일 때", f"where x has rank {rank}")
    else:
        if not all(map(right, ordinary(shapes))):
            return None
        by_size = (
            trial
            for trial in awkward_sizes(shapes)
            if not right(trial) and not any(map(right, of_sizes(shapes, trial.sizes)))
        )
        found = next(by_size, None) or next((trial for trial in large(shapes) if not right(trial)), None)
        if found is None or found.about is None:
            return None
        about = found.about
    return special_case(wrong, about)


def special_case(wrong: Sequence[str], about: Text) -> Remark:
    """That what is wrong is right but for some inputs."""
    names = ", ".join(f"`{q}`" for q in wrong)
    said = Text(f"{names}: 보통은 맞지만 {about.ko} 틀린다", f"{names}: right in general, wrong {about.en}")
    return Remark("special-case", said)


def _matching(
    flaws: Iterable[Flaw],
    subject: Subject,
    reading: Reading,
    runs: Sequence[ProgramRun],
    quantities: Sequence[str],
) -> Iterator[Flaw]:
    """The flaws under which the reference returns what the function does, and nearer than without them."""
    right = [_flawed(subject, reading, Flaw("", Text("", "")), one.trial) for one in runs]
    for flaw in flaws:
        try:
            made = [_flawed(subject, reading, flaw, one.trial) for one in runs]
            if all(_same(one, values, quantities) for one, values in zip(runs, made, strict=True)) and any(
                _apart(one, values, q) < _apart(one, plain, q) / 2
                for one, values, plain in zip(runs, made, right, strict=True)
                for q in quantities
                if q in values
            ):
                yield flaw
        except (
            ValueError,
            IndexError,
            TypeError,
            ZeroDivisionError,
        ):  # this flaw has no meaning at these shapes
            continue


def _flawed(subject: Subject, reading: Reading, flaw: Flaw, trial: Trial) -> Values:
    with np.errstate(all="ignore"):
        return subject.reference(trial.copy(), **{**reading.options, **flaw.options})


def _same(one: ProgramRun, expected: Values, quantities: Sequence[str]) -> bool:
    # Nearer than FAR: an epsilon in the logarithm is small.
    return all(_apart(one, expected, q) <= FAR / 100 for q in quantities if q in expected)


def _apart(one: ProgramRun, flawed: Values, q: str) -> float:
    """How far a value is from a flawed one: the same mistake leads to NaN at the same places."""
    found, made = np.asarray(one.values.get(q)), np.asarray(flawed[q])
    if found.dtype.kind == made.dtype.kind == "f" and found.shape == made.shape:
        neither = np.isnan(found) & np.isnan(made)
        found, made = np.where(neither, 0, found), np.where(neither, 0, made)
    return gap(found, made, rounding(one.trial.given, flawed))


def _of_quantity(subject: Subject, reading: Reading, runs: Sequence[ProgramRun], q: str) -> Remark | None:
    expected = [_flawed(subject, reading, Flaw("", Text("", "")), one.trial) for one in runs]
    pairs = [
        (np.asarray(one.values[q]), np.asarray(right[q])) for one, right in zip(runs, expected, strict=True)
    ]
    if any(a.dtype.kind not in "biuf" for a, _ in pairs):
        kind = type(runs[0].values[q]).__name__
        return Remark(
            "not-numbers",
            Text(f"`{q}`가 수의 배열이 아니다({kind})", f"`{q}` is not an array of numbers ({kind})"),
        )
    if all(gap(found, right) <= FAR for found, right in pairs):
        return None
    misshapen = _of_shape(q, pairs)
    if misshapen is not None:
        return misshapen
    another = _of_another(q, runs, expected)
    if another is not None:
        return another
    explained = tuple(runs[0].values) if subject.in_sequence else (q,)
    flaw = next(_matching(subject.flaws, subject, reading, runs, explained), None)
    if flaw is not None:
        return Remark(flaw.key, flaw.text)
    return (
        _of_factor(q, pairs, [one.trial.sizes for one in runs])
        or _of_inputs(q, pairs, runs)
        or _of_difference(q, pairs, runs)
        or _of_entries(q, pairs, runs)
        or _of_precision(q, pairs, runs)
    )


def _of_another(q: str, runs: Sequence[ProgramRun], expected: Sequence[Values]) -> Remark | None:
    """A gradient that is what another ought to be."""

    def is_what(a: str, b: str) -> bool:
        return all(
            a in one.values
            and np.shape(one.values[a]) == np.shape(right[b]) != ()
            and gap(one.values[a], right[b]) <= FAR
            for one, right in zip(runs, expected, strict=True)
        )

    for other in expected[0]:
        if q != other and q[0] == other[0] == "d" and is_what(q, other):
            said = (swapped if is_what(other, q) else of_another)(q, other)
            return Remark(said.key, said.text)
    return None


def _of_shape(q: str, pairs: Sequence[tuple[Any, Any]]) -> Remark | None:
    found, right = pairs[0]
    if found.shape == right.shape:
        return None
    shapes = Text(
        f"모양이 {found.shape}인데 {right.shape}이어야 한다",
        f"has shape {found.shape}, expected {right.shape}",
    )

    def remark(key: str, ko: str, en: str) -> Remark:
        return Remark(key, Text(f"{ko}: `{q}`의 {shapes.ko}", f"{en}: `{q}` {shapes.en}"))

    if found.ndim == 2 and right.ndim == 2 and all(gap(a.T, b) <= FAR for a, b in pairs):
        return remark("transposed", "전치되었다", "transposed")
    if found.shape == (1, *right.shape) or found.shape == (*right.shape, 1):
        return remark("shape", "축이 하나 남았다(keepdims)", "an axis is left over (keepdims)")
    if found.size == right.size and all(gap(a.reshape(b.shape), b) <= FAR for a, b in pairs):
        ko, en = (
            ("펼친 채로 돌려준다", "returned flattened")
            if found.ndim < right.ndim
            else ("모양이 다르다", "reshaped")
        )
        return remark("flattened" if found.ndim < right.ndim else "shape", ko, en)
    if found.ndim > right.ndim and any(
        all(gap(a.sum(axis=axis), b) <= FAR for a, b in pairs) for axis in range(found.ndim)
    ):
        return remark("sum-missing", "표본에 대해 더하지 않았다", "the sum over the samples is missing")
    if right.ndim and not found.ndim and all(gap(a, b.sum()) <= FAR for a, b in pairs):
        return remark(
            "wrong-axis", "모든 축에 대해 더했다(axis가 빠졌다)", "summed over all axes (axis= is missing)"
        )
    if found.ndim == right.ndim == 1:
        return remark("wrong-axis", "다른 축을 따라 더했다", "summed over the wrong axis")
    return remark("shape", "모양이 다르다", "wrong shape")


def _of_factor(q: str, pairs: Sequence[tuple[Any, Any]], sizes: Sequence[Mapping[str, int]]) -> Remark | None:
    """A constant factor, as a product of sizes and a small number."""
    ratios = []
    for found, right in pairs:
        mask = np.abs(right) > 1e-12 * np.max(np.abs(right), initial=0)
        if not np.any(mask):
            return None
        values = found[mask] / right[mask]
        ratio = float(np.median(values))
        if ratio == 0 or np.max(np.abs(found - ratio * right)) > FAR * np.max(np.abs(ratio * right)):
            return None
        ratios.append(ratio)
    said = of_factor(q, ratios, sizes)
    return None if said is None else Remark(said.key, said.text)


def _of_inputs(q: str, pairs: Sequence[tuple[Any, Any]], runs: Sequence[ProgramRun]) -> Remark | None:
    """A quantity that is just one of the inputs."""
    for name in runs[0].trial.given:
        if all(
            gap(found, one.trial.given[name]) <= FAR / 100
            for (found, _), one in zip(pairs, runs, strict=True)
        ):
            return Remark(
                "returns-input", Text(f"`{q}`로 `{name}`을 그대로 돌려준다", f"`{q}` is `{name}` as it is")
            )
    if all(np.ndim(found) and not np.any(found) for found, _ in pairs):
        return Remark("zeros", Text(f"`{q}`가 모두 0이다", f"`{q}` is all zeros"))
    return None


def _of_difference(q: str, pairs: Sequence[tuple[Any, Any]], runs: Sequence[ProgramRun]) -> Remark | None:
    """A term that is one of the inputs too many or too few, with a constant factor."""
    given = runs[0].trial.given
    names = [name for name, value in given.items() if name != "y" and np.ndim(value)]
    for name in names:
        remark = _of_term(q, name, [one.trial.given[name] for one in runs], pairs, runs)
        if remark is None and "reg" in given:
            terms = [one.trial.given["reg"] * one.trial.given[name] for one in runs]
            remark = _of_term(q, f"reg·{name}", terms, pairs, runs)
        if remark is not None:
            return remark
    return None


def _of_term(
    q: str, name: str, terms: Sequence[Any], pairs: Sequence[tuple[Any, Any]], runs: Sequence[ProgramRun]
) -> Remark | None:
    factors = []
    for (found, right), term in zip(pairs, terms, strict=True):
        try:
            difference, tensor = np.broadcast_arrays(found - right, term)
        except ValueError:
            return None
        if difference.shape != np.shape(right):
            return None
        factor = float(np.sum(difference * tensor) / np.sum(tensor * tensor))
        if abs(factor) < 1e-9 or gap(factor * tensor, difference) > FAR:
            return None
        factors.append(factor)
    number = name_of_factor(factors, [one.trial.sizes for one in runs])
    if number is None:
        return None
    if number.startswith("-"):
        times = name if number == "-1" else f"{number[1:]}·{name}"
        said = Text(f"`{q}`에 `{times}` 항이 빠졌다", f"the term `{times}` is missing from `{q}`")
        return Remark("missing-term", said)
    times = name if number == "1" else f"{number}·{name}"
    return Remark(
        "extra-term", Text(f"`{q}`에 `{times}` 항이 더 있다", f"`{q}` has the term `{times}` too much")
    )


def _of_entries(q: str, pairs: Sequence[tuple[Any, Any]], runs: Sequence[ProgramRun]) -> Remark | None:
    """Where the wrong entries are, if they are in one part of the array alone."""
    masks = []
    for found, right in pairs:
        if not right.ndim:
            return None
        limit = FAR * max(1e-300, float(np.max(np.abs(right), initial=0.0)))
        masks.append(~(np.abs(found - right) <= limit))
    for key, ko, en, place in _PLACES:
        parts = [_part(place, mask, one.trial) for mask, one in zip(masks, runs, strict=True)]
        if all(
            part is not None and not np.any(mask & ~part) and not np.all(part)
            for mask, part in zip(masks, parts, strict=True)
        ):
            said = Text(f"`{q}`에서 {ko}만 틀린다", f"only {en} of `{q}` are wrong")
            return Remark(f"entries-{key}", said)
    return None


def _part(place: _Place, mask: Any, trial: Trial) -> Any:
    part = np.zeros(mask.shape, dtype=bool)
    try:
        part[place(mask, trial.given)] = True
    except (KeyError, IndexError, ValueError):
        return None
    return part


def _labelled(mask: Any, given: Mapping[str, Any], chosen: int | None = None) -> Any:
    y = given["y"]
    if mask.ndim != 2 or len(y) != len(mask):
        raise ValueError("not an array of samples and classes")
    rows = np.arange(len(y))
    if chosen is not None:
        rows = rows[y == chosen % mask.shape[1]]
    return rows, y[rows]


_Place = Callable[[Any, Mapping[str, Any]], Any]
_PLACES: tuple[tuple[str, str, str, _Place], ...] = (
    ("label-last", "마지막 클래스가 정답인 자리", "the entries at labels of the last class",
     lambda m, g: _labelled(m, g, -1)),
    ("label-first", "첫째 클래스가 정답인 자리", "the entries at labels of the first class",
     lambda m, g: _labelled(m, g, 0)),
    ("labels", "정답 레이블 자리의 원소", "the entries at the labels", lambda m, g: _labelled(m, g)),
    ("first", "첫째 행", "the entries of the first row", lambda m, g: (0,)),
    ("last", "마지막 행", "the entries of the last row", lambda m, g: (-1,)),
    ("first-column", "첫째 열", "the entries of the first column", lambda m, g: (slice(None), 0)),
    ("last-column", "마지막 열", "the entries of the last column", lambda m, g: (slice(None), -1)),
    ("negative", "x가 음수인 자리", "the entries where x is negative", lambda m, g: g["x"] < 0),
    ("positive", "x가 양수인 자리", "the entries where x is positive", lambda m, g: g["x"] > 0),
    ("dout-negative", "dout이 음수인 자리", "the entries where dout is negative", lambda m, g: g["dout"] < 0),
    ("dout-positive", "dout이 양수인 자리", "the entries where dout is positive", lambda m, g: g["dout"] > 0),
)  # fmt: skip
"""Parts of an array, as an index made of the array and the inputs."""


def _of_precision(q: str, pairs: Sequence[tuple[Any, Any]], runs: Sequence[ProgramRun]) -> Remark | None:
    """Values that are right to a few digits; of new weights, what they were changed by."""
    before = [run.trial.given.get(q.removeprefix("next_"), 0) if q.startswith("next_") else 0 for run in runs]
    worst = max(gap(found - old, right - old) for (found, right), old in zip(pairs, before, strict=True))
    if not 0 < worst < 5e-3:
        return None
    digits = int(-np.log10(worst))
    said = Text(
        f"`{q}`가 약 {digits}자리까지만 맞다: 반정밀도(float16)로 계산하거나 작은 수를 더했다",
        f"`{q}` is right to about {digits} digits only: in half precision, or with a small number added",
    )
    return Remark("few-digits", said)
