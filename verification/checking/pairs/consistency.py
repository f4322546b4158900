"""What can be said of layers without a definition: whether a backward is the gradient of its own forward."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.steps import OutOfSteps, budget
from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.running import what_went_wrong
from yudo.verification.checking.judge.snippets import comparison, part, program
from yudo.verification.checking.pairs.expectations import unlike_its_name
from yudo.verification.checking.pairs.guessing import Guess, fits, guess, numbers, read_all
from yudo.verification.checking.pairs.pairs import check_functions
from yudo.verification.checking.recognise.calling import called, first, kept_gradient
from yudo.verification.checking.recognise.signature import order, parameters, prediction_among, required_names
from yudo.verification.checking.verdicts import FunctionReport, Remark, WrongExample
from yudo.verification.frameworks.tensors import applied
from yudo.verification.sandbox.timeouts import TimeLimitExceeded, stopped, unless_it_hangs
from yudo.verification.symbolic.arguments import Misuse, bound, call_text, in_order, taken
from yudo.verification.symbolic.inputs import Shape, length, upstream_name
from yudo.verification.symbolic.values import compare_values

Function = Callable[..., Any]
Settings = Mapping[str, Any]

STEPS = 80_000
"""Of the algebra, for one function at one setting."""
STEPS_FOR_A_FILE = 400_000
"""For all functions of a file; those that come later are not compared."""
_SEVERITY = (verdicts.CORRECT, verdicts.UNDECIDED, verdicts.WRONG)

NO_FORWARD = Text("순전파가 None을 돌려준다", "its forward returns None")


@dataclass(frozen=True)
class Own:
    """Something that has a forward and a backward of its own.

    Attributes
    ----------
    name
        Of what is judged, as it is reported.
    names
        The parameters of the forward.
    made
        From settings and the place of an output, ``forward(*arrays) -> out, cache`` and
        ``backward(dout, cache) -> gradients``.
    calls
        From settings, a quantity, the place of an output, and the cache after the backward, the calls as
        source text; the last one is the gradient.
    against
        The finding that says what it is compared with.
    source
        The functions, or the class, for the snippet.
    outputs
        How many outputs the forward has.
    loss
        Whether its output is a number.
    arguments
        What it is called with, where that is known.
    mistake
        Asked where it is wrong: what may be wrong with the whole of it.
    """

    name: str
    names: Sequence[str]
    made: Callable[[Settings, int], tuple[Function, Function]]
    calls: Callable[[Settings, str, int, Any], Sequence[str]]
    against: Remark
    source: Sequence[Any]
    outputs: int = 1
    loss: bool = False
    arguments: Guess | None = None
    mistake: Callable[[], Remark | None] | None = None

    @property
    def forward(self) -> str:
        """The name of the forward."""
        return self.name.replace(".backward", ".forward") if "." in self.name else self.source[0].__name__


def of_functions(forward: Function, backward: Function, arguments: Guess | None = None) -> Own:
    """A forward that returns its cache, and the backward that takes it after a gradient of each output."""
    names = required_names(forward)
    if arguments is not None:
        names = [*in_order(forward, arguments.shapes), *arguments.settings[0]]
    takes = [name for name in required_names(backward) if name not in names]
    outputs = max(1, len(takes) - 1)
    cache_first = outputs == 1 and order(backward, ("dout", "cache"))[0] == "cache"

    def made(settings: Settings, place: int) -> tuple[Function, Function]:
        ahead = bound(forward, _arrays(names, settings), settings)
        options = taken(backward, settings)
        back = bound(backward, takes, options)

        def one_output(*given: Any) -> Any:
            *outs, cache = ahead(*given)
            return outs[place], (cache, outs)

        def with_zeros(dout: Any, kept: Any) -> Any:
            cache, outs = kept
            upstream = [0 * out for out in outs]
            upstream[place] = dout
            return back(*upstream, cache)

        def turned(dout: Any, cache: Any) -> Any:
            return back(cache, dout)

        if outputs > 1:
            return one_output, with_zeros
        return ahead, turned if cache_first else back

    def calls(settings: Settings, quantity: str, place: int, cache: Any) -> Sequence[str]:
        as_one = applied(forward, names, settings, quantity)
        if as_one is not None:
            return as_one
        ahead = call_text(forward, _arrays(names, settings), settings)
        options = taken(backward, settings)
        if outputs == 1:
            ordered = ("cache", "dout") if cache_first else ("dout", "cache")
            return f"out, cache = {ahead}", call_text(backward, ordered, options)
        upstream = ["dout" if i == place else f"0 * outs[{i}]" for i in range(outputs)]
        return f"*outs, cache = {ahead}", call_text(backward, [*upstream, "cache"], options)

    said = Text(
        f"순전파 `{forward.__name__}`와 비교했다. 순전파 자체가 옳은지는 보지 않았다",
        f"compared with its own forward, `{forward.__name__}`, which is taken as given",
    )
    source, against = (forward, backward), Remark("own-forward", said)
    return Own(backward.__name__, names, made, calls, against, source, outputs, arguments=arguments)


def of_several_outputs(
    forward: Function, backward: Function, shapes: Mapping[str, str], given: Settings
) -> Own | None:
    """A pair with more than one upstream gradient, as an LSTM has, called as one is told; None for others.

    Raises
    ------
    Misuse
        If the forward cannot be called so.
    """
    one = of_functions(forward, backward, Guess(shapes, (given,)))
    if one.outputs == 1:
        return None
    arrays, options = in_order(forward, shapes), taken(forward, given)
    if not {*required_names(forward)} <= {*arrays, *options}:
        return None
    whole = bound(forward, list(arrays), options)
    try:
        returned = whole(*numbers(read_all(arrays)).values())
    except Exception as error:  # it is somebody's code
        said, name = what_went_wrong(error), forward.__name__
        raise Misuse(
            Text(
                f"이 모양으로 `{name}`을 부르면 {said.ko}",
                f"called with these shapes, `{name}` raises {said.en}",
            )
        ) from error
    return one if isinstance(returned, tuple) and len(returned) == one.outputs + 1 else None


def check_several_outputs(one: Own) -> FunctionReport:
    """The verdict on such a pair, whose forward is what it is."""
    report = judged(one, known=True)
    if report is None:
        return _open(
            one, Text("역전파를 순전파와 비교할 수 없다", "its backward cannot be compared with its forward")
        )
    if report.verdict == verdicts.CORRECT and report.evidence == verdicts.VALUES:
        report.verdict = verdicts.CONSISTENT
    return report


def of_loss(function: Function) -> Own:
    """A function that returns a loss and the gradient of it with respect to its first argument."""
    names = required_names(function)

    def made(settings: Settings, place: int) -> tuple[Function, Function]:
        whole = bound(function, _arrays(names, settings), settings)

        def both(given: Any) -> Any:
            returned = whole(*given)
            if not isinstance(returned, (tuple, list)) or len(returned) != 2:
                raise TypeError("expected a loss and its gradient")
            return returned

        def forward(*given: Any) -> Any:
            return both(given)[0], given

        def backward(dout: Any, given: Any) -> Any:
            return dout * both(given)[1]

        return forward, backward

    def calls(settings: Settings, quantity: str, place: int, cache: Any) -> Sequence[str]:
        whole = call_text(function, _arrays(names, settings), settings)
        return f"loss, {quantity} = {whole}", quantity

    said = Text(
        "그래디언트를 함수가 함께 돌려주는 손실과 비교했다. 손실 자체가 옳은지는 보지 않았다",
        "its gradient was compared with the loss that it returns, which is taken as given",
    )
    return Own(function.__name__, names, made, calls, Remark("own-loss", said), (function,), loss=True)


def of_gradient(loss: Function, gradient: Function) -> Own:
    """A loss, and a function of the same arguments that returns its gradient."""
    names, taken = required_names(loss), required_names(gradient)
    meant = (prediction_among(names) or names[0]) if len(names) == 2 else None

    def made(settings: Settings, place: int) -> tuple[Function, Function]:
        arrays = _arrays(names, settings)
        ahead, behind = bound(loss, arrays, settings), bound(gradient, _arrays(taken, settings), settings)
        places = [arrays.index(name) for name in _arrays(taken, settings)]

        def forward(*given: Any) -> Any:
            return ahead(*given), given

        def backward(dout: Any, given: Any) -> Any:
            returned = dout * behind(*[given[one] for one in places])
            return returned if meant is None else {meant: returned}

        return forward, backward

    def calls(settings: Settings, quantity: str, place: int, cache: Any) -> Sequence[str]:
        return (call_text(gradient, _arrays(taken, settings), settings),)

    said = Text(
        f"`{loss.__name__}`의 그래디언트인지 보았다. `{loss.__name__}` 자체가 옳은지는 보지 않았다",
        f"compared with the gradient of `{loss.__name__}`, which is taken as given",
    )
    source = (loss, gradient)
    return Own(gradient.__name__, names, made, calls, Remark("own-loss", said), source, loss=True)


def of_slope(function: Function, slope: Function, *, of_output: bool = False) -> Own:
    """A function of each entry, and its derivative, a function of the input or of the output."""
    names = required_names(function)

    def made(settings: Settings, place: int) -> tuple[Function, Function]:
        def forward(x: Any) -> Any:
            out = first(function(x))
            return out, out if of_output else x

        def backward(dout: Any, cache: Any) -> Any:
            return dout * slope(cache)

        return forward, backward

    def calls(settings: Settings, quantity: str, place: int, cache: Any) -> Sequence[str]:
        given = f"{function.__name__}({names[0]})" if of_output else names[0]
        return (f"dout * {slope.__name__}({given})",)

    said = Text(
        f"`{function.__name__}`의 도함수인지 보았다. `{function.__name__}` 자체가 옳은지는 보지 않았다",
        f"compared with the derivative of `{function.__name__}`, which is taken as given",
    )
    source = (function, slope)
    return Own(slope.__name__, names, made, calls, Remark("own-forward", said), source)


def of_class(kind: Any) -> Own:
    """A class that is made of its parameters, or of nothing, with ``forward`` and ``backward``."""
    made_of = required_names(kind)
    inputs = [name for name in required_names(kind.forward) if name != "self"]
    names = [*made_of, *(name for name in inputs if name not in made_of)]
    takes_dout = len(parameters(kind.backward)) > 1
    outputs = max(1, len(required_names(kind.backward)) - 1)

    def made(settings: Settings, place: int) -> tuple[Function, Function]:
        arrays = _arrays(names, settings)

        def one_output(*given: Any) -> Any:
            outs, layer = forward(*given)
            if not isinstance(outs, (tuple, list)) or len(outs) != outputs:
                raise TypeError("expected an output for each upstream gradient")
            return outs[place], (outs, layer)

        def with_zeros(dout: Any, kept: Any) -> Any:
            outs, layer = kept
            upstream = [0 * out for out in outs]
            upstream[place] = dout
            return gradients_of(layer, called(layer, "backward", *upstream))

        def forward(*given: Any) -> Any:
            by_name = dict(zip(arrays, given))  # noqa: B905 - traced code
            by_name.update(settings)
            layer = kind(*[by_name[name] for name in made_of])
            return called(layer, "forward", *[by_name[name] for name in inputs]), layer

        def backward(dout: Any, layer: Any) -> Any:
            returned = called(layer, "backward", dout) if takes_dout else dout * called(layer, "backward")
            return gradients_of(layer, returned)

        def gradients_of(layer: Any, returned: Any) -> Any:
            kept = {name: kept_gradient(layer, name, i) for i, name in enumerate(made_of) if name in arrays}
            gradients = {name: one and one[1] for name, one in kept.items()}
            values = list(returned) if isinstance(returned, (tuple, list)) else [returned]
            belongs = _arrays(inputs, settings)
            predicted = prediction_among(belongs) if len(values) == 1 else None
            belongs = belongs if predicted is None else [predicted]
            gradients.update(zip(belongs, values))  # noqa: B905 - traced code
            return gradients

        return (one_output, with_zeros) if outputs > 1 else (forward, backward)

    def calls(settings: Settings, quantity: str, place: int, cache: Any) -> Sequence[str]:
        made_with = ", ".join(repr(settings[name]) if name in settings else name for name in made_of)
        called_with = ", ".join(repr(settings[name]) if name in settings else name for name in inputs)
        back = "layer.backward(dout)" if takes_dout else "dout * layer.backward()"
        out, layer = "out", cache
        if outputs > 1:
            upstream = ["dout" if i == place else f"0 * outs[{i}]" for i in range(outputs)]
            out, back, layer = "outs", f"layer.backward({', '.join(upstream)})", cache[1]
        lines = [f"layer = {kind.__name__}({made_with})", f"{out} = layer.forward({called_with})"]
        kept = [kept_gradient(layer, name, i) for i, name in enumerate(made_of) if f"d{name}" == quantity]
        return (*lines, back, f"layer.{kept[0][0]}") if kept and kept[0] else (*lines, back)

    said = Text(
        "순전파와 비교했다. 순전파 자체가 옳은지는 보지 않았다",
        "compared with its own forward, which is taken as given",
    )
    against = Remark("own-forward", said)
    return Own(f"{kind.__name__}.backward", names, made, calls, against, (kind,), outputs)


def _arrays(names: Sequence[str], settings: Settings) -> list[str]:
    return [name for name in names if name not in settings]


# -- the verdict -------------------------------------------------------------------------------------------


def judged(one: Own, *, known: bool = False) -> FunctionReport | None:
    """The verdict on a gradient against its own forward; None where no arguments are found that fit.

    Parameters
    ----------
    one
        What is judged.
    known
        Whether its forward was shown to be what it ought to be: then the gradient is, too.
    """
    found = _arguments(one)
    if found is None:
        return None
    compared = _compared_at(one, found)
    report = compared if isinstance(compared, FunctionReport) else _worst(one, compared, found.settings)
    if report.verdict == verdicts.CORRECT or report.evidence == verdicts.VALUES:
        report.verdict = verdicts.CORRECT if known else verdicts.CONSISTENT
    mistake = one.mistake() if one.mistake is not None and report.verdict == verdicts.WRONG else None
    report.diagnosis = report.diagnosis if mistake is None else [mistake]
    if report.verdict not in (verdicts.CORRECT, verdicts.NOT_IMPLEMENTED):
        report.findings.append(Remark(one.against.key, _with_arguments(one.against.text, found)))
        unlike = _unlike_its_name(one, found)
        report.findings += [] if unlike is None else [unlike]
    return report


Pair = tuple[Function, Function, Mapping[str, Shape]]


def pairs_at_all_settings(one: Own) -> list[Pair]:
    """Forward, backward and shapes at each of the settings and outputs that `judged` looks at."""
    found = _arguments(one)
    compared = None if found is None else _compared_at(one, found)
    if found is None or compared is None or isinstance(compared, FunctionReport):
        return []
    return [(*one.made(chosen, place), compared) for chosen in found.settings for place in range(one.outputs)]


def _arguments(one: Own) -> Guess | None:
    def fit(shapes: Mapping[str, Shape], settings: Settings) -> int:
        tried = _tried(one, shapes, settings)
        if not isinstance(tried, FunctionReport):
            return 3
        return 2 if tried.verdict == verdicts.WRONG else 1

    if one.arguments is not None:
        return one.arguments if fits(fit, one.arguments) else None
    found = guess(one.name, one.names, fit, best=3)
    return None if found is None else _with_all_gradients(one, found)


def _with_all_gradients(one: Own, found: Guess) -> Guess:
    """The arguments with a gradient of all whose gradient the backward returns."""
    for name, text in found.shapes.items():
        shapes = {**found.shapes, name: text.removeprefix("fixed ")}
        if shapes == found.shapes:
            continue
        try:
            returned = _tried(one, read_all(shapes), found.settings[0])
        except Exception:  # it is somebody's code
            continue
        if not isinstance(returned, FunctionReport) and name in returned:
            found = replace(found, shapes=shapes)
    return found


def _compared_at(one: Own, found: Guess) -> dict[str, Shape] | FunctionReport:
    """The shapes, of which those that no gradient is returned of are held; or why nothing can be compared."""
    shapes = found.read()
    compared = _tried(one, shapes, found.settings[0])
    if isinstance(compared, FunctionReport):
        return compared
    return {name: shape if name in compared else _held(shape) for name, shape in shapes.items()}


def _unlike_its_name(one: Own, found: Guess) -> Remark | None:
    """What the output of the forward is not, and ought to be by its name."""
    arrays = numbers(found.read())
    for settings in found.settings:
        forward, _ = one.made(settings, 0)
        said = unlike_its_name(one.forward, arrays, settings, forward(*arrays.values())[0])
        if said is not None:
            return Remark(
                "unlike-its-name", Text(f"`{one.forward}`: {said.ko}", f"`{one.forward}`: {said.en}")
            )
    return None


def _held(shape: Shape) -> Shape:
    return replace(shape, kind="fixed") if shape.differentiated else shape


def _with_arguments(said: Text, found: Guess) -> Text:
    told = [", ".join(f"{name}: {text}" for name, text in found.shapes.items())]
    told += [", ".join(f"{k}={v!r}" for k, v in one.items()) for one in found.settings if one]
    return Text(f"{said.ko} ({'; '.join(told)})", f"{said.en} ({'; '.join(told)})")


def _worst(one: Own, shapes: Mapping[str, Shape], settings: Sequence[Settings]) -> FunctionReport:
    """The worst verdict over the settings and outputs, with what is wrong at any of them."""
    worst: FunctionReport | None = None
    cases = [(chosen, place) for chosen in settings for place in range(one.outputs)]
    for number, (chosen, place) in enumerate(cases):
        report = _at(one, shapes, chosen, place)
        if worst is None or _SEVERITY.index(report.verdict) > _SEVERITY.index(worst.verdict):
            worst = report
        if worst.verdict == verdicts.WRONG:
            _add_what_is_wrong_elsewhere(worst, one, shapes, cases[number + 1 :])
            break
    assert worst is not None
    return worst


def _add_what_is_wrong_elsewhere(
    report: FunctionReport, one: Own, shapes: Mapping[str, Shape], cases: Sequence[tuple[Settings, int]]
) -> None:
    """Name the gradients that are right in the case that was judged and, by values, wrong in others."""
    for settings, place in cases:
        found = _by_values(*one.made(settings, place), shapes, Text("", ""))
        more = [quantity for quantity in found.wrong if quantity not in report.wrong]
        if found.verdict != verdicts.WRONG or not more:
            continue
        report.wrong = (*report.wrong, *more)
        listed = ", ".join(f"`{quantity}`" for quantity in more)
        where = ", ".join(f"{name}={value!r}" for name, value in settings.items())
        said = Text(f"{listed}: {where}일 때 틀린다", f"{listed}: wrong at {where}")
        if not where:
            said = Text(
                f"{listed}: 다른 출력의 그래디언트를 줄 때 틀린다", f"{listed}: wrong for another output"
            )
        report.diagnosis.append(Remark("wrong-at-other-settings", said))


def _at(one: Own, shapes: Mapping[str, Shape], settings: Settings, place: int) -> FunctionReport:
    forward, backward = one.made(settings, place)
    report = _with_letters(forward, backward, shapes) or _as_written(forward, backward, shapes)
    report.function = one.name
    if report.verdict == verdicts.WRONG and not report.wrong:  # it raises where it may well need other sizes
        report.verdict, report.counterexample = verdicts.UNDECIDED, None
    if report.counterexample is not None:
        example = _of_the_loss(report.counterexample, shapes) if one.loss else report.counterexample
        calls = one.calls(settings, example.quantity or "", place, _used(one, shapes, settings))
        report.counterexample = replace(example, snippet=_snippet(one, calls, example, shapes))
    return report


def _as_written(forward: Function, backward: Function, shapes: Mapping[str, Shape]) -> FunctionReport:
    """The verdict at the sizes that the shapes have, of which some may be numbers."""
    try:
        with unless_it_hangs(), budget(STEPS):
            report = check_functions(forward, backward, shapes)
        if report.evidence == verdicts.ALL_SHAPES and _written_out(shapes):
            report.evidence = verdicts.LISTED_SHAPES
        return report
    except TimeLimitExceeded as reason:
        return FunctionReport("", verdicts.UNDECIDED, reason=stopped(reason))
    except Misuse as reason:
        return FunctionReport("", verdicts.UNDECIDED, reason=reason.text)
    except OutOfSteps as reason:
        return _by_values(forward, backward, shapes, reason.text)
    except RecursionError:
        return _by_values(forward, backward, shapes, TOO_DEEP)


def _of_the_loss(example: WrongExample, shapes: Mapping[str, Shape]) -> WrongExample:
    """The same without an upstream gradient, which the gradient of a loss is proportional to."""
    inputs = dict(example.inputs)
    upstream = float(inputs.pop(upstream_name(shapes), 1.0))
    if example.error is not None or not upstream:
        return replace(example, inputs=inputs)
    return replace(
        example, inputs=inputs, expected=example.expected / upstream, found=example.found / upstream
    )


def _written_out(shapes: Mapping[str, Shape]) -> list[int]:
    """The sizes that are numbers, as those of images and filters are, in the order of the inputs."""
    return [size for shape in shapes.values() for size in shape.sizes if isinstance(size, int) and size > 1]


def _with_letters(
    forward: Function, backward: Function, shapes: Mapping[str, Shape]
) -> FunctionReport | None:
    """A proof at all sizes in place of those that are numbers, if there is one: each gets its own letter."""
    written_out = _written_out(shapes)
    taken = {name for shape in shapes.values() for name in shape.names()}
    letters = iter([letter for letter in _LETTERS if letter not in taken])
    if not written_out or len(written_out) > len(_LETTERS) - len(taken):
        return None
    named = {
        name: replace(
            shape,
            sizes=tuple(
                next(letters) if isinstance(size, int) and size > 1 else size for size in shape.sizes
            ),
        )
        for name, shape in shapes.items()
    }
    try:
        with unless_it_hangs(), budget(STEPS):
            report = check_functions(forward, backward, named)
    except (TimeLimitExceeded, Misuse, OutOfSteps, RecursionError):
        return None
    proven = report.verdict == verdicts.CORRECT and report.evidence == verdicts.ALL_SHAPES
    return report if proven else None


_LETTERS = "HWKLPQRSTUV"
"""For the sizes of images and windows."""
TOO_DEEP = Text("식이 너무 깊다", "the expressions are nested too deeply")


def _by_values(
    forward: Function, backward: Function, shapes: Mapping[str, Shape], why: Text
) -> FunctionReport:
    """What plain NumPy says at small sizes, where the proof did not come to its end."""
    report = FunctionReport("", verdicts.UNDECIDED, reason=why)
    try:
        with unless_it_hangs():
            values = compare_values(forward, backward, _at_small_sizes(shapes))
    except TimeLimitExceeded:
        return report
    if values.wrong:
        name, found = next(iter(values.wrong.items()))
        report.verdict, report.wrong = verdicts.WRONG, tuple(f"d{name}" for name in values.wrong)
        report.counterexample = WrongExample(
            dict(found.inputs), f"d{name}", found.index, found.expected, found.found, "", found.error
        )
    elif values.agreed and not values.refutes:
        report.evidence = verdicts.VALUES
    return report


def _at_small_sizes(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes with numbers for names: even, and no two that are next to each other equal."""
    names = dict.fromkeys(name for shape in shapes.values() for name in shape.names())
    sizes = {name: (4, 2)[place % 2] for place, name in enumerate(names)}

    def number(size: str | int) -> int:
        return length(size, sizes)

    return {
        name: replace(
            shape,
            sizes=tuple(map(number, shape.sizes)),
            below=None if shape.below is None else number(shape.below),
        )
        for name, shape in shapes.items()
    }


def _snippet(one: Own, calls: Sequence[str], example: WrongExample, shapes: Mapping[str, Shape]) -> str:
    """The calls for a counterexample, instead of those of the functions that were made of them."""
    *before, gradient = calls
    labels = {name for name, shape in shapes.items() if shape.kind == "labels"}
    arrays = {
        name: np.array(value, dtype=int if name in labels else float)[()]
        for name, value in example.inputs.items()
    }
    if example.error is not None and (example.expected is None or example.found is None):
        return program(one.source[0], arrays, [*before, gradient], f"# {example.error.en}")
    place = f"[{', '.join(map(str, example.index))}]" if example.index else ""
    read = part(one.source, arrays, before, gradient, example.quantity or "")
    if place and isinstance(ast.parse(read, mode="eval").body, (ast.BinOp, ast.UnaryOp)):
        read = f"({read})"
    said = comparison(f"{read}{place}", f"{example.found:.6g}", f"{example.expected:.6g}")
    return program(one.source[0], arrays, before, said)


def _used(one: Own, shapes: Mapping[str, Shape], settings: Settings) -> Any:
    """A cache after its backward."""
    forward, backward = one.made(settings, 0)
    out, cache = forward(*numbers(shapes).values())
    backward(_ones(out), cache)
    return cache


def _ones(out: Any) -> Any:
    return np.ones_like(out) if np.ndim(out) else 1.0


# -- what can be compared ----------------------------------------------------------------------------------


def _tried(one: Own, shapes: Mapping[str, Shape], settings: Settings) -> dict[str, Any] | FunctionReport:
    """The gradients by the input that they belong to, or what is said of a backward that returns none.

    Raises
    ------
    Exception
        If the forward cannot be called so.
    """
    arrays = numbers(shapes)
    forward, backward = one.made(settings, 0)
    out, cache = forward(*arrays.values())
    if out is None:
        return _unfinished(one, NO_FORWARD)
    if np.asarray(out).dtype.kind != "f" or (one.loss and np.ndim(out)):
        raise TypeError("the output is not what a gradient is taken of")
    try:
        returned = backward(_ones(out), cache)
    except Exception as error:
        what = what_went_wrong(error)
        return _open(one, Text(f"역전파에서 오류가 난다: {what.ko}", f"its backward raises {what.en}"))
    wanted = [name for name, shape in shapes.items() if shape.differentiated]
    gradients = _by_input(returned, arrays, wanted)
    if not gradients:
        if _is_nothing(returned):
            return _unfinished(one, Text("None을 돌려준다", "returns None"))
        listed = ", ".join(wanted)
        return _open(
            one, Text(f"{listed}의 그래디언트를 돌려주지 않는다", f"returns no gradient of {listed}")
        )
    drawn = (forward(*arrays.values())[0] for _ in range(2))  # a mask may happen to hide all
    if not any(np.any(one) for one in (out, *gradients.values(), *drawn)):
        return _unfinished(one, Text("0만 돌려준다", "returns nothing but zeros"))
    for name, gradient in gradients.items():
        if np.shape(gradient) != np.shape(arrays[name]):
            shape, right = np.shape(gradient), np.shape(arrays[name])
            if sorted(shape) == sorted(right) or one.arguments is not None:
                return _misshapen(one, shapes, settings, name, shape)
            return _open(
                one,
                Text(
                    f"`{name}`의 모양은 {right}인데 그래디언트의 모양은 {shape}이다",
                    f"`{name}` has shape {right}, its gradient {shape}",
                ),
            )
    return gradients


def _misshapen(
    one: Own, shapes: Mapping[str, Shape], settings: Settings, name: str, found: tuple[int, ...]
) -> FunctionReport:
    """What is said of a gradient that has not the axes of its input, or has them in another order."""
    arrays, quantity = numbers(shapes), f"d{name}"
    right = np.shape(arrays[name])
    turned = sorted(found) == sorted(right)
    ko = f"`{quantity}`의 축이 뒤바뀌었다" if turned else f"`{quantity}`의 모양이 다르다"
    en = f"the axes of `{quantity}` are in another order" if turned else f"wrong shape of `{quantity}`"
    said = Text(
        f"{ko}: 모양이 {found}인데 `{name}`처럼 {right}이어야 한다",
        f"{en}: it has shape {found}; `{name}` has {right}",
    )
    *before, gradient = one.calls(settings, quantity, 0, _used(one, shapes, settings))
    out, _ = one.made(settings, 0)[0](*arrays.values())
    given = {**arrays, "dout": out}
    read = part(one.source, given, before, gradient, quantity)
    labels = {key for key, shape in shapes.items() if shape.kind == "labels"}
    made = [
        f"{key} = np.zeros({np.shape(value)}, dtype=int)"
        if key in labels
        else f"{key} = np.ones({np.shape(value)})"
        for key, value in given.items()
        if any(re.search(rf"\b{key}\b", line) for line in (*before, read))
    ]
    shown = comparison(f"np.shape({read})", str(found), str(right))
    snippet = program(one.source[0], {}, [*made, *before], shown)
    example = WrongExample({}, quantity, (), list(right), list(found), snippet)
    diagnosis = [Remark("axes-in-another-order" if turned else "shape", said)]
    return FunctionReport(
        one.name, verdicts.WRONG, wrong=(quantity,), diagnosis=diagnosis, counterexample=example
    )


def _is_nothing(returned: Any) -> bool:
    values = list(returned.values()) if isinstance(returned, dict) else returned
    return all(value is None for value in (values if isinstance(values, (tuple, list)) else [values]))


def _by_input(returned: Any, arrays: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """The gradients that are there: by key, or in the order of all inputs, or of those that have one."""
    if isinstance(returned, dict):
        found = {name: returned.get(f"d{name}", returned.get(name)) for name in wanted}
    else:
        values = list(returned) if isinstance(returned, (tuple, list)) else [returned]
        names = list(arrays) if len(values) == len(arrays) else list(wanted)
        if len(values) < len(names):  # some are left out: their shapes tell which
            shapes = [np.shape(value) for value in values]
            names = [name for name in names if np.shape(arrays[name]) in shapes][: len(values)]
        found = dict(zip(names, values))  # noqa: B905 - some may be left out
    return {name: found[name] for name in wanted if found.get(name) is not None}


def _unfinished(one: Own, reason: Text) -> FunctionReport:
    return FunctionReport(one.name, verdicts.NOT_IMPLEMENTED, reason=reason)


def _open(one: Own, reason: Text) -> FunctionReport:
    return FunctionReport(one.name, verdicts.UNDECIDED, reason=reason)
