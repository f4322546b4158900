"""What is done with one file: the verdicts on its functions, in a process where none of its code runs.

The process that runs the file (`yudo.verification.checking.submission`) is asked for numbers and expressions.
Inputs are drawn here, after it was loaded, and what is right is known here alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.arrays import packed, unpacked
from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.descriptions import Misdescribed, exception, restored, shapes_from_json
from yudo.verification.checking.judge.trials import salted
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.delegating import DELEGATED
from yudo.verification.checking.recognise.names import known
from yudo.verification.checking.verdicts import FunctionReport, Remark
from yudo.verification.sandbox import Confined
from yudo.verification.symbolic.inputs import Shape
from yudo.verification.symbolic.values import compare_values

SCALES: dict[str, Any] = {"half": 1, "full": 2, "mean": "mean"}
"""For ``--reg-scale``: the options of a reading."""


MISDESCRIBED = Text(
    "파일에서 알아본 것이 이름과 맞지 않는다. 파일이 검사에 손을 댔을 수 있다",
    "what was recognised in the file does not fit its name; the file may have tampered with the check",
)
UNCONFIRMED = Text(
    "따로 받은 값으로는 옳다고 확인하지 못했다. 파일이 검사에 손을 댔을 수 있다",
    "values that were asked for separately do not confirm it; the file may have tampered with the check",
)


@dataclass(frozen=True)
class Options:
    """What is asked of a file.

    Attributes
    ----------
    functions
        Names of the file and the IDs of what they compute.
    reg_scale
        The only scaling of L2 that is right: ``"half"``, ``"full"``, ``"mean"``; None accepts each.
    pair
        A forward and its backward, to be checked against each other.
    shapes
        For the pair: shapes by input, ``{"x": "N D"}``.
    given
        For the pair: other arguments by name, ``{"bn_param": {"mode": "train"}}``.
    only
        One function of the file; the others are not judged.
    salt
        What the inputs are drawn from, besides the usual seed; 0 draws the usual ones.
    """

    functions: Mapping[str, str] | None = None
    reg_scale: str | None = None
    pair: tuple[str, str] | None = None
    shapes: Mapping[str, str] | None = None
    given: Mapping[str, Any] | None = None
    only: str | None = None
    salt: int = 0


def examine(confined: Confined, options: Mapping[str, Any]) -> dict[str, Any]:
    """Judge one file.

    Parameters
    ----------
    confined
        The process that has loaded it.
    options
        As `Options` takes them.

    Returns
    -------
    dict
        ``functions``: one `FunctionReport` each, as JSON; ``notes``: what was done to load the file;
        ``unread``: why it could not be read at all, if so.
    """
    chosen = Options(**options)
    asked = {"functions": dict(chosen.functions or {}), "only": chosen.only}
    told, _ = confined.ask({"ask": "describe", "options": asked})
    if told["unread"] is not None:
        return {"functions": [], "notes": [], "unread": told["unread"]}
    try:
        with salted(chosen.salt):
            reports = _verdicts(confined, told, chosen)
    except _Unread as reason:
        return {"functions": [], "notes": [], "unread": reason.text}
    for report in reports:
        report.line = told["definitions"].get(report.function, report.line)
    reports.sort(key=lambda one: one.line or 0)
    return {"functions": [one.to_json() for one in reports], "notes": told["notes"], "unread": None}


def _verdicts(confined: Confined, told: Mapping[str, Any], chosen: Options) -> list[FunctionReport]:
    aliases = chosen.functions or {}
    subjects, misdescribed = [], []
    for number, one in enumerate(told["subjects"]):
        try:
            subject = restored(one, number, confined, aliases)
        except Misdescribed:
            name = str(one.get("function"))
            misdescribed.append(FunctionReport(name, verdicts.UNDECIDED, reason=MISDESCRIBED))
        else:
            subjects.append((with_scale(subject, chosen.reg_scale), bool(one["delegates"])))
    if chosen.pair is not None:
        return [_pair(confined, [one for one, _ in subjects if one.function in chosen.pair], chosen)]
    reports = check_subjects([one for one, _ in subjects])
    for report, (_, delegates) in zip(reports, subjects, strict=True):
        if report.verdict == verdicts.CORRECT and delegates:
            report.verdict, report.evidence, report.reason = verdicts.UNDECIDED, None, DELEGATED
    correct = [one.function for one in reports if one.verdict == verdicts.CORRECT]
    others = _others(confined, told["others"], correct) if told["others"] else []
    hopeless = [FunctionReport.from_json(one) for one in told["hopeless"]]
    for report in hopeless:
        if report.verdict in (verdicts.CORRECT, verdicts.CONSISTENT):
            report.verdict, report.reason = verdicts.UNDECIDED, MISDESCRIBED
    spoken = {one.function for one in (*reports, *misdescribed)}
    return [
        *reports,
        *misdescribed,
        *(one for one in (*hopeless, *others) if one.function not in spoken),
    ]


def with_scale(subject: Subject, scale: str | None) -> Subject:
    """The subject with one scaling of L2 only."""
    if scale is None or not any("scale" in reading.options for reading in subject.readings):
        return subject
    kept = tuple(r for r in subject.readings if r.options.get("scale") in (SCALES[scale], 0))
    return replace(subject, readings=kept)


# -- what was compared with its own forward, in the process of the file ------------------------------------


class _Unread(Exception):
    def __init__(self, text: Any):
        super().__init__()
        self.text = text


def _others(confined: Confined, names: list[str], correct: list[str]) -> list[FunctionReport]:
    """What that process says of functions without a definition; that one is correct it has to show."""
    told, _ = confined.ask({"ask": "others", "correct": correct})
    reports = [FunctionReport.from_json(one) for one in told["reports"]]
    for report in reports:
        if report.verdict == verdicts.CORRECT and _has_a_definition(report.function):
            report.verdict, report.evidence, report.reason = verdicts.UNDECIDED, None, MISDESCRIBED
        elif report.verdict == verdicts.CORRECT:
            pairs, _ = confined.ask({"ask": "confirm", "name": report.function})
            if not any(_agree(confined, listed) for listed in pairs["pairs"]):
                report.verdict, report.evidence, report.reason = verdicts.UNDECIDED, None, UNCONFIRMED
    return reports


def _has_a_definition(name: str) -> bool:
    return any(one.takes and one.has(name) for one in known())


def _pair(confined: Confined, subjects: list[Subject], chosen: Options) -> FunctionReport:
    """The verdict on a pair. What differs from the gradient by a course's convention alone is right there."""
    assert chosen.pair is not None
    named = {"shapes": dict(chosen.shapes or {}), "given": dict(chosen.given or {})}
    told, _ = confined.ask({"ask": "pair", "pair": chosen.pair, **named})
    if told["unread"] is not None:
        raise _Unread(told["unread"])
    report = FunctionReport.from_json(told["report"])
    if report.verdict == verdicts.CORRECT and not _agree(confined, told["pairs"]):
        report.verdict, report.evidence, report.reason = verdicts.UNDECIDED, None, UNCONFIRMED
    if report.verdict == verdicts.WRONG:
        for one in check_subjects(subjects):
            if (
                one.function == chosen.pair[1]
                and one.verdict == verdicts.CORRECT
                and one.convention is not None
            ):
                said = [Remark("own-forward", _against_forward(part.text)) for part in report.diagnosis]
                one.findings += said
                return one
    return report


def _against_forward(text: Text) -> Text:
    return Text(f"순전파와 비교하면: {text.ko}", f"compared with its own forward: {text.en}")


def _agree(confined: Confined, pairs: list[Any]) -> bool:
    """Whether backwards are the gradients of their forwards, as far as numbers say, at inputs drawn here."""
    return bool(pairs) and all(
        _agrees(confined, number, shapes_from_json(shapes)) for number, shapes in pairs
    )


def _agrees(confined: Confined, number: int, shapes: Mapping[str, Shape]) -> bool:
    seen = compare_values(*_functions(confined, number), shapes)
    return bool(seen.agreed) and not seen.wrong


@dataclass(frozen=True)
class _Cache:
    """A cache that stays where the forward ran."""

    number: int


def _functions(confined: Confined, number: int) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """A forward and its backward that are run where the file is."""

    def forward(*given: Any) -> Any:
        told, output = ask({"ask": "forward"}, given)
        return output if told["cache"] is None else (output, _Cache(told["cache"]))

    def backward(dout: Any, cache: Any) -> Any:
        if isinstance(cache, _Cache):
            return ask({"ask": "backward", "cache": cache.number}, [dout])[1]
        return ask({"ask": "backward", "cache": None}, [dout, *cache])[1]

    def ask(question: dict[str, Any], given: Any) -> tuple[Mapping[str, Any], Any]:
        sent, content = packed({str(place): value for place, value in enumerate(given)})
        told, returned = confined.ask({**question, "pair": number, "given": sent}, content)
        if "raised" in told:
            raise exception(told["raised"])
        values = unpacked(told["values"], returned)
        if told["form"] == "dict":
            return told, values
        return told, tuple(values.values()) if told["form"] == "several" else values["0"]

    return forward, backward
