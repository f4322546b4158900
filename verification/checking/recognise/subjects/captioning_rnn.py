"""The captioning model: ``CaptioningRNN`` with ``loss(features, captions)``, of an RNN or of an LSTM."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.built_nets import (
    BuiltProgram,
    demand_parts,
    told,
    typed,
    unbuilt,
)
from yudo.verification.checking.recognise.calling import all_of_names
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reference, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.nets import Unmade
from yudo.verification.checking.recognise.over_time import OverTime, ahead, gradients
from yudo.verification.checking.recognise.subjects import (
    embedding,
    lstm_step,
    rnn_step,
    temporal_affine,
    temporal_softmax_loss,
)
from yudo.verification.symbolic.inputs import Shape, labels, length

NAMES = Called(
    ("CaptioningRNN",),
    "(word_to_idx, input_dim, wordvec_dim, hidden_dim, cell_type); .params; loss(features, captions) → loss, grads",
    ("captioning_rnn.loss",),
    note=Text(
        "`cell_type`이 `rnn`일 때와 `lstm`일 때를 모두 본다. `<NULL>`의 번호는 강의에서처럼 0이다",
        "with each `cell_type`, `rnn` and `lstm`; `<NULL>` has the number 0, as in the course",
    ),
)
CALLED = (NAMES,)

NULL = 0
_SPECIAL = ("<NULL>", "<START>", "<END>")
_COURSE = ("word_to_idx", "input_dim", "wordvec_dim", "hidden_dim")
_WORDS = f"V+{len(_SPECIAL)}"
OF_RNN = {
    "features": Shape(("N", "D")),
    "captions": labels("N", "T+1", below=_WORDS),
    "W_embed": Shape((_WORDS, "E")),
    "W_proj": Shape(("D", "H")),
    "b_proj": Shape(("H",)),
    "Wx": Shape(("E", "H")),
    "Wh": Shape(("H", "H")),
    "b": Shape(("H",)),
    "W_vocab": Shape(("H", _WORDS)),
    "b_vocab": Shape((_WORDS,)),
}
"""Of V words besides the special ones, in captions of T words that are to be told and one before them."""
OF_LSTM = {**OF_RNN, "Wx": Shape(("E", "4*H")), "Wh": Shape(("H", "4*H")), "b": Shape(("4*H",))}
PARTS = tuple(OF_RNN)[2:]
GRADIENTS = tuple(f"d{part}" for part in PARTS)
RESULTS = {name: f"captioning_rnn.{name}" for name in ("loss", *GRADIENTS)}
"""Of the model with an RNN; that with an LSTM has no record."""

_OF_LOSS = Text("시각마다 구하는 손실", "the loss over time")
_OF_SCORES = Text("단어의 점수", "the scores of the words")
_OF_WORDS = Text("단어 임베딩", "the embedding of the words")
_OF_STATES = Text("순환 신경망", "the recurrent net")


def _within(part: str, where: Text, flaws: tuple[Flaw, ...]) -> tuple[Flaw, ...]:
    """The mistakes of a layer, made in the net."""
    return tuple(
        Flaw(
            one.key,
            Text(f"{where.ko}: {one.text.ko}", f"{where.en}: {one.text.en}"),
            {part: dict(one.options)},
        )
        for one in flaws
    )


FLAWS = (
    Flaw("mask-missing", Text("마스크를 쓰지 않았다: 채워 넣은 `<NULL>`까지 맞혀야 할 단어로 센다", "the mask is not used: the padding, `<NULL>`, is counted as words to be told"), {"loss": {"masked": "nowhere"}}),
    Flaw("mask-of-inputs", Text("마스크를 맞힐 단어가 아니라 입력한 단어로 만들었다: `captions_out != self._null`이어야 한다", "the mask is made of the words that go in, not of those to be told: it is `captions_out != self._null`"), {"mask": "inputs"}),
    Flaw("captions-not-shifted", Text("캡션을 밀지 않았다: 입력과 맞힐 단어가 모두 `captions[:, :-1]`이다", "the captions are not shifted: `captions[:, :-1]` goes in and is to be told"), {"captions": "first"}),
    Flaw("captions-not-shifted", Text("캡션을 밀지 않았다: 입력과 맞힐 단어가 모두 `captions[:, 1:]`이다", "the captions are not shifted: `captions[:, 1:]` goes in and is to be told"), {"captions": "last"}),
    Flaw("captions-not-shifted", Text("캡션을 밀지 않았다: 캡션 전체가 입력이자 맞힐 단어다", "the captions are not shifted: whole captions go in and are to be told"), {"captions": "whole"}),
    Flaw("captions-shifted-back", Text("캡션을 반대로 밀었다: 다음 단어가 들어가고 앞 단어를 맞힌다", "the captions are shifted the wrong way: the next word goes in, and the one before is to be told"), {"captions": "exchanged"}),
    Flaw("start-not-used", Text("첫 은닉 상태가 0이다: 이미지의 특성에서 온 `h0`을 쓰지 않았다", "the first hidden state is 0: `h0`, which is made of the image, is not used"), {"start": "zero"}),
    Flaw("start-not-used", Text("첫 은닉 상태가 0이고, `W_proj`와 `b_proj`의 그래디언트도 0이다: 이미지의 특성에서 온 `h0`을 쓰지 않았다", "the first hidden state is 0, and so are the gradients of `W_proj` and `b_proj`: `h0`, which is made of the image, is not used"), {"start": "zero", "states": {"start": "zero"}}),
    Flaw("no-bias", Text("첫 은닉 상태에 `b_proj`를 더하지 않았다", "`b_proj` is not added to the first hidden state"), {"start": "no bias"}),
    Flaw("start-forgotten", Text("첫 은닉 상태의 그래디언트가 0이어서 `W_proj`와 `b_proj`가 배우지 않는다", "the gradient of the first hidden state is 0, so that `W_proj` and `b_proj` do not learn"), {"states": {"start": "zero"}}),
    Flaw("features-not-transposed", Text("`W_proj`의 그래디언트에서 `features`를 전치하지 않았다: `features.T @ dh0`이어야 한다", "`features` is not transposed in the gradient of `W_proj`: it is `features.T @ dh0`"), {"dW_proj": "not transposed"}),
    Flaw("projection-averaged", Text("`W_proj`의 그래디언트를 표본의 수로 나누었다: 손실이 이미 평균이다", "the gradient of `W_proj` is divided by the number of samples: the loss is an average already"), {"dW_proj": "mean"}),
    Flaw("projection-averaged", Text("`b_proj`의 그래디언트를 더하지 않고 평균 냈다", "the gradient of `b_proj` is averaged over the samples instead of summed"), {"db_proj": "mean"}),
    Flaw("one-sample", Text("`b_proj`의 그래디언트에 첫 표본만 들어 있다", "the gradient of `b_proj` is that of the first sample alone"), {"db_proj": "first"}),
    Flaw("told-words-embedded", Text("`W_embed`의 그래디언트를 입력한 단어가 아니라 맞힐 단어의 자리에 더했다", "the gradient of `W_embed` is added at the words to be told, not at those that went in"), {"dW_embed": "told"}),
    Flaw("previous-state", Text("`W_vocab`의 그래디언트를 단계 뒤의 은닉 상태가 아니라 단계 앞의 것으로 만들었다", "the gradient of `W_vocab` is made of the states before each step instead of those after it"), {"dW_vocab": "previous"}),
    Flaw("last-state", Text("`W_vocab`의 그래디언트를 모든 단계에서 마지막 은닉 상태로 만들었다", "the gradient of `W_vocab` is made of the last state at every step"), {"dW_vocab": "last"}),
    *_within("loss", _OF_LOSS, temporal_softmax_loss.FLAWS),
    *_within("words", _OF_WORDS, embedding.BACKWARD_FLAWS),
    *_within("scores", _OF_SCORES, (*temporal_affine.FORWARD_FLAWS, *temporal_affine.BACKWARD_FLAWS)),
)  # fmt: skip
FLAWS_OF_RNN = (
    *FLAWS,
    *_within("states", _OF_STATES, (*rnn_step.NET.backward_flaws, *rnn_step.NET.forward_flaws)),
)
FLAWS_OF_LSTM = (
    *FLAWS,
    *_within("states", _OF_STATES, (*lstm_step.NET.backward_flaws, *lstm_step.NET.forward_flaws)),
)

_NONE: Mapping[str, Any] = MappingProxyType({})


def rnn_reference(given: Given, **options: Any) -> Values:
    """The loss of an RNN and its gradients; the options make mistakes."""
    return _of_cell(rnn_step.reference, rnn_step.OVER_TIME, given, **options)


def lstm_reference(given: Given, **options: Any) -> Values:
    """The same of an LSTM."""
    return _of_cell(lstm_step.reference, lstm_step.OVER_TIME, given, **options)


def _of_cell(
    step: Reference,
    net: OverTime,
    given: Given,
    captions: str = "",
    mask: str = "",
    start: str = "",
    dW_proj: str = "",
    db_proj: str = "",
    dW_embed: str = "",
    dW_vocab: str = "",
    words: Mapping[str, Any] = _NONE,
    states: Mapping[str, Any] = _NONE,
    scores: Mapping[str, Any] = _NONE,
    loss: Mapping[str, Any] = _NONE,
) -> Values:
    """The loss and its gradients; the last four options are those of the layers."""
    whole, features = given["captions"], given["features"]
    first, last = whole[:, :-1], whole[:, 1:]
    shown, wanted = {
        "first": (first, first), "last": (last, last), "whole": (whole, whole), "exchanged": (last, first)
    }.get(captions, (first, last))  # fmt: skip
    counted = (shown if mask == "inputs" else wanted) != NULL
    table = {"x": shown, "W": given["W_embed"]}
    of_features = features @ given["W_proj"] + (0 if start == "no bias" else given["b_proj"])
    h0 = 0 * of_features if start == "zero" else of_features
    steps = {"x": embedding.reference(table, **words)["out"], "h0": h0}
    steps |= {part: given[part] for part in ("Wx", "Wh", "b")}
    forward, backward, of_step = _between(states)
    over_time, taken = ahead(step, net, steps, of_step, **forward)
    h = over_time["h"]
    linear = {"x": h, "w": given["W_vocab"], "b": given["b_vocab"]}
    out = temporal_affine.reference(linear, **scores)["out"]
    of_loss = temporal_softmax_loss.reference({"x": out, "y": wanted, "mask": counted}, **loss)

    of_scores = temporal_affine.reference({**linear, "dout": of_loss["dx"]}, **scores)
    of_steps = gradients(step, net, {**steps, net.arriving: of_scores["dx"]}, taken, of_step, **backward)
    at = {**table, "x": wanted} if dW_embed == "told" else table
    of_words = embedding.reference({**at, "dout": of_steps["dx"]}, **words)
    dh0, N = of_steps["dh0"], features.shape[0]
    if dW_vocab:
        others = {"previous": np.concatenate([h0[:, None], h[:, :-1]], axis=1), "last": 0 * h + h[:, -1:]}
        of_scores["dw"] = np.einsum("nth,ntv->hv", others[dW_vocab], of_loss["dx"])
    return {
        "loss": of_loss["loss"],
        "dW_embed": of_words["dW"],
        "dW_proj": (features if dW_proj == "not transposed" else features.T) @ dh0 / (N if dW_proj == "mean" else 1),
        "db_proj": dh0[0] if db_proj == "first" else dh0.sum(axis=0) / (N if db_proj == "mean" else 1),
        **{part: of_steps[part] for part in ("dWx", "dWh", "db")},
        "dW_vocab": of_scores["dw"],
        "db_vocab": of_scores["db"],
    }  # fmt: skip


def _between(states: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The options of what is between steps, forward and backward, and those of the step."""
    forward, backward = (
        {name: states[name] for name in names if name in states}
        for names in (("carried", "direction"), ("back", "weights", "start"))
    )
    own = {name: value for name, value in states.items() if name not in {*forward, *backward}}
    return forward, backward, own


# -- somebody's class --------------------------------------------------------------------------------------

NUMBERS_ALONE = Text(
    "LSTM의 캡션 모델은 값으로만 비교한다", "a captioning model of an LSTM is compared by values alone"
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The classes of a module that are made as in the course, with each cell that they have."""
    for kind in all_of_names(names, NAMES, _has_loss):
        takes = inspect.signature(kind).parameters.keys()
        if not {*_COURSE} <= takes:
            continue
        function = f"{kind.__name__}.loss"
        yield _of_class(kind, function, "rnn", OF_RNN, rnn_reference, FLAWS_OF_RNN, RESULTS)
        if "cell_type" in takes and not _refuses(kind, "lstm"):
            option = f"{function} (cell_type='lstm')"
            yield _of_class(kind, option, "lstm", OF_LSTM, lstm_reference, FLAWS_OF_LSTM, {}, (function,))


def _has_loss(value: Any) -> bool:
    return isinstance(value, type) and callable(getattr(value, "loss", None))


_SIZES = {"N": 2, "T": 2, "D": 2, "E": 3, "H": 5, "V": 4}
"""Sizes that a model is made with to see whether it can be."""


def _arguments(kind: type, cell: str, words: int, *dimensions: int) -> dict[str, Any]:
    """What the constructor is given: a vocabulary of so many words, and its other sizes."""
    vocabulary = {word: number for number, word in enumerate(_SPECIAL)}
    vocabulary |= {f"word{number}": number for number in range(len(_SPECIAL), words)}
    arguments = dict(zip(_COURSE, (vocabulary, *dimensions), strict=True))
    if "cell_type" in inspect.signature(kind).parameters:
        arguments["cell_type"] = cell
    return {**arguments, **typed(kind)}


def _told(kind: type, cell: str) -> str:
    """The same as source text, of sizes of the arrays."""
    special = ", ".join(f'"{word}": {number}' for number, word in enumerate(_SPECIAL))
    others = f'**{{f"word{{n}}": n for n in np.arange({len(_SPECIAL)}, len(W_embed)).tolist()}}'
    arguments = dict(
        zip(_COURSE, (f"{{{special}, {others}}}", "len(W_proj)", "len(Wx)", "len(Wh)"), strict=True)
    )
    if "cell_type" in inspect.signature(kind).parameters:
        arguments["cell_type"] = f'"{cell}"'
    return told(kind, arguments)


def _refuses(kind: type, cell: str) -> bool:
    """Whether the constructor says that there is no such cell."""
    try:
        kind(**_arguments(kind, cell, length(_WORDS, _SIZES), *(_SIZES[name] for name in "DEH")))
    except (ValueError, KeyError, AssertionError, NotImplementedError):
        return True
    except Exception:  # which is said when it is judged
        return False
    return False


def _of_class(
    kind: type,
    function: str,
    cell: str,
    given: Mapping[str, Shape],
    reference: Reference,
    flaws: tuple[Flaw, ...],
    results: Mapping[str, str],
    after: tuple[str, ...] = (),
) -> Subject:
    made = f"net = {_told(kind, cell)}"

    def build(given: Given) -> Any:
        (words, entries), (features, states) = given["W_embed"].shape, given["W_proj"].shape
        return kind(**_arguments(kind, cell, words, features, entries, states))

    try:
        shapes = {part: tuple(length(size, _SIZES) for size in given[part].sizes) for part in PARTS}
        demand_parts(build({part: np.zeros(shape) for part, shape in shapes.items()}), shapes)
    except Exception as error:
        return unbuilt(kind, function, error, made, reference, after)

    def observe(net: Any, given: Given) -> Values:
        returned = net.loss(given["features"], given["captions"])
        if returned is None:
            return dict.fromkeys(("loss", *GRADIENTS))
        loss, grads = returned
        return {"loss": loss, **{f"d{part}": grads.get(part) for part in PARTS}}

    def observe_if_there(net: Any, given: Given) -> Values:
        try:
            return observe(net, given)
        except Exception as error:
            if _is_unfinished(error):
                raise Unmade(_no_cell(cell), unfinished=True) from None
            raise

    program = (
        BuiltProgram(build, PARTS, observe_if_there, NUMBERS_ALONE)
        if after
        else BuiltProgram(build, PARTS, observe)
    )
    lines = [
        made,
        *(f"net.params[{part!r}][...] = {part}" for part in PARTS),
        "loss, grads = net.loss(features, captions)",
    ]
    return Subject(
        function, function, given, ("loss", *GRADIENTS), (program,), reference, tuple(lines), results,
        flaws=flaws,
        reads={f"d{part}": f"grads[{part!r}]" for part in PARTS}, source=kind, after=after,
    )  # fmt: skip


def _is_unfinished(error: Exception) -> bool:
    """Whether code raises because a part of it is not written yet, or returns nothing."""
    return isinstance(error, (NameError, NotImplementedError)) or "NoneType" in str(error)


def _no_cell(cell: str) -> Text:
    return Text(
        f"`cell_type='{cell}'`일 때의 순전파나 역전파가 아직 없다",
        f"there is no forward or backward with `cell_type='{cell}'` yet",
    )
