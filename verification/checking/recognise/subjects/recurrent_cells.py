"""Cells of deeplearning.ai, with a sample in each column and the weights in a dict, and nets of them over all steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import NO_CACHE, WrongReturn, named, of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reference, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.over_time import (
    AHEAD_FLAWS,
    BACK_FLAWS,
    CELL_AHEAD_FLAWS,
    CELL_BACK_FLAWS,
    OverTime,
    all_steps,
)
from yudo.verification.checking.recognise.signature import accepts
from yudo.verification.symbolic.inputs import Shape

NOTE = Text("표본이 열이다", "samples are columns")
WITH_ITS_FORWARD = Text(
    "표본이 열이다. 캐시는 그 파일의 순전파가 돌려준 것이다",
    "samples are columns; with the cache of the file's own forward",
)
RNN_GRADIENTS = ("dxt", "da_prev", "dWax", "dWaa", "dba")
LSTM_GRADIENTS = ("dxt", "da_prev", "dc_prev", *(f"d{part}{gate}" for gate in "fico" for part in "Wb"))
OF_RNN = ("rnn_step.dx", "rnn_step.dprev_h", "rnn_step.dWx", "rnn_step.dWh", "rnn_step.db")
RNN_RESULTS = {"a_next": "rnn_step.out", **dict(zip(RNN_GRADIENTS, OF_RNN, strict=True))}
OF_LSTM = ("lstm_step.dx", "lstm_step.dprev_h", "lstm_step.dprev_c")
SHOWN_BY_LSTM = ("lstm_step.next_h", "lstm_step.next_c")
LSTM_RESULTS = dict(zip(("a_next", "c_next", *LSTM_GRADIENTS[:3]), (*SHOWN_BY_LSTM, *OF_LSTM), strict=True))
RNN_NAMES = (
    Called(("rnn_cell_forward",), "(xt, a_prev, parameters) → a_next, yt_pred, cache", (RNN_RESULTS["a_next"],), (3,), NOTE),
    Called(("rnn_cell_backward",), "(da_next, cache) → {dxt, da_prev, dWax, dWaa, dba}", OF_RNN, (2,), WITH_ITS_FORWARD),
)  # fmt: skip
LSTM_NAMES = (
    Called(("lstm_cell_forward",), "(xt, a_prev, c_prev, parameters) → a_next, c_next, yt_pred, cache", SHOWN_BY_LSTM, (4,), NOTE),
    Called(("lstm_cell_backward",), "(da_next, dc_next, cache) → {dxt, da_prev, dc_prev, dWf, dbf, …}", OF_LSTM, (3,), WITH_ITS_FORWARD),
)  # fmt: skip
RNN_OVER_TIME_NAMES = (
    Called(("rnn_forward",), "(x, a0, parameters) → a, y_pred, caches", (), (3,), NOTE),
    Called(("rnn_backward",), "(da, caches) → {dx, da0, dWax, dWaa, dba}", (), (2,), WITH_ITS_FORWARD),
)
LSTM_OVER_TIME_NAMES = (
    Called(("lstm_forward",), "(x, a0, parameters) → a, y, c, caches", (), (3,), NOTE),
    Called(("lstm_backward",), "(da, caches) → {dx, da0, dWf, dbf, …}", (), (2,), WITH_ITS_FORWARD),
)
CALLED = (*RNN_NAMES, *LSTM_NAMES, *RNN_OVER_TIME_NAMES, *LSTM_OVER_TIME_NAMES)

RNN_SHAPES = {
    "xt": Shape(("D", "N")),
    "a_prev": Shape(("H", "N")),
    "Wax": Shape(("H", "D")),
    "Waa": Shape(("H", "H")),
    "Wya": Shape(("C", "H")),
    "ba": Shape(("H", 1)),
    "by": Shape(("C", 1)),
}
RNN_WITH_UPSTREAM = {**RNN_SHAPES, "da_next": Shape(("H", "N"))}
LSTM_SHAPES = {
    "xt": Shape(("D", "N")),
    "a_prev": Shape(("H", "N")),
    "c_prev": Shape(("H", "N")),
    **{f"W{gate}{of}": Shape(("H", size)) for gate in "fico" for of, size in (("a", "H"), ("x", "D"))},
    **{f"b{gate}": Shape(("H", 1)) for gate in "fico"},
    "Wy": Shape(("C", "H")),
    "by": Shape(("C", 1)),
}
"""A weight of a gate is handed over in two parts, of the state and of the input, which are joined."""
LSTM_WITH_UPSTREAM = {**LSTM_SHAPES, "da_next": Shape(("H", "N")), "dc_next": Shape(("H", "N"))}


def _over_all_steps(cell: Mapping[str, Shape], *states: str) -> dict[str, Shape]:
    """The shapes of a net with those of its cell: the inputs of all steps, the first state, the weights."""
    weights = {name: shape for name, shape in cell.items() if name not in ("xt", *states)}
    return {"x": Shape(("D", "N", "T")), "a0": cell["a_prev"], **weights}


RNN_OF_NET = _over_all_steps(RNN_SHAPES, "a_prev")
RNN_OF_NET_WITH_UPSTREAM = {**RNN_OF_NET, "da": Shape(("H", "N", "T"))}
LSTM_OF_NET = _over_all_steps(LSTM_SHAPES, "a_prev", "c_prev")
LSTM_OF_NET_WITH_UPSTREAM = {**LSTM_OF_NET, "da": Shape(("H", "N", "T"))}
RNN_OVER_TIME = OverTime(
    tuple(RNN_OF_NET), ("xt", "a_prev"), None, ("a_next",), ("da_next",), {"a": "a_next", "y_pred": "yt_pred"},
    RNN_GRADIENTS[2:], "da", 2,
)  # fmt: skip
LSTM_OVER_TIME = OverTime(
    tuple(LSTM_OF_NET), ("xt", "a_prev"), "c_prev", ("a_next", "c_next"), ("da_next", "dc_next"),
    {"a": "a_next", "y": "yt_pred", "c": "c_next"}, LSTM_GRADIENTS[3:], "da", 2,
)  # fmt: skip

RNN_FORWARD_FLAWS = (
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ ba`가 없다", "no `+ ba`: the bias is not added"), {"bias": 0}),
    Flaw("no-activation", Text("tanh를 씌우지 않았다", "tanh is not applied"), {"activation": "none"}),
    Flaw("sigmoid", Text("tanh가 아니라 시그모이드를 썼다", "a sigmoid takes the place of tanh"), {"activation": "sigmoid"}),
    Flaw("no-output-bias", Text("예측에 `by`를 더하지 않았다", "`by` is not added to the prediction"), {"output": "no bias"}),
    Flaw("no-softmax", Text("예측에 소프트맥스를 적용하지 않았다", "no softmax is applied to the prediction"), {"output": "scores"}),
    Flaw("softmax-over-samples", Text("예측의 소프트맥스를 클래스가 아니라 표본을 따라 정규화했다: 표본이 열이므로 `axis=0`이다", "the softmax of the prediction runs over the samples, not the classes: samples are columns, so it is `axis=0`"), {"output": "rows"}),
    Flaw("previous-state-shown", Text("예측을 새 상태가 아니라 앞 상태로 만들었다", "the prediction is made of the previous state instead of the new one"), {"output": "previous"}),
)  # fmt: skip
RNN_BACKWARD_FLAWS = (
    Flaw("slope-forgotten", Text("tanh의 기울기를 곱하지 않았다: `da_next * (1 - a_next**2)`에서 시작해야 한다", "the slope of tanh is not multiplied in: start from `da_next * (1 - a_next**2)`"), {"slope": "1"}),
    Flaw("upstream-forgotten", Text("`da_next`를 곱하지 않았다: `1 - a_next**2`는 tanh의 기울기일 뿐이다", "`da_next` is not multiplied in: `1 - a_next**2` is the slope of tanh alone"), {"upstream": "1"}),
    Flaw("square-forgotten", Text("`a_next`의 제곱을 빠뜨렸다: `1 - a_next`를 곱했다", "the square of `a_next` is forgotten: multiplies by `1 - a_next`"), {"slope": "1-a"}),
    Flaw("previous-slope", Text("기울기를 `a_next`가 아니라 `a_prev`로 계산했다", "the slope is computed from `a_prev` instead of `a_next`"), {"slope": "1-prev^2"}),
    Flaw("not-transposed", Text("`da_prev`에서 `Waa`를 전치하지 않았다", "`Waa` is not transposed in `da_prev`"), {"da_prev": "not transposed"}),
    Flaw("next-for-previous", Text("`dWaa`에 `a_prev`가 아니라 `a_next`를 곱했다", "`dWaa` is made of `a_next` instead of `a_prev`"), {"dWaa": "a_next"}),
    Flaw("bias-averaged", Text("`dba`를 표본의 수로 나누었다: 더하기만 해야 한다", "`dba` is divided by the number of samples: it is a sum"), {"dba": "mean"}),
    *RNN_FORWARD_FLAWS[:3],
)  # fmt: skip
LSTM_FORWARD_FLAWS = (
    Flaw("cell-bare", Text("`a_next`에서 셀에 tanh를 씌우지 않았다: `ot * np.tanh(c_next)`여야 한다", "`a_next` takes the cell without tanh: it is `ot * np.tanh(c_next)`"), {"shown": "bare"}),
    Flaw("previous-cell-shown", Text("`a_next`를 새 셀이 아니라 앞 셀로 만들었다", "`a_next` is made of the previous cell instead of the new one"), {"shown": "previous"}),
    Flaw("candidate-with-sigmoid", Text("후보에 tanh가 아니라 시그모이드를 씌웠다", "the candidate gets a sigmoid instead of tanh"), {"candidate": "sigmoid"}),
    Flaw("input-and-forget-exchanged", Text("업데이트 게이트와 망각 게이트가 바뀌었다", "update gate and forget gate are exchanged"), {"gates": "exchanged"}),
    Flaw("joined-in-other-order", Text("앞 상태와 입력을 이어 붙인 순서가 바뀌었다: `np.concatenate((a_prev, xt), axis=0)`여야 한다", "previous state and input are joined in the other order: it is `np.concatenate((a_prev, xt), axis=0)`"), {"joined": "input first"}),
    Flaw("softmax-over-samples", RNN_FORWARD_FLAWS[5].text, {"output": "rows"}),
)  # fmt: skip
LSTM_BACKWARD_FLAWS = (
    Flaw("cell-forgotten", Text("`dc_next`를 더하지 않았다: 셀에는 그래디언트가 두 경로로 온다", "`dc_next` is not added: gradients reach the cell by two paths"), {"dc": "no dc_next"}),
    Flaw("hidden-forgotten", Text("은닉 상태를 거쳐 셀로 오는 그래디언트가 빠졌다", "the gradient that reaches the cell through the hidden state is missing"), {"dc": "no da_next"}),
    Flaw("slope-of-cell-forgotten", Text("셀에 씌운 tanh의 기울기를 곱하지 않았다", "the slope of the tanh of the cell is not multiplied in"), {"dc": "no slope"}),
    Flaw("slope-of-cell-square", Text("tanh의 기울기에서 `np.tanh(c_next)`가 아니라 `c_next`를 제곱했다", "the slope of tanh squares `c_next` instead of `np.tanh(c_next)`"), {"dc": "1-c^2"}),
    Flaw("forget-forgotten", Text("`dc_prev`에 망각 게이트를 곱하지 않았다", "`dc_prev` is not multiplied by the forget gate"), {"dc_prev": "bare"}),
    Flaw("only-through-gates", Text("게이트를 구할 때 쓴 시그모이드의 기울기를 곱하지 않았다", "the slopes of the gates' sigmoids are not multiplied in"), {"slopes": "none"}),
    Flaw("candidate-slope", Text("후보에 tanh의 기울기가 아니라 시그모이드의 기울기를 곱했다", "the candidate gets the slope of a sigmoid instead of that of tanh"), {"slopes": "sigmoid"}),
    *LSTM_FORWARD_FLAWS,
)  # fmt: skip


def _sigmoid(a: Any) -> Any:
    return 1 / (1 + np.exp(-a))


def _softmax(scores: Any, axis: int = 0) -> Any:
    e = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def rnn_reference(
    given: Given,
    bias: int = 1,
    activation: str = "tanh",
    output: str = "softmax",
    slope: str = "1-a^2",
    upstream: str = "",
    da_prev: str = "",
    dWaa: str = "",
    dba: str = "",
) -> Values:
    """The cell of an RNN and its gradients."""
    xt, prev, Wax, Waa = (given[name] for name in ("xt", "a_prev", "Wax", "Waa"))
    sums = Wax @ xt + Waa @ prev + bias * given["ba"]
    a_next = {"none": lambda a: a, "sigmoid": _sigmoid}.get(activation, np.tanh)(sums)
    scores = given["Wya"] @ (prev if output == "previous" else a_next)
    scores = scores if output == "no bias" else scores + given["by"]
    shown = scores if output == "scores" else _softmax(scores, 1 if output == "rows" else 0)
    values = {"a_next": a_next, "yt_pred": shown}
    if "da_next" in given:
        slopes = {"1": 1, "1-a": 1 - a_next, "1-prev^2": 1 - prev * prev}
        if activation == "sigmoid":
            slopes[slope] = a_next * (1 - a_next)
        if activation == "none":
            slopes[slope] = 1
        arriving = given["da_next"] if upstream != "1" else 1 + 0 * a_next
        d = arriving * slopes.get(slope, 1 - a_next * a_next)
        values["dxt"] = Wax.T @ d
        values["da_prev"] = (Waa if da_prev == "not transposed" else Waa.T) @ d
        values["dWax"] = d @ xt.T
        values["dWaa"] = d @ (a_next if dWaa == "a_next" else prev).T
        values["dba"] = np.sum(d, axis=1, keepdims=True) / (xt.shape[1] if dba == "mean" else 1)
    return values


def lstm_reference(
    given: Given,
    shown: str = "tanh",
    candidate: str = "tanh",
    gates: str = "",
    joined: str = "",
    output: str = "",
    dc: str = "both",
    dc_prev: str = "",
    slopes: str = "",
) -> Values:
    """The cell of an LSTM and its gradients."""
    xt, prev, c_prev = (given[name] for name in ("xt", "a_prev", "c_prev"))
    sums = {g: given[f"W{g}a"] @ prev + given[f"W{g}x"] @ xt + given[f"b{g}"] for g in "fico"}
    if joined == "input first":
        whole, both = _of_lstm(given), np.concatenate((xt, prev), axis=0)
        sums = {g: whole[f"W{g}"] @ both + given[f"b{g}"] for g in "fico"}
    if gates == "exchanged":
        sums["f"], sums["i"] = sums["i"], sums["f"]
    f, i, o = (_sigmoid(sums[gate]) for gate in "fio")
    c = _sigmoid(sums["c"]) if candidate == "sigmoid" else np.tanh(sums["c"])
    c_next = f * c_prev + i * c
    t = np.tanh(c_next)
    a_next = o * {"bare": c_next, "previous": np.tanh(c_prev)}.get(shown, t)
    prediction = _softmax(given["Wy"] @ a_next + given["by"], 1 if output == "rows" else 0)
    values = {"a_next": a_next, "c_next": c_next, "yt_pred": prediction}
    if "da_next" not in given:
        return values
    da, dc_next = given["da_next"], given["dc_next"]
    through = {
        "no slope": da * o,
        "1-c^2": da * o * (1 - c_next * c_next),
        "no da_next": 0 * da,
    }.get(dc, da * o * (1 - t * t))
    d_c = through if dc == "no dc_next" else dc_next + through
    slope = {gate: 1 if slopes == "none" else s * (1 - s) for gate, s in zip("fio", (f, i, o), strict=True)}
    slope["c"] = c * (1 - c) if "sigmoid" in (slopes, candidate) else 1 - c * c
    d = {"f": d_c * c_prev, "i": d_c * c, "c": d_c * i, "o": da * t}
    d = {gate: d[gate] * slope[gate] for gate in "fico"}
    if gates == "exchanged":
        d["f"], d["i"] = d["i"], d["f"]
    stacked = np.concatenate((prev, xt), axis=0)
    values["dxt"] = sum((given[f"W{g}x"].T @ d[g] for g in "ico"), given["Wfx"].T @ d["f"])
    values["da_prev"] = sum((given[f"W{g}a"].T @ d[g] for g in "ico"), given["Wfa"].T @ d["f"])
    values["dc_prev"] = d_c if dc_prev == "bare" else d_c * f
    for g in "fico":
        values[f"dW{g}"] = d[g] @ stacked.T
        values[f"db{g}"] = np.sum(d[g], axis=1, keepdims=True)
    return values


def rnn_net_reference(given: Given, **options: Any) -> Values:
    """All steps of an RNN, and the gradients."""
    return all_steps(rnn_reference, RNN_OVER_TIME, given, **options)


def lstm_net_reference(given: Given, **options: Any) -> Values:
    """All steps of an LSTM, and the gradients."""
    return all_steps(lstm_reference, LSTM_OVER_TIME, given, **options)


def _of_rnn(given: Given) -> dict[str, Any]:
    return {name: given[name] for name in ("Wax", "Waa", "Wya", "ba", "by")}


def _of_lstm(given: Given) -> dict[str, Any]:
    whole = {f"W{g}": np.concatenate((given[f"W{g}a"], given[f"W{g}x"]), axis=1) for g in "fico"}
    return {**whole, **{name: given[name] for name in ("bf", "bi", "bc", "bo", "Wy", "by")}}


@dataclass(frozen=True)
class Cell:
    """A cell, or a net of them: what its forward takes and returns, and what its backward does.

    Attributes
    ----------
    stem
        Of the group.
    called
        The names of both functions.
    inputs
        What the forward takes before the weights.
    parameters, line
        The dict of weights, and it as source text.
    outputs, upstream, gradients
        What the forward returns before its cache, the gradients that come back, and those that are returned.
    shapes, with_upstream
        Of the inputs, and with the gradients that come back.
    reference, results, flaws
        What is right, the record of each quantity, and what each function may get wrong.
    """

    stem: str
    called: tuple[Called, Called]
    inputs: tuple[str, ...]
    parameters: Callable[[Given], dict[str, Any]]
    line: str
    outputs: tuple[str, ...]
    upstream: tuple[str, ...]
    gradients: tuple[str, ...]
    shapes: Mapping[str, Shape]
    with_upstream: Mapping[str, Shape]
    reference: Reference
    results: Mapping[str, str]
    flaws: tuple[tuple[Flaw, ...], tuple[Flaw, ...]]

    def subjects(self, names: Mapping[str, Any]) -> Iterator[Subject]:
        """The two functions of a module; the backward has a meaning with the cache of its own forward alone."""
        forward, backward = (of_names(names, one) for one in self.called)
        if forward is None or not accepts(forward, len(self.inputs) + 1):
            return
        inputs, outputs, parameters = self.inputs, self.outputs, self.parameters

        def call(given: Given) -> Any:
            returned = forward(*[given[name] for name in inputs], parameters(given))
            if not isinstance(returned, (tuple, list)) or len(returned) != len(outputs) + 1:
                raise WrongReturn(NO_CACHE)
            return returned

        def ahead(given: Given) -> Values:
            return named(call(given)[: len(self.outputs)], self.outputs)

        name = forward.__name__
        made = f"{', '.join(self.outputs)}, cache = {name}({', '.join(self.inputs)}, parameters)"
        yield Subject(
            name, self.stem, self.shapes, self.outputs, (Call(ahead),), self.reference, (self.line, made),
            dict(self.results), flaws=self.flaws[0], source=forward,
        )  # fmt: skip
        if backward is None or not accepts(backward, len(self.upstream) + 1):
            return
        reads: dict[str, str] = {}

        def back(given: Given) -> Values:
            returned = backward(*[given[name] for name in self.upstream], call(given)[-1])
            if isinstance(returned, dict):
                reads.update({quantity: f"gradients[{quantity!r}]" for quantity in self.gradients})
            return named(returned, self.gradients)

        name = backward.__name__
        returned = f"gradients = {name}({', '.join(self.upstream)}, cache)"
        yield Subject(
            name, self.stem, self.with_upstream, self.gradients, (Call(back),), self.reference,
            (self.line, made, returned), dict(self.results), flaws=self.flaws[1], source=backward, reads=reads,
        )  # fmt: skip


RNN = Cell(
    "rnn_cell", RNN_NAMES, ("xt", "a_prev"), _of_rnn,
    "parameters = {'Wax': Wax, 'Waa': Waa, 'Wya': Wya, 'ba': ba, 'by': by}",
    ("a_next", "yt_pred"), ("da_next",), RNN_GRADIENTS, RNN_SHAPES, RNN_WITH_UPSTREAM, rnn_reference, RNN_RESULTS,
    (RNN_FORWARD_FLAWS, RNN_BACKWARD_FLAWS),
)  # fmt: skip
_JOINED = ", ".join(f"'W{g}': np.hstack([W{g}a, W{g}x]), 'b{g}': b{g}" for g in "fico")
LSTM = Cell(
    "lstm_cell", LSTM_NAMES, ("xt", "a_prev", "c_prev"), _of_lstm,
    f"parameters = {{{_JOINED}, 'Wy': Wy, 'by': by}}",
    ("a_next", "c_next", "yt_pred"), ("da_next", "dc_next"), LSTM_GRADIENTS, LSTM_SHAPES, LSTM_WITH_UPSTREAM,
    lstm_reference, LSTM_RESULTS,
    (LSTM_FORWARD_FLAWS, LSTM_BACKWARD_FLAWS),
)  # fmt: skip


RNN_NET = Cell(
    "rnn_cells", RNN_OVER_TIME_NAMES, ("x", "a0"), _of_rnn, RNN.line, ("a", "y_pred"), ("da",),
    ("dx", "da0", *RNN_GRADIENTS[2:]), RNN_OF_NET, RNN_OF_NET_WITH_UPSTREAM, rnn_net_reference, {},
    ((*AHEAD_FLAWS, *RNN_FORWARD_FLAWS), (*BACK_FLAWS, *RNN_BACKWARD_FLAWS, *AHEAD_FLAWS)),
)  # fmt: skip
LSTM_NET = Cell(
    "lstm_cells", LSTM_OVER_TIME_NAMES, ("x", "a0"), _of_lstm, LSTM.line, ("a", "y", "c"), ("da",),
    ("dx", "da0", *LSTM_GRADIENTS[3:]), LSTM_OF_NET, LSTM_OF_NET_WITH_UPSTREAM, lstm_net_reference, {},
    (
        (*AHEAD_FLAWS, *CELL_AHEAD_FLAWS, *LSTM_FORWARD_FLAWS),
        (*BACK_FLAWS, *CELL_BACK_FLAWS, *LSTM_BACKWARD_FLAWS, *AHEAD_FLAWS, *CELL_AHEAD_FLAWS),
    ),
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The cells of a module, and the nets of them."""
    for one in (RNN, LSTM, RNN_NET, LSTM_NET):
        yield from one.subjects(names)
