"""A recurrent net: ``rnn_step_forward``, ``rnn_step_backward``, and both over all steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept, inputs
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.over_time import (
    AHEAD_FLAWS,
    BACK_FLAWS,
    WITH_ITS_FORWARD,
    OverTime,
    all_steps,
    net_subjects,
    over_all_steps,
)
from yudo.verification.checking.recognise.recurrent_classes import (
    MADE_OF_WEIGHTS,
    RecurrentClass,
    of_class,
    without_first_state,
)
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "prev_h", "Wx", "Wh", "b")
GRADIENTS = ("dx", "dprev_h", "dWx", "dWh", "db")
RESULTS = {"next_h": "rnn_step.out"} | {gradient: f"rnn_step.{gradient}" for gradient in GRADIENTS}

FORWARD_NAMES = Called(
    ("rnn_step_forward",), "(x, prev_h, Wx, Wh, b) → next_h, cache", (RESULTS["next_h"],), (len(INPUTS),)
)
BACKWARD_NAMES = Called(
    ("rnn_step_backward",),
    "(dnext_h, cache) → dx, dprev_h, dWx, dWh, db",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
)
GRADIENTS_OF_NET = ("dx", "dh0", "dWx", "dWh", "db")
RESULTS_OF_NET = {"h": "rnn.out"} | {gradient: f"rnn.{gradient}" for gradient in GRADIENTS_OF_NET}
OVER_TIME_NAMES = (
    Called(("rnn_forward",), "(x, h0, Wx, Wh, b) → h, cache", ("rnn.out",), (len(INPUTS),)),
    Called(
        ("rnn_backward",),
        "(dh, cache) → dx, dh0, dWx, dWh, db",
        tuple(RESULTS_OF_NET[gradient] for gradient in GRADIENTS_OF_NET),
        (2,),
        WITH_ITS_FORWARD,
    ),
)
CLASS_NAMES = (
    Called(("RNN", "RNNCell"), "(Wx, Wh, b); forward(x, h_prev) → h_next; backward(dh_next) → dx, dh_prev", (*RESULTS.values(),), (), MADE_OF_WEIGHTS),
    Called(("TimeRNN",), "(Wx, Wh, b); forward(xs) → hs; backward(dhs) → dxs", (*RESULTS_OF_NET.values(),), (), MADE_OF_WEIGHTS),
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, *OVER_TIME_NAMES, *CLASS_NAMES)

SHAPES = {
    "x": Shape(("N", "D")),
    "prev_h": Shape(("N", "H")),
    "Wx": Shape(("D", "H")),
    "Wh": Shape(("H", "H")),
    "b": Shape(("H",)),
}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "H"))}

FORWARD_FLAWS = (
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the bias is not added"), {"bias": 0}),
    Flaw("no-activation", Text("tanh를 씌우지 않았다", "tanh is not applied"), {"activation": "none"}),
    Flaw("sigmoid", Text("tanh가 아니라 시그모이드를 썼다", "a sigmoid takes the place of tanh"), {"activation": "sigmoid"}),
    Flaw("relu", Text("tanh가 아니라 ReLU를 썼다", "a ReLU takes the place of tanh"), {"activation": "relu"}),
    Flaw("no-state", Text("앞 은닉 상태를 더하지 않았다: `prev_h @ Wh`가 없다", "the previous hidden state is not used: `prev_h @ Wh` is missing"), {"state": "none"}),
    Flaw("transposed", Text("`Wh`를 전치할 필요가 없는데 전치했다", "`Wh` is transposed, and must not be"), {"state": "transposed"}),
    Flaw("state-without-weights", Text("앞 은닉 상태에 `Wh`를 곱하지 않고 더했다", "the previous hidden state is added without `Wh`"), {"state": "bare"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("slope-forgotten", Text("tanh의 기울기를 곱하지 않았다: `dnext_h * (1 - next_h**2)`에서 시작해야 한다", "the slope of tanh is not multiplied in: start from `dnext_h * (1 - next_h**2)`"), {"slope": "1"}),
    Flaw("square-forgotten", Text("`next_h`의 제곱을 빠뜨렸다: `1 - next_h`를 곱했다", "the square of `next_h` is forgotten: multiplies by `1 - next_h`"), {"slope": "1-h"}),
    Flaw("a-for-next-h", Text("tanh의 출력이 아니라 입력의 제곱을 뺐다: `1 - a**2`", "the input of tanh is squared instead of its output: `1 - a**2`"), {"slope": "1-a^2"}),
    Flaw("sigmoid", Text("`next_h * (1 - next_h)`는 시그모이드의 기울기다", "`next_h * (1 - next_h)` is the slope of a sigmoid"), {"slope": "h(1-h)"}),
    Flaw("twice", Text("tanh를 두 번 적용했다: 캐시가 이미 `next_h`다", "applies tanh twice: the cache holds `next_h` already"), {"slope": "twice"}),
    Flaw("previous-slope", Text("기울기를 `next_h`가 아니라 `prev_h`로 계산했다", "the slope is computed from `prev_h` instead of `next_h`"), {"slope": "1-prev^2"}),
    Flaw("one-plus", Text("`1 - next_h**2`가 아니라 `1 + next_h**2`를 곱했다", "multiplies by `1 + next_h**2` instead of `1 - next_h**2`"), {"slope": "1+h^2"}),
    Flaw("not-transposed", Text("`dprev_h`에서 `Wh`를 전치하지 않았다: `da @ Wh.T`여야 한다", "`Wh` is not transposed in `dprev_h`: it is `da @ Wh.T`"), {"dprev_h": "not transposed"}),
    Flaw("weights-transposed", Text("`dWh`가 전치되었다: `prev_h.T @ da`여야 한다", "`dWh` is transposed: it is `prev_h.T @ da`"), {"dWh": "transposed"}),
    Flaw("next-for-previous", Text("`dWh`에 `prev_h`가 아니라 `next_h`를 곱했다", "`dWh` is made of `next_h` instead of `prev_h`"), {"dWh": "next_h"}),
    Flaw("averaged", Text("`dWx`, `dWh`, `db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`dWx`, `dWh` and `db` are divided by the number of samples: they are sums"), {"share": "mean"}),
    Flaw("bias-averaged", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"db": "mean"}),
    Flaw("one-sample", Text("`db`에 첫 표본만 들어 있다", "`db` is that of the first sample alone"), {"db": "first"}),
    Flaw("bias-from-dout", Text("`db`를 `da`가 아니라 `dnext_h`에서 더했다: tanh의 기울기가 빠졌다", "`db` sums `dnext_h` instead of `da`: the slope of tanh is missing"), {"db": "dout"}),
)  # fmt: skip


def _next_h(given: Given) -> Any:
    return np.tanh(given["x"] @ given["Wx"] + given["prev_h"] @ given["Wh"] + given["b"])


KEPT = {**inputs(*INPUTS), "next_h": Kept("np.tanh(x @ Wx + prev_h @ Wh + b)", _next_h)}
CACHES = (lambda g: (g["x"], g["prev_h"], g["Wx"], g["Wh"], _next_h(g)),)
CACHE = "cache = (x, prev_h, Wx, Wh, np.tanh(x @ Wx + prev_h @ Wh + b))"


def reference(
    given: Given,
    bias: int = 1,
    activation: str = "tanh",
    state: str = "Wh",
    slope: str = "1-h^2",
    dprev_h: str = "transposed",
    dWh: str = "prev_h",
    db: str = "sum",
    share: str = "sum",
) -> Values:
    """The step and its gradients."""
    x, prev_h, Wx, Wh, b = (given[name] for name in INPUTS)
    carried = {"none": 0 * prev_h, "transposed": prev_h @ Wh.T, "bare": prev_h}.get(state, prev_h @ Wh)
    a = x @ Wx + carried + bias * b
    outputs = {"none": a, "sigmoid": 1 / (1 + np.exp(-a)), "relu": np.maximum(a, 0)}
    h = outputs.get(activation, np.tanh(a))
    values = {"next_h": h}
    if "dout" in given:
        dout = given["dout"]
        slopes = {
            "1": 1, "1-h": 1 - h, "1-a^2": 1 - a * a, "h(1-h)": h * (1 - h), "1+h^2": 1 + h * h,
            "twice": 1 - np.tanh(h) ** 2, "1-prev^2": 1 - prev_h * prev_h,
        }  # fmt: skip
        da = dout * slopes.get(slope, 1 - h * h)
        divisor = len(x) if share == "mean" else 1
        values["dx"] = da @ Wx.T
        values["dprev_h"] = da @ (Wh if dprev_h == "not transposed" else Wh.T)
        values["dWx"] = x.T @ da / divisor
        products = {"transposed": da.T @ prev_h, "next_h": h.T @ da}
        values["dWh"] = products.get(dWh, prev_h.T @ da) / divisor
        sums = {"mean": da.sum(axis=0) / len(x), "first": da[0], "dout": dout.sum(axis=0)}
        values["db"] = sums.get(db, da.sum(axis=0)) / divisor
    return values


STEP = ForwardBackward(
    "rnn_step", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "next_h", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, (*BACKWARD_FLAWS, *FORWARD_FLAWS), KEPT, CACHES, CACHE,
)  # fmt: skip
OVER_TIME = OverTime(
    ("x", "h0", "Wx", "Wh", "b"),
    ("x", "prev_h"),
    None,
    ("next_h",),
    ("dout",),
    {"h": "next_h"},
    ("dWx", "dWh", "db"),
)
OF_NET = over_all_steps(SHAPES)
OF_NET_WITH_DOUT = {**OF_NET, "dout": Shape(("N", "T", "H"))}


def net_reference(given: Given, **options: Any) -> Values:
    """All steps, and the gradients."""
    return all_steps(reference, OVER_TIME, given, **options)


NET = ForwardBackward(
    "rnn", *OVER_TIME_NAMES, OF_NET, OF_NET_WITH_DOUT, "h", GRADIENTS_OF_NET, net_reference, RESULTS_OF_NET,
    (*AHEAD_FLAWS, *FORWARD_FLAWS), (*BACK_FLAWS, *BACKWARD_FLAWS, *AHEAD_FLAWS), {}, (), "",
)  # fmt: skip


def class_reference(given: Given, **options: Any) -> Values:
    """The step of a class, which may have no bias."""
    return of_class(reference, given, **options)


def net_class_reference(given: Given, **options: Any) -> Values:
    """All steps of a class, from a state of 0."""
    return of_class(net_reference, given, **options)


CLASS_OF_STEP = RecurrentClass(
    CLASS_NAMES[0], INPUTS[:2], ("dout",), ("next_h",), GRADIENTS[:2], SHAPES, WITH_DOUT, class_reference, RESULTS,
    FORWARD_FLAWS, (*BACKWARD_FLAWS, *FORWARD_FLAWS),
)  # fmt: skip
CLASS_OF_NET = RecurrentClass(
    CLASS_NAMES[1], ("x",), ("dout",), ("h",), ("dx",), without_first_state(OF_NET), without_first_state(OF_NET_WITH_DOUT),
    net_class_reference, RESULTS_OF_NET, NET.forward_flaws, NET.backward_flaws,
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The step and the net of a module."""
    yield from STEP.subjects(names)
    yield from net_subjects(names, NET)
    for one in (CLASS_OF_STEP, CLASS_OF_NET):
        yield from one.subjects(names)
