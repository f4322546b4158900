"""Questions of the page, answered: JSON in, JSON out."""

from __future__ import annotations

import ast
import json
import linecache
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any

from browser.checking import check

from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.text import Text, said
from yudo.verification.checking.judge.snippets import Listed, program
from yudo.verification.checking.pairs.settings import read_shape
from yudo.verification.deriving import derive
from yudo.verification.frameworks import stand_ins
from yudo.verification.frameworks.tensors import applied, framework_of, functions
from yudo.verification.symbolic import Comparison, Counterexample, prove_vjp
from yudo.verification.symbolic.arguments import UPSTREAM, call_text, demand_all, taken
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.inputs import Shape
from yudo.verification.verdicts import (
    DIFFERENCE,
    EXPECTED,
    FOUND,
    OFF_KINKS,
    PROVEN,
    UNDECIDED,
    VERDICTS,
    cut,
)

Block = dict[str, str]
FILE = "layers.py"
INVALID = "invalid"
_BACKWARD = ("backward", "grad")

_SYNTAX = Text("파이썬 문법에 맞지 않는다: {0}", "this is no Python: {0}")
_NOT_LOADED = Text("코드를 불러오다 멈췄다: {0}", "the code cannot be loaded: {0}")
_NO_FUNCTION = Text("코드에 함수가 없다", "the code defines no function")
_UNKNOWN = Text("함수 `{0}`이 없다. 있는 함수는 {1}이다", "there is no function `{0}`; there are {1}")
_WHICH = Text("어느 함수인지 적는다. 있는 함수는 {0}이다", "say which function is meant; there are {0}")
_NO_SHAPES = Text(
    "입력의 모양을 적는다. 예를 들면 `x: N D, w: D M`이다",
    "give the shapes of the inputs, such as `x: N D, w: D M`",
)
_BAD_SHAPE = Text("모양을 읽을 수 없다: {0}", "the shapes cannot be read: {0}")
_BAD_GIVEN = Text(
    "다른 인자는 `eps=1e-5, mode='train'`처럼 적는다", "write other arguments like `eps=1e-5, mode='train'`"
)
_TOO_LARGE = Text("너무 커서 여기서는 판정하지 못한다: {0}", "too large to be decided here: {0}")
_PROVEN = Text("{0}에 대해 증명됨", "proven for {0}")
_DERIVED = Text("역전파를 유도하고 {0}에 대해 증명함", "a backward was derived, and proven for {0}")
_NOT_DERIVED = Text("역전파를 유도하지 못했다", "no backward was derived")
_COUNTEREXAMPLE = Text("반례", "counterexample")
_GRADIENTS, _STEPS, _CODE = (
    Text("그래디언트", "gradients"),
    Text("유도", "derivation"),
    Text("NumPy 코드", "in NumPy"),
)
_STEP_PROVEN = Text("이 단계를 따로 증명함", "this step is proven by itself")
_STEP_OPEN = Text("이 단계만 따로는 증명하지 못함", "this step is not proven by itself")
_WRONG = Text("{0}의 값은 {1}, 옳은 값은 {2}", "{0} is {1}; correct is {2}")


class Unusable(Exception):
    """The question cannot be asked: what is wrong with it, and in which line of the code."""

    def __init__(self, text: Text, line: int | None = None):
        self.text = text
        self.line = line
        super().__init__(text.en)


def answer(question: str) -> str:
    """Answer one question.

    Parameters
    ----------
    question
        JSON with ``act`` (``"check"``, ``"prove"`` or ``"derive"``), ``source`` and ``language``; but for a
        check also the names ``forward`` and ``backward``, ``shapes`` and ``given``, as the fields have them.

    Returns
    -------
    str
        JSON with ``verdict`` (``"proven"``, ``"refuted"``, ``"undecided"`` or ``"invalid"``), ``headline``,
        the ``line`` of the code that is meant, if any, and ``blocks`` of a ``kind`` (``title``, ``text``,
        ``code``, ``formula`` or ``lecture``) with their ``text`` and, for a formula, its ``latex``; of a
        lecture, its stem and the ``result`` that is meant.
    """
    asked: dict[str, str] = json.loads(question)
    language, line = asked["language"], None
    try:
        if asked["act"] == "check":
            verdict, headline, blocks = check(asked["source"], language)
        else:
            act = {"prove": _prove, "derive": _derive}[asked["act"]]
            verdict, headline, blocks = act(asked, defined(asked["source"]))
    except Unusable as reason:
        verdict, headline, blocks, line = INVALID, reason.text, [], reason.line
    except (RecursionError, MemoryError) as reason:
        verdict, headline, blocks = UNDECIDED, _TOO_LARGE.format(type(reason).__name__), []
    return json.dumps(
        {"verdict": verdict, "headline": headline[language], "line": line, "blocks": blocks},
        ensure_ascii=False,
    )


# -- what was asked ----------------------------------------------------------------------------------------


def defined(source: str) -> dict[str, FunctionType]:
    """The functions that a piece of source defines; raises `Unusable` if it cannot be loaded."""
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    module = ModuleType(FILE.removesuffix(".py"))
    module.__file__ = FILE
    sys.modules[module.__name__] = module
    for framework in stand_ins.NAMES.keys() - sys.modules.keys():
        if framework in source:
            stand_ins.import_as_if(framework)
    try:
        exec(compile(source, FILE, "exec", dont_inherit=True), vars(module))
    except SyntaxError as reason:
        raise Unusable(_SYNTAX.format(str(reason.msg)), reason.lineno) from None
    except (Exception, SystemExit, Unreadable, NumPyRefuses) as reason:
        kind = "" if isinstance(reason, (Unreadable, NumPyRefuses)) else f"{type(reason).__name__}: "
        told = said(reason)
        raise Unusable(
            Text(_NOT_LOADED.ko.format(kind + told.ko), _NOT_LOADED.en.format(kind + told.en)),
            _line_of(reason),
        ) from None
    listed = functions(vars(module))
    found = {name: one for name, one in listed.items() if one.__module__ == module.__name__}
    if not found:
        raise Unusable(_NO_FUNCTION)
    return found


def _line_of(reason: BaseException) -> int | None:
    line, trace = None, reason.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _chosen(known: dict[str, FunctionType], name: str, *, backward: bool) -> FunctionType:
    """The function of that name; without a name, the only one whose name tells that it is meant."""
    listed = ", ".join(f"`{one}`" for one in known)
    if name.strip():
        part = f"{name.strip()}.{'backward' if backward else 'forward'}"
        if not known.keys() & {name.strip(), part}:
            raise Unusable(_UNKNOWN.format(name.strip(), listed))
        return known.get(name.strip()) or known[part]
    fitting = [one for key, one in known.items() if any(part in key for part in _BACKWARD) == backward]
    if len(fitting) != 1:
        raise Unusable(_WHICH.format(listed))
    return fitting[0]


def _shapes(text: str) -> dict[str, Shape]:
    """``x: N D, w: D M`` by input."""
    if not text.strip():
        raise Unusable(_NO_SHAPES)
    found = {}
    for part in text.split(","):
        name, separator, sizes = part.partition(":")
        if not separator or not name.strip().isidentifier():
            raise Unusable(_BAD_SHAPE.format(f"`{part.strip()}`"))
        try:
            found[name.strip()] = read_shape(sizes)
        except ValueError:
            raise Unusable(_BAD_SHAPE.format(f"`{part.strip()}`")) from None
    return found


def _given(text: str) -> dict[str, Any]:
    """``eps=1e-5, mode='train'`` by argument."""
    try:
        call = ast.parse(f"given({text})", mode="eval").body
        named = {one.arg: ast.literal_eval(one.value) for one in getattr(call, "keywords", ())}
    except (SyntaxError, ValueError):
        raise Unusable(_BAD_GIVEN) from None
    if getattr(call, "args", None) or None in named:
        raise Unusable(_BAD_GIVEN)
    return named  # type: ignore[return-value]


# -- prove -------------------------------------------------------------------------------------------------

Answer = tuple[str, Text, list[Block]]


def _prove(asked: dict[str, str], known: dict[str, FunctionType]) -> Answer:
    forward = _chosen(known, asked["forward"], backward=False)
    backward = _chosen(known, asked["backward"], backward=True)
    shapes, given = _shapes(asked["shapes"]), _given(asked["given"])
    language = asked["language"]
    try:
        proof = prove_vjp(forward, backward, given=given, **shapes)
    except (ValueError, TypeError) as reason:
        raise Unusable(said(reason)) from None
    reach = Text(proof.reach_in("ko"), proof.reach_in("en"))
    headline = VERDICTS[proof.verdict]
    if proof.verdict == PROVEN:
        headline = Text(_PROVEN.ko.format(reach.ko), _PROVEN.en.format(reach.en))
    blocks = [_text(proof.why[language])] if proof.why else []
    calls = (
        f"output, cache = {call_text(forward, list(shapes), taken(forward, given))}",
        call_text(backward, UPSTREAM, taken(backward, given, UPSTREAM)),
    )
    for part in proof.gradients.values():
        as_one = applied(forward, list(shapes), given, part.name)
        blocks += _compared(part, shapes, as_one or calls, forward, language)
    return proof.verdict, headline, blocks


def _compared(
    part: Comparison,
    shapes: Mapping[str, Shape],
    calls: Sequence[str],
    forward: FunctionType,
    language: str,
) -> Iterator[Block]:
    told = VERDICTS[part.verdict][language]
    if not part.everywhere:
        told += f" {OFF_KINKS[language]} ({', '.join(f'{kink} = 0' for kink in part.kinks)})"
    yield {"kind": "title", "text": f"{part.name}: {told}"}
    if part.mistake is not None:
        yield _text(part.mistake.text[language])
    if part.why:
        yield _text(part.why[language])
    if part.verdict == PROVEN and part.normal_form is not None:
        yield _equation(part.entry, part.normal_form)
    elif part.expected is not None:
        for name, e in ((EXPECTED, part.expected), (FOUND, part.found), (DIFFERENCE, part.difference)):
            if e is not None:
                yield _text(f"{name[language]}:")
                yield _equation(part.entry if name is not DIFFERENCE else None, e)
    if part.counterexample is not None:
        yield _text(f"{_COUNTEREXAMPLE[language]}: {part.counterexample.told(language)}")
        if part.counterexample.error is None:
            program = _program(part.name, part.counterexample, shapes, calls, forward, language)
            yield {"kind": "code", "text": program}


def _program(
    gradient: str,
    example: Counterexample,
    shapes: Mapping[str, Shape],
    calls: Sequence[str],
    forward: FunctionType,
    language: str,
) -> str:
    """A program to paste that shows the wrong value; the last of the calls is what it prints."""
    labels = {name for name, shape in shapes.items() if shape.kind == "labels"}
    arrays = {
        name if name in shapes else UPSTREAM[0]: Listed(value, "int64" if name in labels else "float64")
        for name, value in example.inputs.items()
    }
    place = f"[{', '.join(map(str, example.index))}]" if example.index else ""
    wrong = _WRONG.format(gradient + place, f"{example.found:.6g}", f"{example.expected:.6g}")
    *before, last = calls
    last += place if framework_of(forward) else ""  # of one gradient, and not of all
    return program(forward, arrays, before, f"print({last})  # {wrong[language]}")


# -- derive ------------------------------------------------------------------------------------------------


def _derive(asked: dict[str, str], known: dict[str, FunctionType]) -> Answer:
    forward = _chosen(known, asked["forward"], backward=False)
    shapes, given = _shapes(asked["shapes"]), _given(asked["given"])
    language = asked["language"]
    try:
        demand_all(forward, list(shapes), given, live=True)
        found = derive(forward, given, **shapes)
    except (ValueError, TypeError) as reason:
        raise Unusable(said(reason)) from None
    if found.obstacle is not None:
        return UNDECIDED, _NOT_DERIVED, [_text(found.obstacle[language])]
    assert found.proof is not None
    blocks = [{"kind": "title", "text": _GRADIENTS[language]}]
    for name, gradient in found.gradients.items():
        blocks.append(_equation(found.entries[name], gradient))
    blocks.append({"kind": "title", "text": _STEPS[language]})
    for number, step in enumerate(found.steps, 1):
        checked = (_STEP_PROVEN if step.checked else _STEP_OPEN)[language]
        blocks.append(_text(f"{number}. {step.title[language]} ({checked}). {step.why[language]}"))
        blocks.append(
            {"kind": "code", "text": "\n".join([*step.forward, *(f"→ {one}" for one in step.backward)])}
        )
    blocks += [{"kind": "title", "text": _CODE[language]}, {"kind": "code", "text": found.code}]
    reach = Text(found.proof.reach_in("ko"), found.proof.reach_in("en"))
    return PROVEN, Text(_DERIVED.ko.format(reach.ko), _DERIVED.en.format(reach.en)), blocks


# -- blocks ------------------------------------------------------------------------------------------------


def _text(words: str) -> Block:
    return {"kind": "text", "text": words}


def _equation(left: Any, right: Any) -> Block:
    """An equation, or an expression alone, as text and as LaTeX; without the latter if it is long."""
    text = cut(str(right))
    begins = ("", "") if left is None else (f"{left} = ", f"{latex(left)} = ")
    written = begins[1] + latex(right) if text == str(right) else ""
    return {"kind": "formula", "text": begins[0] + text, "latex": written}
