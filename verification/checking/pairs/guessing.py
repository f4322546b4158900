"""The arguments of a layer that nobody told anything about: shapes and settings, found by trying."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from typing import Any

import numpy as np

from yudo.verification.checking.judge.trials import names_of, of_sizes
from yudo.verification.checking.pairs.settings import read_shape
from yudo.verification.checking.recognise.signature import prediction_among
from yudo.verification.sandbox.timeouts import FUNCTION, TimeLimitExceeded, time_limit
from yudo.verification.symbolic.arguments import SETTINGS
from yudo.verification.symbolic.inputs import Shape

_LABELS = ("labels N < C", "fixed N C", "fixed N D", "labels N T < V", "labels N < 2", "fixed N")
_SHAPES = {
    r"w_?x|wxh|w_?xh": ("D H", "D 4*H", "D 3*H"),
    r"w_?h|whh|w_?hh": ("H H", "H 4*H", "H 3*H"),
    r"(?:prev_?|next_?)?[hc]_?(?:prev|0|init)?": ("N H", "N D"),
    r"w(?:eights?)?|kernels?|filters?": ("D M", "D C", "F C 3 3", "M D", "V D", "D D"),
    r"b(?:ias(?:es)?)?": ("M", "F", "1 M", "M 1", "H", "4*H"),
    r"gamma|beta|scale|shift": ("D", "C", "1 D", "1 C 1 1"),
    r"mask": ("labels N D < 2", "labels N T < 2", "fixed N D"),
    r"reg|lam|lambda_?|lambd|lamb|l2|l2_reg|reg_strength|weight_decay": ("fixed",),
    r"alpha|slope|temperature|tau|factor|gain|power": ("fixed",),
    r"y|t|ts|labels?|targets?|y_?(?:true|batch|train)": _LABELS,
    r"idx|index|indices|ids|tokens|words|captions": ("labels N < V", "labels N T < V"),
    r"hs|xs|(?:enc|dec)_hs|hs_(?:enc|dec)": ("N T D",),
    r"[qkv]|query|queries|keys?|values?": ("T D", "N T D"),
    r"x|inputs?|inp|x_?in|x_?batch|data|a|a_?prev|z|s|scores?|logits?|u|v|features?|images?|p|probs?|"
    r"y_?pred|y_?hat|pred": (
        "N D", "N C", "N C 5 7", "N C 4 6", "N T D", "D", "N T",
    ),
}  # fmt: skip
"""By the whole of a parameter's name without its number: the shapes that it may have, the likeliest first."""
_OF_TWO = "sigmoid_?(?:with|cross|bce)|binary|bce|log_?loss"
"""Losses of two classes: one probability, or one score, a sample."""
_OVER_TIME = r"(?:rnn|lstm|gru)(?!.*(?:step|cell))|temporal|time"
"""Layers whose inputs have an axis of time."""
_BY_LAYER = {
    ("pool", "x"): ("N C 4 6",),  # windows fill the image
    ("embed", "xs?"): ("labels N T < V", "labels N < V"),
    ("embed", "w"): ("V D",),
    (_OVER_TIME, "x"): ("N T D",),
    ("lstm", r"w_?x|wxh|w_?xh"): ("D 4*H",),
    ("lstm", r"w_?h|whh|w_?hh"): ("H 4*H",),
    ("lstm", "b(?:ias)?"): ("4*H",),
    ("rnn", "b(?:ias)?"): ("H",),
    ("logistic", "y|t|y_?true|labels?|targets?"): ("labels N < 2", "fixed N"),
    ("neuron|perceptron|logistic|regression", "w"): ("D",),
    ("neuron|perceptron|logistic|regression", "b"): ("",),
    ("neuron|perceptron|logistic|regression", "x"): ("fixed N D",),
    ("neuron|perceptron|logistic|regression", "t"): ("fixed N",),
    ("neuron|perceptron|logistic|regression", "y"): ("fixed N",),
    ("time.*(?:sigmoid|binary)", "xs"): ("N T",),
    ("time.*(?:sigmoid|binary)", "ts"): ("labels N T < 2",),
    ("time.*(?:loss|softmax)", "xs"): ("N T V",),
    ("time.*(?:loss|softmax)", "ts"): ("labels N T < V",),
    (_OF_TWO, "p|a|out|y_?pred|y_?hat|yhat|pred|probs?"): ("unit N", "unit N D"),
    (_OF_TWO, "x|z|logits?|scores?|s"): ("N", "N D"),
    (_OF_TWO, "t|y|y_?true|labels?|targets?"): ("labels N < 2", "fixed N", "fixed N D"),
    ("loss|cost|entropy|svm|softmax|hinge", "w"): ("D C", "C D"),
    ("loss|cost|entropy|svm|softmax|hinge", "x"): ("N C", "N D", "D N", "N T V", "N"),
}
"""The same by words in the function's name, and the whole of the parameter's."""
_UNKNOWN = ("N D", "D")
"""The shapes of what bears another name; all arrays may be alike, whatever they are called."""
_MOST = 300
"""Calls with shapes that may fit; each takes a moment."""
_SECONDS = 2.0
"""Of processor time for one of them."""


@dataclass(frozen=True)
class Guess:
    """Arguments that a function accepts.

    Attributes
    ----------
    shapes
        Of its arrays, in words, in the order of its parameters.
    settings
        Values of its other arguments; the function accepts each, and the first is the usual one.
    """

    shapes: Mapping[str, str]
    settings: tuple[Mapping[str, Any], ...]

    def read(self) -> dict[str, Shape]:
        """The shapes."""
        return read_all(self.shapes)

    @property
    def options(self) -> str:
        """The options of ``yudo check`` that say the same."""
        told = [f'--shapes "{", ".join(f"{name}: {text}" for name, text in self.shapes.items())}"']
        return " ".join(told + [f'--given "{name}={value!r}"' for name, value in self.settings[0].items()])


def read_all(shapes: Mapping[str, str]) -> dict[str, Shape]:
    """Shapes in words, read."""
    return {name: read_shape(text) for name, text in shapes.items()}


Fit = Callable[[Mapping[str, Shape], Mapping[str, Any]], int]
"""How well shapes and settings fit: the more, the better; it raises where they do not at all."""


def guess(function: str, names: Sequence[str], fit: Fit, best: int) -> Guess | None:
    """The first arguments that fit as well as can be, or else the best of all that were tried.

    Parameters
    ----------
    function
        Its name: shapes are looked for in the order that it makes likely.
    names
        Its parameters.
    fit
        Tries arguments.
    best
        The highest that ``fit`` returns.
    """
    arrays = [name for name in names if name not in SETTINGS]
    settings = list(_settings([name for name in names if name in SETTINGS]))
    choices = [_candidates(function, _of_prediction(name, arrays)) for name in arrays]
    alike = [(shape,) * len(arrays) for shape in _UNKNOWN]
    found: tuple[int, dict[str, str]] = 0, {}
    try:
        for chosen in chain(islice(_likeliest_first(choices), _MOST), alike):
            shapes = dict(zip(arrays, chosen, strict=True))
            fitting = _tried(fit, shapes, settings[0])
            if fitting > found[0]:
                found = fitting, shapes
            if fitting == best:
                break
        if not found[0]:
            return None
        return Guess(found[1], tuple(one for one in settings if _tried(fit, found[1], one)))
    except TimeLimitExceeded:
        return None


def fits(fit: Fit, arguments: Guess) -> bool:
    """Whether a function can be called with these."""
    return all(_tried(fit, arguments.shapes, settings) for settings in arguments.settings)


def _settings(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for values in product(*(SETTINGS[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def _of_prediction(name: str, beside: Sequence[str]) -> str:
    """The name of a prediction for a ``y`` that has its target beside it: alone, ``y`` is the target."""
    predicted = name in ("y", "Y") and any(prediction_among((name, other)) == name for other in beside)
    return "y_pred" if predicted else name


def _candidates(function: str, name: str) -> tuple[str, ...]:
    plain = re.sub(r"_?\d+$", "", name.lower()) or name.lower()
    shapes = next((s for pattern, s in _SHAPES.items() if re.fullmatch(pattern, plain)), ())
    first = next(
        (
            s
            for (layer, part), s in _BY_LAYER.items()
            if re.fullmatch(part, plain) and re.search(layer, function.lower())
        ),
        (),
    )
    return tuple(dict.fromkeys((*first, *shapes))) or _UNKNOWN


def _likeliest_first(choices: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """One of each, those with little departure from the first choices first."""
    for departure in range(sum(len(of_one) - 1 for of_one in choices) + 1):
        yield from _departing(choices, departure)


def _departing(choices: Sequence[tuple[str, ...]], departure: int) -> Iterator[tuple[str, ...]]:
    if not choices:
        if not departure:
            yield ()
        return
    for place, one in enumerate(choices[0][: departure + 1]):
        for rest in _departing(choices[1:], departure - place):
            yield (one, *rest)


def _tried(fit: Fit, shapes: Mapping[str, str], settings: Mapping[str, Any]) -> int:
    read = read_all(shapes)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), time_limit(_SECONDS, FUNCTION):
            warnings.simplefilter("ignore")
            return fit(read, settings)
    except Exception:
        return 0


def numbers(shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """Arrays of these shapes. Sizes are even, for groups; they differ, so that nothing fits by chance."""
    sizes = {name: 2 * place + 2 for place, name in enumerate(names_of(shapes))}
    return dict(next(of_sizes(shapes, sizes, 1)).given)
