"""The embedding: ``word_embedding_forward`` and ``word_embedding_backward``."""

from __future__ import annotations

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import inputs
from yudo.verification.checking.recognise.candidate import Flaw, Given, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "W")
RESULTS = {"out": "embedding.out", "dW": "embedding.dW"}

FORWARD_NAMES = Called(
    ("word_embedding_forward", "embedding_forward"), "(x, W) → out, cache", ("embedding.out",), (2,)
)
BACKWARD_NAMES = Called(
    ("word_embedding_backward", "embedding_backward"), "(dout, cache) → dW", ("embedding.dW",), (2,)
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {"x": Shape(("N", "T"), "labels", "V"), "W": Shape(("V", "D"))}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "T", "D"))}

FORWARD_FLAWS = (
    Flaw("off-by-one", Text("번호가 하나씩 어긋났다: `W[x - 1]`을 꺼낸다", "numbers off by one: it takes out `W[x - 1]`"), {"shift": -1}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("repeated-overwritten", Text("되풀이되는 단어를 더하지 않고 마지막 것만 남겼다: `dW[x] += dout`이 아니라 `np.add.at(dW, x, dout)`을 쓴다", "repeated words are not added, only the last is left: use `np.add.at(dW, x, dout)` instead of `dW[x] += dout`"), {"repeated": "last"}),
    Flaw("counted", Text("`dout`을 쓰지 않고 단어가 나온 횟수만 셌다", "counts the words and does not use `dout`"), {"repeated": "count"}),
    Flaw("averaged", Text("`dW`를 단어의 수로 나누었다: 더하기만 해야 한다", "`dW` is divided by the number of words: it is a sum"), {"share": "words"}),
    Flaw("averaged-over-samples", Text("`dW`를 문장의 수로 나누었다: 더하기만 해야 한다", "`dW` is divided by the number of sentences: it is a sum"), {"share": "samples"}),
    Flaw("averaged-per-word", Text("`dW`를 단어가 나온 횟수로 나누었다: 더하기만 해야 한다", "`dW` is divided by how often each word occurs: it is a sum"), {"share": "occurrences"}),
    *FORWARD_FLAWS,
)  # fmt: skip

KEPT, CACHE = inputs(*INPUTS), "cache = (x, W)"
CACHES = (lambda g: (g["x"], g["W"]), lambda g: (g["x"], g["W"].shape), lambda g: (g["x"], g["W"].shape[0]))


def reference(given: Given, shift: int = 0, repeated: str = "added", share: str = "sum") -> Values:
    """Rows of the table, and their gradient."""
    x, W = given["x"], given["W"]
    V = W.shape[0]
    taken = (x + shift) % V if shift else x
    values = {"out": W[taken]}
    if "dout" in given:
        dout = given["dout"]
        dW = np.zeros_like(W)
        if repeated == "last":
            dW[taken] = dout
        else:
            np.add.at(dW, taken, dout * 0 + 1 if repeated == "count" else dout)
        if share == "words":
            dW = dW / (x.shape[0] * x.shape[1])
        elif share == "samples":
            dW = dW / x.shape[0]
        elif share == "occurrences":
            counts = np.zeros_like(W)
            np.add.at(counts, taken, dout * 0 + 1)
            dW = dW / np.maximum(counts, 1)
        values["dW"] = dW
    return values


subjects = ForwardBackward(
    "embedding", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", ("dW",), reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, KEPT, CACHES, CACHE,
).subjects  # fmt: skip
"""The two functions of a module."""
