"""The page of notation: letters, sizes, arrays and signs, as the derivations use and print them.

Read in a process of its own, for the same reason as `docs.site_builder.records`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.printed import read_printed

_PLACEHOLDER = re.compile(r"<!-- notation:(\w+) -->")
_MOST = 3
"""How many ranges of a letter are listed before an ellipsis."""

_Words = dict[str, tuple[str, str]]

HEADERS: dict[str, _Words] = {
    "indices": {
        "letter": ("글자", "Letter"),
        "range": ("크기", "Runs over"),
        "meaning": ("뜻", "Meaning"),
        "layers": ("나오는 층", "Layers"),
    },
    "sizes": {
        "letter": ("글자", "Letter"),
        "meaning": ("뜻", "Meaning"),
        "layers": ("나오는 층", "Layers"),
    },
    "arrays": {
        "letter": ("식", "Formula"),
        "name": ("코드", "Code"),
        "shape": ("모양", "Shape"),
        "meaning": ("뜻", "Meaning"),
        "layers": ("나오는 층", "Layers"),
    },
    "signs": {"sign": ("기호", "Sign"), "meaning": ("뜻", "Meaning")},
}

INDICES: _Words = {
    "n": ("표본", "sample"),
    "d": ("입력의 특성", "feature of the input"),
    "m": ("출력", "output"),
    "g": (
        "채널의 그룹. 합성곱 신경망에서는 미분하는 필터, 트랜스포머 블록에서는 특성을 한 번 더 도는 첨자",
        "group of channels; in the convolutional net, filter of the derivative; in the transformer block, "
        "second index over the features",
    ),
    "e": (
        "트랜스포머 블록의 특성, 캡션을 다는 RNN에서는 단어 벡터의 원소. 합성곱 신경망에서는 미분하는 원소의 "
        "채널이나 은닉 유닛",
        "feature of the transformer block; in the captioning RNN, entry of a word's vector; in the "
        "convolutional net, channel or hidden unit of the entry of the derivative",
    ),
    "f": ("필터. 트랜스포머 블록에서는 은닉 유닛", "filter; in the transformer block, hidden unit"),
    "c": ("클래스. 이미지에서는 채널", "class; of images, channel"),
    "p": ("픽셀. 합성곱과 풀링에서는 창의 행", "pixel; of images, row of a window"),
    "h": (
        "은닉 유닛. 멀티 헤드 어텐션에서는 헤드, 이미지에서는 미분하는 픽셀의 행",
        "hidden unit; in multi-head attention, head; of images, row of the pixel of the derivative",
    ),
    "v": (
        "어휘의 번호. 이미지에서는 미분하는 픽셀의 열",
        "number in the vocabulary; of images, column of the pixel of the derivative",
    ),
    "k": (
        "글자가 이미 쓰인 축을 한 번 더 도는 첨자",
        "second index over an axis whose letter is taken",
    ),
    "a": ("미분하는 원소의 헤드", "head of the entry of the derivative"),
    "i": (
        "미분하는 변수인 원소의 첫째 첨자",
        "first index of the entry of the derivative",
    ),
    "j": (
        "미분하는 변수인 원소의 둘째 첨자",
        "second index of the entry of the derivative",
    ),
    "r": (
        "미분하는 변수인 원소의 셋째 첨자. LSTM과 GRU에서는 게이트의 번호, 이미지에서는 필터나 창 안의 행",
        "third index of the entry of the derivative; in LSTM and GRU, its gate; of images, row within a "
        "filter or a window",
    ),
    "s": (
        "미분하는 원소의 시각. 어텐션에서는 키, 합성곱에서는 미분하는 필터 원소의 열",
        "time step of the entry of the derivative; in attention, key; in a convolution, column of a filter",
    ),
    "u": (
        "키를 한 번 더 도는 첨자. 합성곱에서는 미분하는 필터 원소의 행",
        "second index over the keys; in a convolution, row of the filter's entry of the derivative",
    ),
    "q": (
        "미분하는 원소의 픽셀. 합성곱과 풀링에서는 창의 열. LSTM에서는 게이트의 번호로 입력, 망각, 출력, "
        "후보의 차례, GRU에서는 업데이트, 리셋, 후보의 차례다",
        "pixel of the entry of the derivative; of images, column of a window; in an LSTM, a gate: "
        "input, forget, output, candidate; in a GRU: update, reset, candidate",
    ),
    "l": ("층의 번호, 1부터 센다", "number of a layer, counted from 1"),
    "t": (
        "층이나 단계, 시각, 쿼리를 따라 도는 첨자. 이미지에서는 필터나 창 안의 열",
        "index over layers, stages, time steps or queries; of images, column within a filter or a window",
    ),
}

SIZES: _Words = {
    "N": ("표본의 수", "number of samples"),
    "D": ("특성의 수. 축이 여럿이면 모두 곱한 것", "number of features; of several axes, the product"),
    "M": (
        "출력의 수. 합성곱 신경망에서는 은닉 유닛의 수",
        "number of outputs; in the convolutional net, of hidden units",
    ),
    "A": ("풀링의 창의 행의 수", "number of rows of a pooling window"),
    "B": ("풀링의 창의 열의 수", "number of columns of a pooling window"),
    "C": ("클래스의 수. 이미지에서는 채널의 수", "number of classes; of images, of channels"),
    "G": ("채널을 나눈 그룹의 수", "number of groups of channels"),
    "P": (
        "한 채널의 픽셀 수, 곧 행과 열의 수를 곱한 것. 합성곱과 풀링에서는 출력의 행의 수",
        "number of pixels of a channel: rows times columns; in convolution and pooling, of rows of "
        "the output",
    ),
    "Q": ("합성곱과 풀링의 출력의 열의 수", "number of columns of the output of convolution and pooling"),
    "E": (
        "트랜스포머 블록의 특성의 수. 캡션을 다는 RNN에서는 단어 벡터의 길이",
        "number of features of the transformer block; in the captioning RNN, length of a word's vector",
    ),
    "F": (
        "필터의 수. 트랜스포머 블록에서는 은닉 유닛의 수",
        "number of filters; in the transformer block, of hidden units",
    ),
    "R": ("필터나 창의 행의 수", "number of rows of a filter or a window"),
    "H": (
        "은닉 유닛의 수. $H_l$은 층 $l$의 너비. 멀티 헤드 어텐션에서는 헤드의 수",
        "number of hidden units; $H_l$ is the width of layer $l$; in multi-head attention, number of heads",
    ),
    "L": (
        "층의 수. 미분되는 $L$은 손실이다",
        "number of layers; in a derivative, $L$ is the loss",
    ),
    "V": ("어휘의 크기", "number of words in the vocabulary"),
    "T": (
        "시각의 수. 어텐션에서는 쿼리의 수, 이미지에서는 필터나 창의 열의 수",
        "number of time steps; in attention, of queries; of images, of columns of a filter or a window",
    ),
    "S": (
        "키의 수. 합성곱과 풀링에서는 스트라이드",
        "number of keys; in convolution and pooling, the stride",
    ),
    "K": (
        "한 그룹의 채널 수, 또는 이어 붙인 시그모이드의 수. 합성곱 신경망에서는 클래스의 수",
        "number of channels of a group, or of sigmoids in a row; in the convolutional net, of classes",
    ),
}

ARRAYS: _Words = {
    "x": ("입력. 소프트맥스에서는 로짓", "input; for the softmax, the logits"),
    "y": (
        "레이블. 트랜스포머 블록에서는 입력에 어텐션의 결과를 더한 것",
        "labels; in the transformer block, the input plus what attention adds",
    ),
    "w": ("가중치", "weights"),
    "b": ("편향", "biases"),
    "W": ("가중치. 깊은 신경망에서는 층마다 하나씩 있다", "weights; in deep nets, one array for each layer"),
    "W1": ("첫째 층의 가중치", "weights of the first layer"),
    "b1": ("첫째 층의 편향", "biases of the first layer"),
    "W2": ("둘째 층의 가중치", "weights of the second layer"),
    "b2": ("둘째 층의 편향", "biases of the second layer"),
    "out": ("층의 출력", "output of a layer"),
    "dout": ("업스트림 그래디언트", "upstream gradient"),
    "candidate": (
        "셀이나 은닉 상태에 새로 적을 후보",
        "what may be written into the cell or the hidden state",
    ),
    "dnext_c": ("새 셀에 대한 업스트림 그래디언트", "upstream gradient with respect to the new cell"),
    "z": ("활성화 함수에 들어가기 전의 값", "values before the activation"),
    "z1": (
        "첫째 완전연결층의 출력. 합성곱 신경망에서는 합성곱의 출력",
        "output of the first affine layer, or of the convolution of a net",
    ),
    "a": ("활성화 함수를 거친 값", "values after the activation"),
    "a1": (
        "은닉 유닛의 값. 합성곱 신경망에서는 합성곱의 출력이 ReLU를 거친 값",
        "hidden units; in the convolutional net, what the ReLU leaves of a convolution",
    ),
    "dz": ("$z$에 대한 손실의 그래디언트", "gradient of the loss with respect to $z$"),
    "dz1": ("$z^{(1)}$에 대한 손실의 그래디언트", "gradient of the loss with respect to $z^{(1)}$"),
    "scores": ("점수, 곧 소프트맥스의 로짓", "scores: the logits of the softmax"),
    "dscores": ("점수에 대한 손실의 그래디언트", "gradient of the loss with respect to the scores"),
    "probs": ("소프트맥스 확률", "softmax probabilities"),
    "onehot": ("레이블을 원-핫으로 적은 것", "the labels in one-hot form"),
    "ell": ("표본 하나의 손실", "loss of one sample"),
    "shifted": ("로짓을 옮긴 뒤의 확률", "probabilities of shifted logits"),
    "m": (
        "행의 최댓값, 또는 그래디언트의 이동 평균. 첨자 $m$과는 다르다",
        "maximum of a row, or running mean of the gradients; not the index $m$",
    ),
    "dw": ("$w$에 대한 손실의 그래디언트", "gradient of the loss with respect to $w$"),
    "v": (
        "속도, 또는 제곱한 그래디언트의 이동 평균. 어텐션에서는 값",
        "velocity, or running mean of the squared gradients; in attention, the values",
    ),
    "next_v": ("한 걸음 뒤의 $v$", "$v$ after one step"),
    "s": (
        "한 행의 로짓에 더하는 수. 정규화를 쓰는 신경망에서는 정규화를 거쳐 ReLU에 들어가는 값",
        "number added to the logits of a row; in nets with normalisation, what goes into the ReLU",
    ),
    "p": (
        "로짓을 구하려는 확률. 어텐션에서는 키마다의 확률",
        "probabilities whose logit is wanted; in attention, those of the keys",
    ),
    "mask": (
        "남길 자리는 1, 버릴 자리는 0. 어텐션에서는 점수에 더하는 0이나 −∞",
        "1 where something counts, 0 where not; in attention, 0 or −∞, added to the scores",
    ),
    "odds": ("오즈", "odds"),
    "logit": ("로짓", "logit"),
    "g": ("시그모이드 사슬의 미분", "derivative of a chain of sigmoids"),
}

SIGNS: _Words = {
    "derivative": (
        "손실 $L$을 원소 하나로 편미분한 것. 편미분을 모두 모은 배열이 그래디언트다",
        "partial derivative of the loss $L$ with respect to one entry; all of them together are the gradient",
    ),
    "gradient": (
        "배열 전체에 대한 그래디언트. 그 배열과 모양이 같다",
        "gradient with respect to the whole array, of the same shape",
    ),
    "sum": (
        "첨자를 0부터 크기보다 1 작은 수까지 바꾸며 더한다",
        "sum over an index from 0 to one less than the size",
    ),
    "maximum": ("첨자를 바꾸며 본 값 가운데 가장 큰 것", "largest of the values as the index runs"),
    "delta": (
        "크로네커 델타. 두 첨자가 같으면 1, 다르면 0",
        "Kronecker delta: 1 if the two indices are equal, 0 if not",
    ),
    "step": (
        "지시 함수. 괄호 안이 참이면 1, 아니면 0이다. 따라서 0에서는 0",
        "indicator: 1 where the condition holds and 0 elsewhere, hence 0 at 0",
    ),
    "relu": ("$a$와 0 가운데 큰 쪽", "the larger of $a$ and 0"),
    "sigmoid": ("시그모이드", "sigmoid"),
    "log": ("자연로그", "natural logarithm"),
    "layered": ("층 $l$의 것. 거듭제곱이 아니다", "that of layer $l$; not a power"),
    "product": ("행렬곱. 안쪽 축을 따라 더한다", "matrix product: sum over the inner axis"),
    "transposed": ("전치. 행과 열을 맞바꾼다", "transpose: rows and columns exchanged"),
    "hadamard": ("원소끼리의 곱", "product entry by entry"),
    "ones": ("1로만 된 열", "column of ones"),
    "all_ones": ("1로만 된 행렬", "matrix of ones"),
    "spread": ("편향을 모든 행에 놓은 행렬", "matrix with the bias in every row"),
    "elementwise": ("원소마다 적용한 함수", "function applied to every entry"),
    "diagonal": ("열을 대각선에 놓은 행렬", "matrix with a column on its diagonal"),
    "row": ("행렬의 $n$번째 행", "row $n$ of a matrix"),
    "trace": ("대각 원소의 합", "sum of the diagonal"),
}


class NotationError(BuildError):
    """The derivations use a letter or an array that the page does not explain, or the other way round."""


def fill(markdown: str, language: str, *, root: Path, cache: Path) -> str:
    """Fill in ``<!-- notation:PART -->``, where PART is ``indices``, ``sizes``, ``arrays`` or ``signs``."""
    if not _PLACEHOLDER.search(markdown):
        return markdown
    read = read_notation(root, cache)
    return _PLACEHOLDER.sub(lambda match: _table(match[1], read, language), markdown)


def _table(part: str, read: dict[str, Any], language: str) -> str:
    place = ("ko", "en").index(language)
    meanings = {"indices": INDICES, "sizes": SIZES, "arrays": ARRAYS, "signs": SIGNS}[part]
    header = [words[place] for words in HEADERS[part].values()]
    rows = [header, ["---"] * len(header)]
    for row in read[part]:
        cells = []
        for column in HEADERS[part]:
            if column == "meaning":
                cells.append(row["says"][place] if "says" in row else meanings[row["key"]][place])
            elif column == "layers":
                titles = (read["titles"][stem][language] for stem in row["layers"])
                links = zip(titles, row["layers"], strict=True)
                cells.append(", ".join(f"[{title}](layers/{stem}.md)" for title, stem in links))
            else:
                cells.append(", ".join(row[column][:_MOST] + ["…"] * (len(row[column]) > _MOST)))
        rows.append(cells)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def read_notation(root: Path, cache: Path) -> dict[str, Any]:
    """Return what the derivations use, by part; from `cache` unless they or this module have changed."""
    notation: dict[str, Any] = read_printed(
        "docs.site_builder.notation",
        root / "derivations",
        Path(__file__),
        root=root,
        cache=cache,
        error=NotationError,
        wrong="the notation cannot be read",
    )
    return notation


def _notation() -> dict[str, Any]:
    from yudo import derivations
    from yudo.derivations.calculus.text import LANGUAGES

    layers = derivations.layers()
    read: dict[str, Any] = {"indices": {}, "sizes": {}, "arrays": {}}
    for stem, layer in layers.items():
        for part, key, facts in _uses(layer):
            row = read[part].setdefault(key, {"key": key})
            for column, text in {"layers": stem, **facts}.items():
                if text not in row.setdefault(column, []):
                    row[column].append(text)
    for key, says in _said(layers.values()):
        if key not in ARRAYS:
            read["arrays"][key]["says"] = says
    parts = {part: _in_order(part, rows) for part, rows in read.items()}
    titles = {
        stem: {language: layer.title[language] for language in LANGUAGES} for stem, layer in layers.items()
    }
    return {**parts, "signs": _signs(), "titles": titles}


def _said(layers: Iterable[Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """What arrays are, where they are declared."""
    from yudo.derivations.calculus.symbols import Tensor

    for layer in layers:
        named = [d.tensor for result in layer.results.values() for d in result.definitions]
        stated = [getattr(result.subject, "base", None) for result in layer.results.values()]
        for tensor in (*layer.inputs, layer.upstream, *named, *stated):
            if isinstance(tensor, Tensor) and tensor.says is not None:
                yield tensor.name, (tensor.says.ko, tensor.says.en)


def _in_order(part: str, rows: dict[str, Any]) -> list[Any]:
    meanings = {"indices": INDICES, "sizes": SIZES, "arrays": ARRAYS}[part]
    said = [key for key, row in rows.items() if "says" in row and key not in meanings]
    if unknown := rows.keys() - meanings.keys() - {*said}:
        where = "the says= of their tensors or " if part == "arrays" else ""
        raise NotationError(
            f"say what {sorted(unknown)} mean, in {where}{part.upper()} of docs/site_builder/notation.py"
        )
    if unused := meanings.keys() - rows.keys():
        raise NotationError(
            f"no derivation uses {sorted(unused)} of {part.upper()} in docs/site_builder/notation.py"
        )
    return [rows[key] for key in (*meanings, *said)]


def _uses(layer: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every index, size and array of a layer: the part, its key and what the row shows."""
    from sympy import Symbol, sympify
    from sympy.concrete.expr_with_limits import ExprWithLimits

    from yudo.derivations.calculus.latex import latex
    from yudo.derivations.calculus.symbols import Tensor, limits_of

    expressions = [value for value in (*layer.inputs, layer.upstream) if isinstance(value, Tensor)]
    limits = []
    for result in layer.results.values():
        limits += [*result.indices, *([result.layers] if result.layers else [])]
        expressions += [result.subject, result.derivation.start, result.closed_form]
        expressions += [step.expression for step in result.derivation.steps]
        expressions += [part for d in result.definitions for part in (d.entry, d.value)]
    for expression in expressions:
        for binder in sorted(expression.atoms(ExprWithLimits), key=str):
            limits += limits_of(binder)
    for index, size in limits:
        yield "indices", index.name, {"letter": f"${latex(index)}$", "range": f"${latex(size)}$"}
    tensors = {tensor for expression in expressions for tensor in expression.atoms(Tensor)}
    for tensor in sorted(tensors, key=lambda tensor: tensor.name):
        shape = ", ".join(latex(axis) for axis in tensor.axes) + ("," if len(tensor.axes) == 1 else "")
        symbols = latex(tensor[(tensor.layer, *"ij"[: len(tensor.axes)])]) if tensor.layer else ""
        yield (
            "arrays",
            tensor.name,
            {
                "letter": f"${re.sub(r'_{[^}]*}', '', symbols) or _name(tensor)}$",
                "name": f"`{tensor.name}`",
                "shape": f"$({shape})$",
            },
        )
    sizes = [size for _, size in limits] + [axis for tensor in tensors for axis in tensor.axes]
    for size in map(sympify, sizes):
        for symbol in sorted(size.atoms(Symbol), key=str):
            if symbol.is_positive:
                yield "sizes", symbol.name, {"letter": f"${latex(symbol)}$"}


def _name(tensor: Any) -> str:
    from yudo.derivations.calculus.latex import name_latex

    return name_latex(tensor.name)


def _signs() -> list[dict[str, Any]]:
    from sympy import Derivative, KroneckerDelta, Symbol, Trace, exp, hadamard_product, log

    from yudo.derivations.calculus import (
        Diagonal,
        Row,
        elementwise,
        indices,
        latex,
        maximum,
        ones,
        relu,
        sigmoid,
        sizes,
        step,
        tensor,
        total,
    )

    N, D, M, C = sizes("N D M C")
    n, d, c, i, j, layer = indices("n d c i j l")
    x, w, b = tensor("x", N, D), tensor("w", D, M), tensor("b", M)
    deep = tensor("z", N, D, layer=layer)
    loss, a = Symbol("L", real=True), Symbol("a", real=True)
    printed = {
        "derivative": latex(Derivative(loss, w[i, j])),
        "gradient": r"\frac{\partial L}{\partial w}",
        "sum": latex(total(x[n, d], (d, D))),
        "maximum": latex(maximum(x[n, c], (c, C))),
        "delta": latex(KroneckerDelta(i, j)),
        "step": latex(step(a)),
        "relu": f"{latex(relu(a))} = {latex(relu(a).definition())}",
        "sigmoid": f"{latex(sigmoid(a))} = {latex(sigmoid(a).definition())}",
        "log": latex(log(a)),
        "layered": latex(deep[layer, n, d]),
        "product": latex(x.matrix * w.matrix),
        "transposed": latex(x.matrix.T),
        "hadamard": latex(hadamard_product(x.matrix, tensor("y", N, D).matrix)),
        "ones": latex(ones(N)),
        "all_ones": latex(ones(N) * ones(D).T),
        "spread": latex(ones(N) * b.matrix.T),
        "elementwise": latex(elementwise(exp, x.matrix)),
        "diagonal": latex(Diagonal(b.matrix)),
        "row": latex(Row(x.matrix, n)),
        "trace": latex(Trace(x.matrix.T * x.matrix)),
    }
    return [{"key": key, "sign": [f"${printed[key]}$"]} for key in SIGNS]


if __name__ == "__main__":
    print(json.dumps(_notation()))
