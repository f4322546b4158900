"""Multi-head attention between its projections: the number of heads is an argument, their features lie side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.subjects import attention
from yudo.verification.symbolic.inputs import Shape

GRADIENTS = attention.GRADIENTS
RESULTS = {quantity: f"multi_head_attention.{quantity}" for quantity in ("out", *GRADIENTS)}
NOTE = Text(
    "마스크도 투영도 없이 판정한다. 배열은 (N, T, H·D)다",
    "judged without a mask and without projections; arrays are (N, T, H·D)",
)
FUNCTIONS = ("multi_head_attention", "multihead_attention", "mha")
FORWARD_NAMES = Called(
    (*(f"{name}_forward" for name in FUNCTIONS), *FUNCTIONS[:2]),
    "(q, k, v, num_heads, mask=None) → out, cache", (RESULTS["out"],), (4, 5), NOTE,
)  # fmt: skip
BACKWARD_NAMES = Called(
    tuple(f"{name}_backward" for name in FUNCTIONS),
    "(dout, cache) → dq, dk, dv", tuple(RESULTS[gradient] for gradient in GRADIENTS), (2,), NOTE,
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {
    "q": Shape(("N", "T", "H*D")),
    "k": Shape(("N", "S", "H*D")),
    "v": Shape(("N", "S", "H*M")),
    "num_heads": Shape(("H",), "size"),
}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "T", "H*M"))}

_NOT_MOVED = Text(
    "헤드를 자를 때 축을 옮기지 않았다: `reshape(N, T, H, D)`로 자르고 나서 축을 옮긴다",
    "the features are cut without moving axes: cut by `reshape(N, T, H, D)`, then move the axes",
)
_NOT_MOVED_BACK = Text(
    "헤드를 붙이기 전에 축을 되돌리지 않았다: (N, T, H, M)으로 되돌리고 나서 붙인다",
    "the heads are joined without moving the axes back: to (N, T, H, M) first, and then joined",
)
FORWARD_FLAWS = (
    Flaw("divided-by-all-features", Text("점수를 헤드 하나가 아니라 모든 헤드의 특성 수의 제곱근으로 나누었다", "the scores are divided by the root of the features of all heads, not of one"), {"scale": "all"}),
    Flaw("cut-across", _NOT_MOVED, {"cut": "straight"}),
    Flaw("joined-across", _NOT_MOVED_BACK, {"joined": "straight"}),
    Flaw("cut-and-joined-across", Text("헤드를 자를 때도 붙일 때도 축을 옮기지 않아 쿼리끼리 섞였다", "no axes are moved, neither to cut nor to join, so that queries mix"), {"cut": "straight", "joined": "straight"}),
    Flaw("interleaved", Text("이웃한 특성이 아니라 떨어진 특성을 한 헤드에 묶었다: `reshape(N, T, H, D)`여야 한다", "features that lie apart make a head instead of neighbours: it is `reshape(N, T, H, D)`"), {"cut": "apart", "joined": "apart"}),
    Flaw("softmax-over-heads", Text("소프트맥스를 키가 아니라 헤드의 축을 따라 적용했다", "the softmax runs along the axis of the heads, not of the keys"), {"softmax": "heads"}),
    *attention.FORWARD_FLAWS,
)  # fmt: skip
CONSISTENT_FLAWS = (
    Flaw("divided-by-all-features", Text("순전파에서도 역전파에서도 모든 헤드의 특성 수의 제곱근으로 나누었다", "divides by the root of the features of all heads, in the forward and in the backward"), {"scale": "all", "dq": "all", "dk": "all"}),
    Flaw("softmax-not-over-keys", Text("소프트맥스도 그 역전파도 키의 축을 따르지 않는다", "neither the softmax nor its backward runs along the axis of the keys"), {"softmax": "queries", "jacobian": "queries"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("divided-by-all-features", Text("`dq`와 `dk`를 헤드 하나가 아니라 모든 헤드의 특성 수의 제곱근으로 나누었다", "`dq` and `dk` are divided by the root of the features of all heads, not of one"), {"dq": "all", "dk": "all"}),
    Flaw("cut-across", Text("`dout`을 헤드로 자를 때 축을 옮기지 않았다", "`dout` is cut into heads without moving axes"), {"cut_back": "straight"}),
    Flaw("joined-across", Text("그래디언트의 헤드를 붙이기 전에 축을 되돌리지 않았다", "the heads of the gradients are joined without moving the axes back"), {"joined_back": "straight"}),
    *attention.BACKWARD_FLAWS,
)  # fmt: skip


def _cut(x: Any, heads: int, how: str = "") -> Any:
    """(N, T, H·D) → (N, H, T, D)."""
    N, T, features = x.shape
    if how == "straight":
        return x.reshape(N, heads, T, features // heads)
    if how == "apart":
        return x.reshape(N, T, features // heads, heads).transpose(0, 3, 1, 2)
    return x.reshape(N, T, heads, features // heads).transpose(0, 2, 1, 3)


def _joined(x: Any, how: str = "") -> Any:
    """(N, H, T, D) → (N, T, H·D)."""
    N, heads, T, D = x.shape
    if how == "straight":
        return x.reshape(N, T, heads * D)
    if how == "apart":
        return x.transpose(0, 2, 3, 1).reshape(N, T, D * heads)
    return x.transpose(0, 2, 1, 3).reshape(N, T, heads * D)


def reference(
    given: Given, cut: str = "", joined: str = "", cut_back: str = "", joined_back: str = "", **options: Any
) -> Values:
    """Attention of every head, and the gradients."""
    heads = given["num_heads"]
    parts = {name: _cut(given[name], heads, cut) for name in attention.INPUTS}
    if "dout" in given:
        parts["dout"] = _cut(given["dout"], heads, cut_back or joined)
    found = attention.reference(parts, heads=heads, **options)
    return {
        name: _joined(value, joined if name == "out" else joined_back or cut) for name, value in found.items()
    }


HEADS = ForwardBackward(
    "multi_head_attention", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, (*BACKWARD_FLAWS, *CONSISTENT_FLAWS, *FORWARD_FLAWS), {},
    (lambda g: (*(_cut(g[name], g["num_heads"]) for name in attention.INPUTS), attention.probabilities(
        {name: _cut(g[name], g["num_heads"]) for name in attention.INPUTS}
    )),),
    "out, cache = multi_head_attention_forward(q, k, v, num_heads)",
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module."""
    yield from HEADS.subjects(names)
