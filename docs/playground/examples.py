"""What the page offers to try: right layers and wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yudo.derivations.calculus.text import Text

_FOLDER = Path(__file__).with_name("examples")
_FILES = Path(__file__).parents[1] / "examples"
"""Whole files, which the page on ``yudo check`` shows, too."""


@dataclass(frozen=True)
class Example:
    """A layer to try.

    ``act`` is ``"check"``, ``"prove"`` or ``"derive"``; the source is in the file ``name``; the rest fills
    the fields of the page. ``verdict`` is what the page will say.
    """

    act: str
    name: str
    title: Text
    forward: str
    backward: str
    shapes: str
    given: str = ""
    verdict: str = "proven"

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.act}-{self.name}"

    @property
    def source(self) -> str:
        """Its code."""
        folder = _FILES if self.act == "check" else _FOLDER
        return (folder / f"{self.name}.py").read_text(encoding="utf-8")


_GAIN = Text("특성마다 배율", "a gain per feature")
_SOFTMAX, _LAYER_NORM = Text("소프트맥스", "softmax"), Text("레이어 정규화", "layer normalisation")
_PAIR, _NORMALISED = ("forward", "backward"), "x: N D, gamma: D, beta: D"


def _mistaken(title: Text) -> Text:
    return Text(f"{title.ko}: 실수를 찾아보자", f"{title.en}: find the mistake")


EXAMPLES = (
    Example("check", "layers", _mistaken(Text("층 다섯 개", "five layers")), "", "", "", verdict="refuted"),
    Example("prove", "gain_averaged", _mistaken(_GAIN), *_PAIR, "x: N D, gain: D", verdict="refuted"),
    Example("prove", "affine", Text("완전연결층", "affine layer"), *_PAIR, "x: N D, w: D M, b: M"),
    Example("prove", "layer_norm", _LAYER_NORM, *_PAIR, _NORMALISED, "eps=1e-5"),
    Example(
        "prove", "layer_norm_dropped", _mistaken(_LAYER_NORM), *_PAIR, _NORMALISED, "eps=1e-5", "refuted"
    ),
    Example("prove", "softmax", _SOFTMAX, *_PAIR, "x: N C"),
    Example("prove", "softmax_diagonal", _mistaken(_SOFTMAX), *_PAIR, "x: N C", verdict="refuted"),
    Example(
        "derive",
        "dense_relu",
        Text("완전연결층과 ReLU", "affine layer and ReLU"),
        "dense_relu",
        "",
        "x: N D, w: D M, b: M",
    ),
    Example("derive", "softmax", _SOFTMAX, "forward", "", "x: N C"),
    Example("derive", "layer_norm", _LAYER_NORM, "forward", "", _NORMALISED, "eps=1e-5"),
    Example(
        "derive",
        "cross_entropy",
        Text("교차 엔트로피", "cross-entropy"),
        "loss",
        "",
        "x: N C, y: labels N < C",
    ),
)
