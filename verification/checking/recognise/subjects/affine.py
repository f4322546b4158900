"""The affine layer: ``affine_forward``, ``affine_backward`` and classes in the style of ``Affine(W, b)``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import caches_of, inputs
from yudo.verification.checking.recognise.calling import (
    all_of_names,
    backward_call,
    called,
    first,
    forward_call,
    of_names,
    taken_directly,
)
from yudo.verification.checking.recognise.candidate import (
    Call,
    Flaw,
    Given,
    Program,
    Reading,
    Subject,
    Values,
    images,
)
from yudo.verification.checking.recognise.layers import (
    Constructed,
    LayerTemplate,
    Maker,
    backward_lines,
    backward_of,
    forward_of,
    is_function_like,
    maker_of,
)
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts, call, order
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

FORWARD_NAMES = Called(
    ("affine_forward", "fc_forward", "linear_forward", "dense_forward"),
    "(x, w, b) → out, cache",
    ("affine.out",),
    (3,),
    Text(
        "`w @ x + b`를 계산하면 표본이 열인 것으로 읽는다(deeplearning.ai)",
        "samples are columns if it computes `w @ x + b` (deeplearning.ai)",
    ),
)
BACKWARD_NAMES = Called(
    ("affine_backward", "fc_backward", "linear_backward", "dense_backward"),
    "(dout, cache) → dx, dw, db",
    ("affine.dx", "affine.dw", "affine.db"),
    (2, 4),
    Text(
        "표본이 열이면 `dw`와 `db`를 평균 내도 된다(deeplearning.ai의 `1/m`)",
        "with samples in columns, `dw` and `db` may be averaged (the `1/m` of deeplearning.ai)",
    ),
)
CLASS_NAMES = Called(
    (
        *("Affine", "Linear", "Dense", "FullyConnected", "FullyConnectedLayer", "FC", "FCLayer"),
        *("AffineLayer", "LinearLayer", "DenseLayer", "Layer_Dense"),
    ),
    "forward(x) → out; backward(dout) → dx",
    ("affine.out", "affine.dx", "affine.dw", "affine.db"),
    note=Text(
        "`(w, b)`나 크기로 만든다. 표본은 행이다. `dw`와 `db`는 속성, dict, `grads` 리스트에서 찾는다",
        "made of `(w, b)` or of sizes; samples are rows; `dw` and `db` are attributes, or in a dict or a list `grads`",
    ),
)
PRODUCT_NAMES = Called(
    ("MatMul", "MatMulLayer"),
    "forward(x) → out; backward(dout) → dx",
    (),
    note=Text("`w`만으로 만든다", "made of `w` alone"),
)
CALLED = (
    FORWARD_NAMES,
    BACKWARD_NAMES,
    CLASS_NAMES,
    PRODUCT_NAMES,
)

RESULTS = {"out": "affine.out", "dx": "affine.dx", "dw": "affine.dw", "db": "affine.db"}
INPUTS = ("x", "w", "b")
VECTORS = {"x": Shape(("N", "D")), "w": Shape(("D", "M")), "b": Shape(("M",)), "dout": Shape(("N", "M"))}
IMAGES = images(VECTORS, "x")
FORWARD_IMAGES = images({name: VECTORS[name] for name in INPUTS}, "x")

KEPT, CACHE = inputs(*INPUTS), "cache = (x, w, b)"
CACHES = (lambda g: (g["x"], g["w"], g["b"]),)

FLAWS = (
    Flaw(
        "no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the bias is not added"), {"bias": 0}
    ),
    Flaw("bias-subtracted", Text("편향을 더하지 않고 뺐다", "the bias is subtracted"), {"bias": -1}),
    Flaw("bias-doubled", Text("편향을 두 번 더했다", "the bias is added twice"), {"bias": 2}),
    Flaw(
        "db-from-x",
        Text(
            "`db`를 업스트림 그래디언트가 아니라 `x`에서 계산했다",
            "`db` is computed from `x` instead of `dout`",
        ),
        {"db": "x"},
    ),
    Flaw(
        "transposed",
        Text(
            "`dx`에서 `w`를 전치하지 않았다: `dout @ w.T`여야 한다",
            "`w` is not transposed in `dx`: it is `dout @ w.T`",
        ),
        {"transposed": "dx"},
    ),
    Flaw(
        "transposed",
        Text(
            "`dw`에서 `x`를 전치하지 않았다: `x.T @ dout`이어야 한다",
            "`x` is not transposed in `dw`: it is `x.T @ dout`",
        ),
        {"transposed": "dw"},
    ),
    Flaw(
        "transposed",
        Text("`dw`가 전치되었다: `x.T @ dout`이어야 한다", "`dw` is transposed: it is `x.T @ dout`"),
        {"transposed": "dw product"},
    ),
    Flaw(
        "last-sample",
        Text(
            "`dw`에서 표본에 대해 더하지 않고 마지막 표본만 남았다",
            "the sum over the samples is missing in `dw`: only the last one is left",
        ),
        {"samples": "last"},
    ),
    Flaw(
        "wrong-axis",
        Text(
            "`db`를 다른 축을 따라 더했다: `dout.sum(axis=0)`이어야 한다",
            "`db` is summed over the wrong axis: it is `dout.sum(axis=0)`",
        ),
        {"db": "rows"},
    ),
    Flaw(
        "one-sample",
        Text("`db`에 첫 표본만 들어 있다", "`db` is that of the first sample alone"),
        {"db": "first"},
    ),
    Flaw(
        "one-sample",
        Text("`db`에 마지막 표본만 들어 있다", "`db` is that of the last sample alone"),
        {"db": "last"},
    ),
)
FORWARD_FLAWS = (
    *FLAWS[:3],
    Flaw(
        "transposed",
        Text("`w`를 전치할 필요가 없는데 전치했다", "`w` is transposed, and must not be"),
        {"transposed": "out"},
    ),
    Flaw(
        "elementwise",
        Text("행렬곱이 아니라 원소별 곱을 했다", "multiplies entry by entry instead of the matrix product"),
        {"product": "elementwise"},
    ),
)


def reference(
    given: Given,
    bias: int = 1,
    db: str = "dout",
    transposed: str = "",
    product: str = "matrix",
    samples: str = "all",
) -> Values:
    """The layer and its gradients; x of any rank."""
    x, w, b = given["x"], given["w"], given["b"]
    flat = x.reshape(x.shape[0], -1)
    values = {"out": flat @ (w.T if transposed == "out" else w) + bias * b}
    if product == "elementwise":
        values["out"] = flat * w + b
    if "dout" in given:
        dout = given["dout"]
        values["dx"] = (dout @ (w if transposed == "dx" else w.T)).reshape(x.shape)
        if transposed == "dw":
            values["dw"] = flat @ dout
        elif transposed == "dw product":
            values["dw"] = dout.T @ flat
        elif samples == "last":
            values["dw"] = flat[-1][:, None] * dout[-1]
        else:
            values["dw"] = flat.T @ dout
        values["db"] = {
            "dout": dout.sum(axis=0),
            "x": flat.sum(axis=0),
            "rows": dout.sum(axis=1),
            "first": dout[0],
            "last": dout[-1],
        }[db]
    return values


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    forward = of_names(names, FORWARD_NAMES)
    backward = of_names(names, BACKWARD_NAMES)
    if _takes_columns(forward, backward):
        yield from _of_columns(forward, backward)
    else:
        yield from _of_rows(forward, backward)
    for kind in all_of_names(names, PRODUCT_NAMES):
        yield from _of_product(kind)
    for kind in all_of_names(names, CLASS_NAMES):
        yield from of_class(kind)


def _of_rows(forward: Any, backward: Any) -> Iterator[Subject]:
    if forward is not None:
        ordered = order(forward, INPUTS)
        yield _forward(forward.__name__, Call(forward_call(forward, ordered, "out")), "affine",
                       f"out, cache = {forward.__name__}({', '.join(ordered)})", forward)  # fmt: skip
    direct = None if backward is None else taken_directly(backward, INPUTS)
    if backward is not None and (direct is not None or accepts(backward, 2)):
        caches = caches_of(backward, forward, KEPT, CACHES, CACHE)
        made: tuple[str, ...] = (caches.line,)
        if direct is not None:
            made = ()
        elif forward is not None:
            made = (f"out, cache = {forward.__name__}({', '.join(order(forward, INPUTS))})",)
        given = ", ".join(direct or ("dout", "cache"))
        subject = _backward(
            backward.__name__,
            backward_call(forward, backward, INPUTS, ("dx", "dw", "db"), caches.values),
            "affine",
            (*made, f"dx, dw, db = {backward.__name__}({given})"),
            backward,
        )
        if direct is not None and not subject.takes_images:  # of matrices, as nobody flattens them before
            subject = replace(subject, further_shapes={})
        alone = forward is None and direct is None
        yield replace(subject, needs_forward=alone and caches.is_guess)


# -- samples in columns ------------------------------------------------------------------------------------

COLUMNS = {"x": Shape(("D", "N")), "w": Shape(("M", "D")), "b": Shape(("M", 1)), "dout": Shape(("M", "N"))}
COLUMN_READINGS = (
    Reading(
        "columns-mean",
        Text(
            "표본이 열이고, `dw`와 `db`를 표본에 대해 평균 낸다",
            "samples are columns, and `dw` and `db` average over them",
        ),
        {"average": 1},
    ),
    Reading("columns-sum", Text("표본이 열이다", "samples are columns"), {"average": 0}),
)


def _takes_columns(forward: Any, backward: Any) -> bool:
    """Whether ``W x + b`` is meant, with a sample in each column of ``x``, and nothing else fits.

    A forward tells, or else a backward that is given what the course caches.
    """
    rows = {"x": np.ones((2, 3)), "w": np.ones((3, 4)), "b": np.ones(4), "dout": np.ones((2, 4))}
    columns = {"x": np.ones((3, 2)), "w": np.ones((4, 3)), "b": np.ones((4, 1)), "dout": np.ones((4, 2))}

    def fits(given: Given) -> bool:
        with briefly():
            if forward is not None:
                out = first(call(forward, given, order(forward, INPUTS)))
                return bool(np.shape(out) == given["dout"].shape)
            dx, dw, _ = backward(
                given["dout"], caches_of(backward, forward, KEPT, CACHES, CACHE).values[0](given)
            )
            return bool(np.shape(dx) == given["x"].shape and np.shape(dw) == given["w"].shape)
        return False

    return not fits(rows) and fits(columns)


def column_reference(given: Given, average: int = 0) -> Values:
    """The layer with samples in columns."""
    x, w = given["x"], given["w"]
    values = {"out": w @ x + given["b"]}
    if "dout" in given:
        dout = given["dout"]
        share = 1 / x.shape[1] if average else 1
        values["dx"] = w.T @ dout
        values["dw"] = share * (dout @ x.T)
        values["db"] = share * dout.sum(axis=1, keepdims=True)
    return values


def _of_columns(forward: Any, backward: Any) -> Iterator[Subject]:
    made = ""
    if forward is not None:
        ordered, name = order(forward, INPUTS), forward.__name__
        made = f"out, cache = {name}({', '.join(ordered)})"
        yield Subject(
            name, name, {part: COLUMNS[part] for part in INPUTS}, ("out",), (Call(forward_call(forward, ordered, "out")),),
            column_reference, (made,), RESULTS, COLUMN_READINGS[1:], source=forward,
        )  # fmt: skip
    if backward is not None:
        caches = caches_of(backward, forward, KEPT, CACHES, CACHE)
        calls = backward_call(forward, backward, INPUTS, ("dx", "dw", "db"), caches.values)
        yield Subject(
            backward.__name__, backward.__name__, COLUMNS, ("dx", "dw", "db"), calls, column_reference,
            (made or caches.line, f"dx, dw, db = {backward.__name__}(dout, cache)"), RESULTS, COLUMN_READINGS,
            source=backward,
        )  # fmt: skip


# -- classes -----------------------------------------------------------------------------------------------


def of_class(kind: type) -> Iterator[Subject]:
    """The two methods of a class that is made of a weight and a bias, or of their sizes."""
    name = kind.__name__
    if is_function_like(kind):
        forward, backward = kind.forward, kind.backward  # type: ignore[attr-defined]
        calls = backward_call(forward, backward, INPUTS, ("dx", "dw", "db"), CACHES)
        ordered = order(forward, INPUTS)
        made = f"out, cache = {name}.forward({', '.join(ordered)})"
        yield _forward(f"{name}.forward", Call(forward_call(forward, ordered, "out")), name, made, kind)
        returned = (made, f"dx, dw, db = {name}.backward(dout, cache)")
        yield _backward(f"{name}.backward", calls, name, returned, kind)
        return
    maker, gradients = maker_of(kind), ("dx", "dw", "db")
    if _wants_columns(maker):
        return
    made = "\n".join([*maker.lines, "out = layer.forward(x)"])
    yield _forward(f"{name}.forward", forward_of(maker), name, made, kind)
    reads: dict[str, str] = {}
    back = backward_of(maker, gradients, reads)
    lines = backward_lines(maker, gradients)
    yield replace(_backward(f"{name}.backward", (back,), name, lines, kind), reads=reads)


def _wants_columns(maker: Maker) -> bool:
    """Whether objects that are made of sizes take a sample as a column, and no samples as rows."""

    def takes(x: Any) -> bool:
        with briefly():
            called(maker.real({"w": np.ones((3, 4)), "b": np.ones(4)}), "forward", x)
            return True
        return False

    return isinstance(maker, LayerTemplate) and not takes(np.ones((2, 3))) and takes(np.ones((3, 1)))


def _product_reference(given: Given, **options: Any) -> Values:
    """The layer without a bias."""
    values = reference({**given, "b": 0 * given["w"][0]}, **options)
    return {name: value for name, value in values.items() if name != "db"}


def _of_product(kind: type) -> Iterator[Subject]:
    """The two methods of a class that is made of a weight alone."""
    name, maker = kind.__name__, Constructed(kind, ("w",))
    made = (*maker.lines, "out = layer.forward(x)")
    reads: dict[str, str] = {}
    inputs = {part: VECTORS[part] for part in ("x", "w")}
    yield Subject(
        f"{name}.forward", name, inputs, ("out",), (forward_of(maker),), _product_reference, made, RESULTS, source=kind,
    )  # fmt: skip
    yield Subject(
        f"{name}.backward", name, {**inputs, "dout": VECTORS["dout"]}, ("dx", "dw"), (backward_of(maker, ("dx", "dw"), reads),),
        _product_reference, backward_lines(maker, ("dx", "dw")), RESULTS, reads=reads,
        flaws=tuple(flaw for flaw in FLAWS if "db" not in flaw.options), source=kind,
    )  # fmt: skip


def _forward(name: str, program: Program, group: str, snippet: str, source: Any) -> Subject:
    vectors = {name: VECTORS[name] for name in INPUTS}
    return Subject(
        name, group, vectors, ("out",), (program,), reference, tuple(snippet.splitlines()), RESULTS,
        flaws=FORWARD_FLAWS, further_shapes=FORWARD_IMAGES, takes_images=name.lower() == "affine_forward", source=source,
    )  # fmt: skip


def _backward(
    name: str, programs: tuple[Program, ...], group: str, snippet: tuple[str, ...], source: Any
) -> Subject:
    return Subject(
        name, group, VECTORS, ("dx", "dw", "db"), programs, reference, snippet, RESULTS,
        flaws=FLAWS[3:], further_shapes=IMAGES, takes_images=name.lower() == "affine_backward", source=source,
    )  # fmt: skip
