"""What of a file looks like a layer, a loss, a backward or an update rule, and was not checked."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType, FrameType, FunctionType
from typing import Any

from yudo.derivations.calculus.steps import OutOfSteps, budget, spend
from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.running import run
from yudo.verification.checking.judge.trials import ordinary
from yudo.verification.checking.pairs.backprop import OTHER_COST, forward_of_net, of_backprop
from yudo.verification.checking.pairs.consistency import (
    NO_FORWARD,
    STEPS_FOR_A_FILE,
    Own,
    Pair,
    judged,
    of_class,
    of_functions,
    of_gradient,
    of_loss,
    of_slope,
    pairs_at_all_settings,
)
from yudo.verification.checking.pairs.losses import of_loss_with_gradients
from yudo.verification.checking.pairs.nets import nets
from yudo.verification.checking.pairs.object_use import is_backward, is_target
from yudo.verification.checking.pairs.objects import of_object
from yudo.verification.checking.pairs.places import is_rate
from yudo.verification.checking.recognise import names as courses
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.looks import BACKWARDS, UPDATES, looks_like_a_layer, words
from yudo.verification.checking.recognise.signature import is_empty, parameters, required, required_names
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.symbolic.arguments import SETTINGS


@dataclass(frozen=True)
class Candidate:
    """A function, or a method of a class, that ought to be checked.

    Attributes
    ----------
    name
        As it is reported: ``"conv_backward_naive"``, ``"Dropout.backward"``.
    function
        The function itself.
    kind
        The class, for a method.
    """

    name: str
    function: FunctionType
    kind: type | None = None

    @property
    def line(self) -> int:
        """Where it is defined."""
        code: CodeType = inspect.unwrap(self.function).__code__
        return code.co_firstlineno


def unrecognised(
    names: Mapping[str, Any], own: Collection[str], subjects: Sequence[Subject]
) -> list[Candidate]:
    """What looks as if it ought to be checked, and is neither a subject nor runs as a part of one.

    Parameters
    ----------
    names
        A module's names.
    own
        Those that it defines itself; what it imports is spoken of where it is written.
    subjects
        What is recognised in it.
    """
    found = list(_candidates(names, own))
    recognised = {subject.function for subject in subjects}
    found = [one for one in found if one.name not in recognised]
    covered = _run_within(subjects) if found else set()
    return [one for one in found if inspect.unwrap(one.function).__code__ not in covered]


def _candidates(names: Mapping[str, Any], own: Collection[str]) -> Iterator[Candidate]:
    kinds = [value for value in names.values() if isinstance(value, type)]
    for name, value in names.items():
        if name not in own:
            continue
        if isinstance(value, FunctionType) and looks_like_a_layer(name) and parameters(value):
            yield Candidate(name, value)
        elif isinstance(value, type):
            derived = any(value in one.__mro__[1:] for one in kinds)
            for method in _methods(name, value):
                if not (derived and is_empty(method.function)):  # an interface
                    yield method


def _methods(name: str, kind: type) -> Iterator[Candidate]:
    updates = bool(set(words(name)) & UPDATES)
    for method, value in vars(kind).items():
        function = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        if not isinstance(function, FunctionType) or method.startswith("_"):
            continue
        if looks_like_a_layer(method) or (updates and method in ("update", "step")):
            yield Candidate(f"{name}.{method}", function, kind)


def _run_within(subjects: Sequence[Subject]) -> set[CodeType]:
    """The code of all functions that run as a part of subjects, on ordinary inputs."""
    seen: set[CodeType] = set()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            seen.add(frame.f_code)

    before = sys.getprofile()
    for subject in subjects:
        trial = next(ordinary(subject.shapes, 1))
        for program in subject.programs:
            sys.setprofile(watch)
            try:
                ran = run(program, trial)
            finally:
                sys.setprofile(before)
            if ran.ok:
                break
    return seen


def spoken_of(
    found: Sequence[Candidate], names: Mapping[str, Any], recognised: Sequence[FunctionReport]
) -> list[FunctionReport]:
    """What is to be said of candidates: a verdict against their own forward, or why there is none.

    Parameters
    ----------
    found
        What `unrecognised` returned.
    names
        The module's names.
    recognised
        The verdicts on what has a definition.
    """
    correct = {one.function for one in recognised if one.verdict == verdicts.CORRECT}
    reports: dict[str, FunctionReport] = {}
    forwards: dict[str, FunctionReport] = {}
    with budget(STEPS_FOR_A_FILE):
        for one in found:
            if is_empty(one.function):
                reports[one.name] = _unfinished(one, Text("본문이 비어 있다", "the body is empty"))
                continue
            owns, forward = _own(one, names)
            try:
                spend(1)
            except OutOfSteps as reason:
                if owns:
                    reports[one.name] = FunctionReport(
                        one.name, verdicts.NOT_CHECKED, line=one.line, reason=reason.text
                    )
                continue
            report = _judged(one, owns, known=forward in correct)
            if report is not None:
                reports[one.name] = forwards[forward] = report
    for one in found:
        if one.name not in reports:
            reports[one.name] = _not_checked(one, names, forwards.get(one.name))
    return [reports[one.name] for one in found]


def pairs_of(one: Candidate, names: Mapping[str, Any]) -> Iterator[list[Pair]]:
    """The forwards and backwards that the verdict on a candidate is about, under each reading that fits."""
    for own in _own(one, names)[0]:
        pairs = pairs_at_all_settings(own)
        if pairs:
            yield pairs


def _judged(one: Candidate, owns: Sequence[Own], *, known: bool) -> FunctionReport | None:
    """The verdict under the first reading that fits, or else under the first of all."""
    first: FunctionReport | None = None
    for own in owns:
        try:
            report = judged(own, known=known)
        except Exception as error:  # a fault of the checker's must not cost the other verdicts
            said = f"{type(error).__name__}: {error}"
            reason = Text(f"검사기 내부 오류: {said}", f"an error in the checker itself: {said}")
            report = FunctionReport(one.name, verdicts.UNDECIDED, reason=reason)
        if report is None:
            continue
        report.line, report.function = one.line, one.name
        if report.verdict in _GOOD:
            return report
        first = first or report
    return first


_GOOD = (verdicts.CORRECT, verdicts.CONSISTENT)


def _own(one: Candidate, names: Mapping[str, Any]) -> tuple[list[Own], str]:
    """What the candidate may be compared with, and the name of its forward."""
    if one.kind is not None:
        forward, backward = _pair_of_methods(one.name)
        if one.name == backward and {forward, backward} <= names.keys():  # static ones
            return [replace(of_functions(names[forward], names[backward]), source=(one.kind,))], forward
        told_more = any(is_target(name) or is_rate(name) for name in required_names(one.function))
        if one.name == backward and callable(getattr(one.kind, "forward", None)) and not told_more:
            return [of_class(one.kind)], forward
        kind, _, method = one.name.partition(".")
        if is_backward(method):
            net = of_backprop(one.kind, method)
            found = of_object(one.kind, method) if net is None else [net]
            return found, f"{kind}.{found[0].forward}" if found else ""
        return [], ""
    with_gradients = list(of_loss_with_gradients(one.function))
    if with_gradients:
        return with_gradients, ""
    pair = pair_of(one.name, names)
    if pair is not None:
        forward, backward = pair
        if backward != one.name:
            return [], ""
        whole = list(nets(names[forward], names[backward], names))
        return whole or [of_functions(names[forward], names[backward])], forward
    function = _function_of_slope(one.name, names)
    if function is not None:
        ahead = names[function]
        if required(one.function) > 1:
            alike = {*required_names(ahead)} == {*required_names(one.function)}
            return ([of_gradient(ahead, one.function)] if alike else []), function
        return [of_slope(ahead, one.function, of_output=of_output) for of_output in (False, True)], function
    return [of_loss(one.function)], ""


def _asks_for_more(one: Candidate) -> bool:
    """Whether a method called ``backward`` must be given more than an upstream gradient."""
    if one.kind is None:
        return False
    itself = not isinstance(vars(one.kind).get("backward"), staticmethod)
    return one.name.endswith(".backward") and required(one.function) > 1 + itself


def _function_of_slope(name: str, names: Mapping[str, Any]) -> str | None:
    """The function that another is the derivative of, by their names: ``tanh`` and ``tanh_prime``."""
    found = re.fullmatch(
        r"(?:d_?|grad_|deriv_)?(\w+?)(?:_?(?:grad|gradient|derivative|deriv|prime|backward))?",
        name,
        re.IGNORECASE,
    )
    if found is None or found[1] == name:
        return None
    functions = {other.lower(): other for other, value in names.items() if isinstance(value, FunctionType)}
    return functions.get(found[1].lower())


def _unfinished(one: Candidate, reason: Text) -> FunctionReport:
    return FunctionReport(one.name, verdicts.NOT_IMPLEMENTED, line=one.line, reason=reason)


NO_DEFINITION = Text("Yudo에 아직 정의가 없다", "Yudo has no definition of it yet")
TAKEN = Text("역전파를 비교할 때 옳다고 보았다", "taken as given for the backward")
UPDATE = Text(
    "이런 꼴의 갱신 규칙은 판정하지 않는다. `(w, dw, config)`를 받는 함수나, `update(params, grads)`가 있고 "
    "흔한 이름의 수로 만드는 클래스라면 판정한다",
    "an update rule of this form is not judged; functions of `(w, dw, config)` are, and classes with "
    "`update(params, grads)` that are made of numbers under their usual names",
)
NO_FORWARD_BESIDE = Text(
    "순전파가 파일에 없다. 같은 파일에 두면 그것과 비교한다",
    "its forward is not in the file; put it into the same file, and they are compared",
)


def _not_checked(one: Candidate, names: Mapping[str, Any], backward: FunctionReport | None) -> FunctionReport:
    """Why a candidate has no verdict; its ``backward`` may have one, for which it was taken as given."""
    pair = None if one.kind else pair_of(one.name, names)
    why = _other_form(one) or NO_DEFINITION
    if backward is not None:
        if backward.reason == NO_FORWARD:
            return _unfinished(one, Text("None을 돌려준다", "returns None"))
        reason = Text(f"{why.ko}. {TAKEN.ko}", f"{why.en}; {TAKEN.en}")
    elif pair is not None:
        reason = _proposal(*pair, names)
    elif set(words(one.name)) & (UPDATES | {"update"}):
        reason = _other_form(one) or UPDATE
    elif one.kind is None and set(words(one.name)) & BACKWARDS:
        reason = NO_FORWARD_BESIDE
    elif one.kind is None and why is NO_DEFINITION:
        reason = Text(
            f"{NO_DEFINITION.ko}. 아는 것을 계산한다면 `--function {one.name}=ID`로 알려 줄 수 있다",
            f"{NO_DEFINITION.en}; if it computes one of Yudo's results, say so: `--function {one.name}=ID`",
        )
    elif one.kind is not None and set(words(one.name)) & BACKWARDS and forward_of_net(one.kind):
        reason = OTHER_COST
    elif _asks_for_more(one):
        more = ", ".join(f"`{name}`" for name in required_names(one.function)[2:])
        reason = Text(
            f"`backward`에 업스트림 그래디언트 말고도 {more}를 주어야 하는데, 무엇을 주어야 할지 모른다",
            f"`backward` must be given {more} besides the upstream gradient, and what to give is not known",
        )
    else:
        reason = why
    return FunctionReport(one.name, verdicts.NOT_CHECKED, line=one.line, reason=reason)


def _other_form(one: Candidate) -> Text | None:
    """That only another form of what bears this name is known."""
    name = one.name.partition(".")[0]
    forms = [form for form in courses.known() if form.has(name) and form.is_class == (one.kind is not None)]
    if not forms:
        return None
    note = forms[0].note or Text("", "")
    ko, en = (f": {said}" if said else "" for said in (note.ko, note.en))
    return Text(
        f"이 이름으로는 `{forms[0].signature}` 꼴만 안다{ko}",
        f"of this name, only the form `{forms[0].signature}` is known{en}",
    )


def _pair_of_methods(name: str) -> tuple[str, str]:
    kind = name.partition(".")[0]
    return f"{kind}.forward", f"{kind}.backward"


_DICTS = ("parameters", "params", "weights", "model", "theta")
"""What holds several arrays."""


def _proposal(forward: str, backward: str, names: Mapping[str, Any]) -> Text:
    taken = [one.name for one in parameters(names[forward]) if one.name not in SETTINGS]
    held = [name for name in taken if name in _DICTS]
    if held:
        return Text(
            f"{NO_DEFINITION.ko}. `{held[0]}`에 담긴 배열의 모양은 줄 수 없어서 순전파와도 비교하지 못한다",
            f"{NO_DEFINITION.en}, and the shapes of the arrays in `{held[0]}` cannot be given, so it is not "
            "compared with its own forward, either",
        )
    shapes = ", ".join(f"{name}: …" for name in taken)
    option = f'--pair {forward}:{backward} --shapes "{shapes}"'
    return Text(
        f"{NO_DEFINITION.ko}. …에 모양을 적어 `{option}`으로 역전파를 그 순전파와 비교할 수 있다",
        f"{NO_DEFINITION.en}; `{option}`, with shapes for the dots, compares "
        "the backward with its own forward",
    )


_TURNED = {"backward": "forward", "bwd": "fwd", "bprop": "fprop"}


def pair_of(name: str, names: Mapping[str, Any]) -> tuple[str, str] | None:
    """The names of a forward and its backward, if one of them is given and the other is there, too.

    A second backward, ``batchnorm_backward_alt``, may have the forward of the first.
    """
    functions = {other.lower(): other for other, value in names.items() if isinstance(value, FunctionType)}
    plain = name.lower()
    for back, ahead in _TURNED.items():
        before, found, after = plain.partition(back)
        if found:
            plainer = before + ahead + after.partition("_with_")[0]
            for other in (before + ahead + after, plainer, before + ahead):
                if other in functions:
                    return functions[other], name
        other = plain.replace(ahead, back)
        if other != plain and other in functions:
            return name, functions[other]
    return None
