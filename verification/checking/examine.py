"""What is done with one file, in a process of its own: load it, recognise its functions, judge them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.load import Loaded, UnreadableFile, load
from yudo.verification.checking.pairs.pairs import check_pair
from yudo.verification.checking.pairs.unchecked import Candidate, looks_like_a_layer, spoken_of, unrecognised
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.names import Called, canonical
from yudo.verification.checking.recognise.recognition import as_bound, recognised
from yudo.verification.checking.recognise.signature import accepts, parameters
from yudo.verification.checking.verdicts import FunctionReport, Remark
from yudo.verification.symbolic.arguments import Misuse

SCALES: dict[str, Any] = {"half": 1, "full": 2, "mean": "mean"}
"""For ``--reg-scale``: the options of a reading."""


DELEGATED = Text(
    "제출하지 않은 모듈의 같은 이름 함수에 계산을 맡긴다. 스스로 계산하는지 사람이 보아야 한다",
    "it leaves the work to the function of this name in a module that was not handed in",
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
    """

    functions: Mapping[str, str] | None = None
    reg_scale: str | None = None
    pair: tuple[str, str] | None = None
    shapes: Mapping[str, str] | None = None
    given: Mapping[str, Any] | None = None
    only: str | None = None
    """One function of the file; the others are not judged."""


def examine(path: Path, root: Path, options: Mapping[str, Any]) -> dict[str, Any]:
    """Load and judge one file.

    Returns
    -------
    dict
        ``functions``: one `FunctionReport` each, as JSON; ``notes``: what was done to load the file;
        ``unread``: why it could not be read at all, if so.
    """
    chosen = Options(**options)
    try:
        loaded = load(path, root=root)
    except UnreadableFile as reason:
        return {"functions": [], "notes": [], "unread": vars(reason.text)}
    if chosen.pair is not None:
        try:
            reports = [_pair(as_bound(vars(loaded.module)), chosen.pair, chosen)]
        except Misuse as reason:
            return {"functions": [], "notes": [], "unread": vars(reason.text)}
    else:
        subjects, others = _found(loaded, chosen)
        reports = check_subjects([with_scale(one, chosen.reg_scale) for one in subjects])
        _demand_own(subjects, reports, loaded.references)
        reports += misfits(vars(loaded.module), chosen.functions)
        reports += spoken_of(others, as_bound(vars(loaded.module)), reports)
        reports += [
            _broken(name, loaded.place(line), line)
            for name, line in loaded.broken.items()
            if looks_like_a_layer(name)
        ]
    for report in reports:
        report.line = loaded.definitions.get(report.function, report.line)
    reports.sort(key=lambda one: one.line or 0)
    notes = [{"code": note.code, "text": vars(note.text), "line": note.line} for note in loaded.notes]
    return {"functions": [one.to_json() for one in reports], "notes": notes, "unread": None}


def _demand_own(subjects: Sequence[Subject], reports: Sequence[FunctionReport], foreign: set[str]) -> None:
    """Call nothing correct that a module that was not handed in computes."""
    for subject, report in zip(subjects, reports, strict=True):
        if report.verdict == verdicts.CORRECT and _delegates(subject, foreign):
            report.verdict, report.evidence, report.reason = verdicts.UNDECIDED, None, DELEGATED


def _delegates(subject: Subject, foreign: set[str]) -> bool:
    """Whether it reaches what bears its own name in one of these modules."""
    name, seen, waiting = subject.function.partition(".")[0], set(), [subject.source]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, ModuleType) and one.__name__ in foreign:
            if hasattr(one, name) and _mentions(subject.source, name):
                return True
        elif getattr(one, "__module__", None) in foreign:
            if getattr(one, "__name__", None) == name:
                return True
        elif isinstance(one, type):
            waiting += [*one.__mro__[1:], *vars(one).values()]
        elif isinstance(one, (staticmethod, classmethod)):
            waiting.append(one.__func__)
        elif isinstance(one, FunctionType):
            names = _names(one.__code__)
            waiting += [value for key, value in one.__globals__.items() if key in names]
            waiting += [*(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values()]
    return False


def _mentions(source: Any, name: str) -> bool:
    methods = vars(source).values() if isinstance(source, type) else (source,)
    return any(isinstance(one, FunctionType) and name in _names(one.__code__) for one in methods)


def _names(code: CodeType) -> set[str]:
    """The names that a function and those within it look up."""
    inner = (_names(one) for one in code.co_consts if isinstance(one, CodeType))
    return {*code.co_names}.union(*inner)


def _pair(names: Mapping[str, Any], pair: tuple[str, str], chosen: Options) -> FunctionReport:
    """The verdict on a pair. What differs from the gradient by a course's convention alone is right there."""
    report = check_pair(names, pair, chosen.shapes or {}, chosen.given or {})
    if report.verdict == verdicts.WRONG:
        known = check_subjects([one for one in recognised(names) if one.function in pair])
        for one in known:
            if one.function == pair[1] and one.verdict == verdicts.CORRECT and one.convention is not None:
                said = [Remark("own-forward", _against_forward(part.text)) for part in report.diagnosis]
                one.findings += said
                return one
    return report


def _against_forward(text: Text) -> Text:
    return Text(f"순전파와 비교하면: {text.ko}", f"compared with its own forward: {text.en}")


def survey(path: Path, root: Path, options: Mapping[str, Any]) -> list[str]:
    """The functions of a file that would be spoken of, without judging them."""
    subjects, others = _found(load(path, root=root), Options(**options))
    return [one.function for one in subjects] + [one.name for one in others]


def _found(loaded: Loaded, chosen: Options) -> tuple[list[Subject], list[Candidate]]:
    """What is judged of a file, and what only looks as if it ought to be."""
    own = _own_names(loaded)
    names = as_bound(vars(loaded.module))
    unfit = {one.function for one in misfits(names, chosen.functions)}
    known = recognised(with_aliases(names, chosen.functions))
    subjects = [one for one in known if _is_own(one, own) and one.function not in unfit]
    others = unrecognised(names, own - unfit, subjects)
    if chosen.only is None:
        return subjects, others
    return [s for s in subjects if s.function == chosen.only], [o for o in others if o.name == chosen.only]


def with_aliases(names: Mapping[str, Any], functions: Mapping[str, str] | None) -> dict[str, Any]:
    """The names of a module, and those of the course for what was named on the command line."""
    found = dict(names)
    for name, identifier in (functions or {}).items():
        value = names.get(name)
        called = _called(value, identifier)
        if called is not None and _misfit(name, value, identifier) is None:
            found[called.names[0]] = value
    return found


def _called(value: Any, identifier: str) -> Called | None:
    """The function or the class of the course that is meant."""
    function, kind = canonical()[identifier]
    return kind if isinstance(value, type) else function


def misfits(names: Mapping[str, Any], functions: Mapping[str, str] | None) -> list[FunctionReport]:
    """What was said on the command line to compute a result, and cannot be called so."""
    found = []
    for name, identifier in (functions or {}).items():
        reason = _misfit(name, names[name], identifier) if name in names else None
        if reason is not None:
            found.append(FunctionReport(name, verdicts.NOT_CHECKED, reason=reason))
    return found


def _misfit(name: str, value: Any, identifier: str) -> Text | None:
    called = _called(value, identifier)
    if called is None or not isinstance(value, (FunctionType, type)):
        return Text(
            f"`{identifier}`은 이런 것으로 계산하지 않는다", f"`{identifier}` is not computed by such a thing"
        )
    if called.is_class or any(accepts(value, count) for count in called.takes):
        return None
    takes = ", ".join(one.name for one in parameters(value))
    return Text(
        f"`{name}({takes})`은 `{identifier}`을 계산하는 함수처럼 부를 수 없다. `{called.names[0]}`의 꼴은 "
        f"`{called.signature}`이다",
        f"`{name}({takes})` cannot be called like a function that computes `{identifier}`: "
        f"`{called.names[0]}` is `{called.signature}`",
    )


def with_scale(subject: Subject, scale: str | None) -> Subject:
    """The subject with one scaling of L2 only."""
    if scale is None or not any("scale" in reading.options for reading in subject.readings):
        return subject
    kept = tuple(r for r in subject.readings if r.options.get("scale") in (SCALES[scale], 0))
    return replace(subject, readings=kept)


def _own_names(loaded: Loaded) -> set[str]:
    """What the file defines itself; what it imports is checked where it is written."""
    made = {
        name
        for name, value in vars(loaded.module).items()
        if isinstance(value, (FunctionType, type)) and value.__module__ == loaded.module.__name__
    }
    return made | {name.partition(".")[0] for name in loaded.definitions}


def _is_own(subject: Subject, own: set[str]) -> bool:
    name = getattr(subject.source, "__name__", "")
    return name in own or subject.function.partition(".")[0] in own


def _broken(name: str, place: Text, line: int) -> FunctionReport:
    reason = Text(f"읽을 수 없다({place.ko})", f"cannot be read ({place.en})")
    return FunctionReport(name, verdicts.CRASHES, line=line, reason=reason)
