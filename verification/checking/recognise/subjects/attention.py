"""Scaled dot-product attention of one head: its forward and its backward, of a batch or of one sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept, inputs
from yudo.verification.checking.recognise.calling import of_names
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import required, required_names
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("q", "k", "v")
GRADIENTS = ("dq", "dk", "dv")
RESULTS = {quantity: f"attention.{quantity}" for quantity in ("out", *GRADIENTS)}

NOTE = Text(
    "마스크 없이 판정한다. 배열은 (N, T, D)이거나 표본 하나의 (T, D)다",
    "judged without a mask; arrays are (N, T, D), or (T, D) of a single sample",
)
FORWARD_NAMES = Called(
    (
        "attention_forward", "scaled_dot_product_attention_forward", "scaled_dot_product_attention",
        "dot_product_attention_forward", "dot_product_attention", "sdpa_forward",
    ),
    "(q, k, v, mask=None) → out, cache", (RESULTS["out"],), (3, 4), NOTE,
)  # fmt: skip
BACKWARD_NAMES = Called(
    (
        "attention_backward", "scaled_dot_product_attention_backward", "dot_product_attention_backward",
        "sdpa_backward",
    ),
    "(dout, cache) → dq, dk, dv", tuple(RESULTS[gradient] for gradient in GRADIENTS), (2,), NOTE,
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {"q": Shape(("N", "T", "D")), "k": Shape(("N", "S", "D")), "v": Shape(("N", "S", "M"))}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "T", "M"))}
OF_ONE_SAMPLE = {name: Shape(shape.sizes[1:]) for name, shape in SHAPES.items()}
OF_ONE_SAMPLE_WITH_DOUT = {name: Shape(shape.sizes[1:]) for name, shape in WITH_DOUT.items()}
SIZES = {"N": 2, "T": 3, "S": 4, "D": 5, "M": 6}
"""The sizes of a first call, which tells whether a function takes batches."""

FORWARD_FLAWS = (
    Flaw("no-scale", Text("점수를 √D로 나누지 않았다", "the scores are not divided by √D"), {"scale": "none"}),
    Flaw("divided-by-d", Text("점수를 √D가 아니라 D로 나누었다", "the scores are divided by D instead of √D"), {"scale": "D"}),
    Flaw("scale-multiplied", Text("점수를 √D로 나누지 않고 √D를 곱했다", "the scores are multiplied by √D instead of divided"), {"scale": "times"}),
    Flaw("scaled-by-keys", Text("점수를 특성의 수가 아니라 키의 수의 제곱근으로 나누었다", "the scores are divided by the root of the number of keys, not of features"), {"scale": "S"}),
    Flaw("scaled-by-queries", Text("점수를 특성의 수가 아니라 쿼리의 수의 제곱근으로 나누었다", "the scores are divided by the root of the number of queries, not of features"), {"scale": "T"}),
    Flaw("softmax-over-queries", Text("소프트맥스를 키가 아니라 쿼리의 축을 따라 적용했다", "the softmax runs along the axis of the queries, not of the keys"), {"softmax": "queries"}),
    Flaw("no-softmax", Text("점수에 소프트맥스를 적용하지 않았다", "no softmax is applied to the scores"), {"softmax": "none"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("row-sum-forgotten", Text("소프트맥스의 역전파에서 행마다 합을 빼지 않았다: `p * (dp - (dp * p).sum(axis=-1, keepdims=True))`여야 한다", "the sum of each row is not subtracted in the softmax's backward: it is `p * (dp - (dp * p).sum(axis=-1, keepdims=True))`"), {"jacobian": "p*dp"}),
    Flaw("softmax-skipped", Text("소프트맥스의 역전파를 빠뜨렸다: `dscores`가 확률에 대한 그래디언트 그대로다", "the softmax's backward is missing: `dscores` is the gradient with respect to the probabilities"), {"jacobian": "dp"}),
    Flaw("not-multiplied-by-p", Text("소프트맥스의 역전파에서 확률을 곱하지 않았다", "the softmax's backward does not multiply by the probabilities"), {"jacobian": "dp-sum"}),
    Flaw("sum-over-queries", Text("소프트맥스의 역전파에서 키가 아니라 쿼리를 따라 더했다", "the sum in the softmax's backward runs over the queries, not over the keys"), {"jacobian": "queries"}),
    Flaw("sum-without-p", Text("소프트맥스의 역전파에서 확률을 곱하지 않은 `dp`를 더했다", "the sum in the softmax's backward is that of `dp`, without the probabilities"), {"jacobian": "plain sum"}),
    Flaw("scale-forgotten", Text("`dq`와 `dk`를 √D로 나누지 않았다", "`dq` and `dk` are not divided by √D"), {"dq": "no scale", "dk": "no scale"}),
    Flaw("scale-forgotten", Text("`dq`를 √D로 나누지 않았다", "`dq` is not divided by √D"), {"dq": "no scale"}),
    Flaw("scale-forgotten", Text("`dk`를 √D로 나누지 않았다", "`dk` is not divided by √D"), {"dk": "no scale"}),
    Flaw("divided-by-d", Text("`dq`와 `dk`를 √D가 아니라 D로 나누었다", "`dq` and `dk` are divided by D instead of √D"), {"dq": "D", "dk": "D"}),
    Flaw("transposed", Text("`dq`에서 `dscores`를 전치할 필요가 없는데 전치했다", "`dscores` is transposed in `dq`, and must not be"), {"dq": "transposed"}),
    Flaw("not-transposed", Text("`dk`에서 `dscores`를 전치하지 않았다: 쿼리를 따라 더해야 한다", "`dscores` is not transposed in `dk`: the sum runs over the queries"), {"dk": "not transposed"}),
    Flaw("not-transposed", Text("`dv`에서 확률을 전치하지 않았다: 쿼리를 따라 더해야 한다", "the probabilities are not transposed in `dv`: the sum runs over the queries"), {"dv": "not transposed"}),
    Flaw("probabilities-for-scores", Text("`dq`에 `dscores`가 아니라 확률을 썼다", "`dq` is made of the probabilities instead of `dscores`"), {"dq": "p"}),
    Flaw("probabilities-for-scores", Text("`dk`에 `dscores`가 아니라 확률을 썼다", "`dk` is made of the probabilities instead of `dscores`"), {"dk": "p"}),
    Flaw("scores-for-probabilities", Text("`dv`에 확률이 아니라 `dscores`를 썼다", "`dv` is made of `dscores` instead of the probabilities"), {"dv": "dscores"}),
)  # fmt: skip
CONSISTENT_FLAWS = (
    Flaw("no-scale", Text("점수를 √D로 나누지 않았다: 순전파에서도, 역전파에서도", "the scores are not divided by √D, neither in the forward nor in the backward"), {"scale": "none", "dq": "no scale", "dk": "no scale"}),
    Flaw("divided-by-d", Text("순전파와 역전파에서 모두 √D가 아니라 D로 나누었다", "divides by D instead of √D, in the forward and in the backward"), {"scale": "D", "dq": "D", "dk": "D"}),
    Flaw("softmax-over-queries", Text("소프트맥스도 그 역전파도 키가 아니라 쿼리의 축을 따라 계산했다", "the softmax and its backward run along the axis of the queries, not of the keys"), {"softmax": "queries", "jacobian": "queries"}),
)  # fmt: skip


def _transposed(x: Any) -> Any:
    return x.swapaxes(-1, -2)


def _softmax(scores: Any, axis: int = -1) -> Any:
    e = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def probabilities(given: Given) -> Any:
    """The softmax of the scores."""
    return _softmax(given["q"] @ _transposed(given["k"]) / given["q"].shape[-1] ** 0.5)


P = "(lambda e: e / e.sum(axis=-1, keepdims=True))(np.exp(q @ k.swapaxes(-1, -2) / q.shape[-1] ** 0.5))"
KEPT = {**inputs(*INPUTS), "p": Kept(P, probabilities)}
CACHES = (lambda g: (g["q"], g["k"], g["v"], probabilities(g)),)
CACHE = f"cache = (q, k, v, {P})"


AXES = {"keys": -1, "queries": -2, "heads": -3}


def reference(
    given: Given,
    scale: str = "sqrt",
    softmax: str = "keys",
    jacobian: str = "",
    dq: str = "",
    dk: str = "",
    dv: str = "",
    heads: int = 1,
) -> Values:
    """Attention and its gradients; axes before the last two are samples, or samples and heads."""
    q, k, v = (given[name] for name in INPUTS)
    D, root = q.shape[-1], q.shape[-1] ** 0.5
    counts = {"none": 1, "D": D, "times": 1 / root, "S": k.shape[-2] ** 0.5, "T": q.shape[-2] ** 0.5}
    counts["all"] = (heads * D) ** 0.5
    scores = q @ _transposed(k) / counts.get(scale, root)
    p = scores if softmax == "none" else _softmax(scores, AXES.get(softmax, -1))
    values = {"out": p @ v}
    if "dout" in given:
        dout = given["dout"]
        dp = dout @ _transposed(v)
        average = np.sum(dp * p, axis=-1, keepdims=True)
        dscores = {
            "p*dp": p * dp,
            "dp": dp,
            "dp-sum": dp - average,
            "queries": p * (dp - np.sum(dp * p, axis=-2, keepdims=True)),
            "plain sum": p * (dp - np.sum(dp, axis=-1, keepdims=True)),
        }.get(jacobian, p * (dp - average))
        divisors = {"no scale": 1, "D": D, "all": counts["all"]}
        of_dq, of_dk = (p if option == "p" else dscores for option in (dq, dk))
        of_dv = dscores if dv == "dscores" else p
        values["dq"] = (_transposed(of_dq) if dq == "transposed" else of_dq) @ k / divisors.get(dq, root)
        values["dk"] = (of_dk if dk == "not transposed" else _transposed(of_dk)) @ q / divisors.get(dk, root)
        values["dv"] = (of_dv if dv == "not transposed" else _transposed(of_dv)) @ dout
        # What cancels in a row of dscores is as large as dp, which neither goes in nor comes out.
        sizes = np.abs(dout) @ np.abs(_transposed(v))
        values["terms of dq"] = sizes @ np.abs(k)
        values["terms of dk"] = _transposed(sizes) @ np.abs(q)
    return values


BATCHED = ForwardBackward(
    "attention", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, (*BACKWARD_FLAWS, *CONSISTENT_FLAWS, *FORWARD_FLAWS), KEPT, CACHES, CACHE,
)  # fmt: skip


UNBATCHED = replace(BATCHED, shapes=OF_ONE_SAMPLE, with_dout=OF_ONE_SAMPLE_WITH_DOUT)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module, for batches if one of them takes batches."""
    forward = of_names(names, FORWARD_NAMES)
    if forward is None or required(forward) != 4:
        yield from _of_functions(names)
        return
    last = required_names(forward)[3]
    tried = [
        (mask.text, list(_of_functions({**names, forward.__name__: _with_mask(forward, mask)})))
        for mask in MASKS
    ]
    told, chosen = max(tried, key=lambda one: (_is_right(one[1][0]), _runs(one[1][0])))
    for subject in chosen:
        called = f"{forward.__name__}(q, k, v)"
        lines = [line.replace(called, f"{called[:-1]}, {told})") for line in subject.snippet]
        source = forward if subject is chosen[0] else subject.source
        said = (Reading("standard", Text(f"`{last}`에 {told}을 준다", f"`{last}` is given {told}")),)
        yield replace(subject, snippet=tuple(lines), source=source, readings=said)


def _of_functions(names: Mapping[str, Any]) -> Iterator[Subject]:
    batched = list(BATCHED.subjects(names))
    alone = [] if any(map(_runs, batched)) else list(UNBATCHED.subjects(names))
    yield from alone if any(map(_runs, alone)) else batched


@dataclass(frozen=True)
class Mask:
    """A mask that hides nothing, by one of the customs, and as source text."""

    text: str
    of: Callable[[Any], Any]


SCORES = "q @ k.swapaxes(-1, -2)"
MASKS = (
    Mask("None", lambda scores: None),
    Mask(f"0 * ({SCORES})", lambda scores: 0 * scores),
    Mask(f"0 * ({SCORES}) + 1", lambda scores: 0 * scores + 1),
    Mask(f"0 * ({SCORES}) == 0", lambda scores: 0 * scores == 0),
    Mask(f"0 * ({SCORES}) != 0", lambda scores: 0 * scores != 0),
)
"""Added, with large negative numbers, or multiplied; where it is 1, an entry is left out or is kept."""


def _with_mask(forward: Any, mask: Mask) -> Any:
    """A function of q, k and v."""

    def attend(q: Any, k: Any, v: Any) -> Any:
        return forward(q, k, v, mask.of(q @ _transposed(k)))

    attend.__name__, attend.__module__ = forward.__name__, forward.__module__
    return attend


def _runs(subject: Subject) -> bool:
    """Whether a first call returns what has the right shape."""
    return any(True for _ in _first_calls(subject))


def _is_right(subject: Subject) -> bool:
    """Whether a first call returns what is right; without NumPy that is not known."""
    with briefly():
        return any(np.allclose(found, right) for found, right in _first_calls(subject))
    return False


def _first_calls(subject: Subject) -> Iterator[tuple[Any, Any]]:
    """What is returned at a first call and what is right, where both have the same shape."""
    rng = np.random.default_rng(0)
    given = {
        name: rng.standard_normal([SIZES[str(size)] for size in shape.sizes])
        for name, shape in subject.shapes.items()
    }
    right = reference(given)
    for program in subject.programs:
        with briefly():  # what it raises is found when it is judged
            found = program.run(given)
            if all(np.shape(found[name]) == right[name].shape for name in subject.quantities):
                yield found[subject.quantities[0]], right[subject.quantities[0]]
