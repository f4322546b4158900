"""What a gradient becomes on its way back through one operation: one rule per operation of NumPy's.

A rule gets the operation and the gradient of its result, shaped like the result or broadcastable to it,
and says the gradient of each operand, before what was broadcast is summed again.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.deriving.code import Code, call, literal, number
from yudo.verification.deriving.graph import Value
from yudo.verification.symbolic.arrays.axes import Axes


@dataclass(frozen=True)
class Scatter:
    """A gradient that goes to some places of an array: ``d[index] += gradient``."""

    index: ast.expr
    gradient: Code
    repeats: bool
    """Whether a place may occur twice in the index."""


Part = Code | Scatter | None
Gradient = Callable[[Value, Code], Sequence[Part]]


@dataclass(frozen=True)
class Rule:
    """The gradient of one operation, and what a reader is told of it."""

    title: Text
    why: Text
    gradient: Gradient


RULES: dict[str, Rule] = {}
"""By the operation's name in NumPy."""


def _rule(*keys: str, title: Text, why: Text) -> Callable[[Gradient], Gradient]:
    def add(gradient: Gradient) -> Gradient:
        RULES.update(dict.fromkeys(keys, Rule(title, why, gradient)))
        return gradient

    return add


def _full(op: Value, g: Code) -> Code:
    """The gradient with all entries of the result, where it is one number for many."""
    if g.axes == op.axes:
        return g
    return call("broadcast_to", op.axes, g.node, ast.Attribute(op.code.node, "shape", ast.Load()))


# -- sums and products of arrays of one shape ----------------------------------------------------------------


@_rule(
    "add",
    title=Text("더한 것의 그래디언트는 그대로 흐른다", "Addition passes the gradient on"),
    why=Text(
        "a+b를 a로 미분하면 1이다. 브로드캐스팅된 축에서는 더한다.",
        "The derivative of a+b with respect to a is 1; along axes that were broadcast it is summed.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return g, g


@_rule(
    "subtract",
    title=Text("뺀 쪽의 그래디언트는 부호가 바뀐다", "Subtraction turns the sign"),
    why=Text("a-b를 b로 미분하면 -1이다.", "The derivative of a-b with respect to b is -1."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return g, -g


@_rule(
    "negative",
    title=Text("부호를 바꾼다", "The sign turns"),
    why=Text("-a의 미분은 -1이다.", "The derivative of -a is -1."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return (-g,)


@_rule(
    "multiply",
    title=Text("곱에서는 다른 인수를 곱한다", "In a product, multiply by the other factor"),
    why=Text("ab를 a로 미분하면 b다.", "The derivative of ab with respect to a is b."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, b = op.operands
    return g * b, g * a


@_rule(
    "divide",
    title=Text("몫의 미분법을 쓴다", "Apply the quotient rule"),
    why=Text(
        "q=a/b를 a로 미분하면 1/b, b로 미분하면 -q/b다.",
        "For q=a/b the derivatives are 1/b with respect to a and -q/b with respect to b.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    _, b = op.operands
    return g / b, -(g * op.code / b)


@_rule(
    "power",
    title=Text("거듭제곱을 미분한다", "Differentiate the power"),
    why=Text("a^p의 미분은 p a^(p-1)이다.", "The derivative of a^p is p a^(p-1)."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, exponent = op.operands
    try:
        p = ast.literal_eval(exponent.node)
    except ValueError:
        return g * exponent * (Code(ast.BinOp(a.node, ast.Pow(), (exponent - number(1)).node), a.axes)), None
    if p == 1:
        return g, None
    if p == 2:
        return 2 * g * a, None
    if p == -1:
        return -(g * op.code**2), None
    if p == 0.5:
        return g / (2 * op.code), None
    return g * number(p) * Code(ast.BinOp(a.node, ast.Pow(), literal(p - 1)), a.axes), None


# -- functions of one entry ----------------------------------------------------------------------------------


def _entrywise(key: str, title: Text, why: Text, gradient: Callable[[Code, Code, Code], Code]) -> None:
    RULES[key] = Rule(title, why, lambda op, g: (gradient(g, op.operands[0], op.code),))


def _density(a: Code) -> Code:
    """The slope of the error function."""
    height = number(2) / call("sqrt", (), ast.parse("np.pi", mode="eval").body)
    return height * call("exp", a.axes, (-(a**2)).node)


_entrywise(
    "exp",
    Text("지수 함수의 미분은 자신이다", "The exponential is its own derivative"),
    Text("(e^a)' = e^a이므로 순전파의 값을 다시 쓴다.", "(e^a)' = e^a: the forward's value is used again."),
    lambda g, a, out: g * out,
)
_entrywise(
    "expm1",
    Text("지수 함수를 미분한다", "Differentiate the exponential"),
    Text("(e^a-1)' = e^a이다.", "(e^a-1)' = e^a."),
    lambda g, a, out: g * (out + number(1)),
)
_entrywise(
    "log",
    Text("로그의 미분은 역수다", "The derivative of the logarithm is the reciprocal"),
    Text("(log a)' = 1/a이다.", "(log a)' = 1/a."),
    lambda g, a, out: g / a,
)
_entrywise(
    "log1p",
    Text("로그의 미분은 역수다", "The derivative of the logarithm is the reciprocal"),
    Text("(log(1+a))' = 1/(1+a)이다.", "(log(1+a))' = 1/(1+a)."),
    lambda g, a, out: g / (number(1) + a),
)
_entrywise(
    "sqrt",
    Text("제곱근을 미분한다", "Differentiate the square root"),
    Text("(√a)' = 1/(2√a)이다.", "(√a)' = 1/(2√a)."),
    lambda g, a, out: g / (2 * out),
)
_entrywise(
    "square",
    Text("제곱을 미분한다", "Differentiate the square"),
    Text("(a^2)' = 2a다.", "(a^2)' = 2a."),
    lambda g, a, out: 2 * g * a,
)
_entrywise(
    "reciprocal",
    Text("역수를 미분한다", "Differentiate the reciprocal"),
    Text("(1/a)' = -1/a^2이다.", "(1/a)' = -1/a^2."),
    lambda g, a, out: -(g * out**2),
)
_entrywise(
    "tanh",
    Text("쌍곡탄젠트를 미분한다", "Differentiate the hyperbolic tangent"),
    Text("(tanh a)' = 1-tanh^2 a다.", "(tanh a)' = 1-tanh^2 a."),
    lambda g, a, out: g * (1 - out**2),
)
_entrywise(
    "erf",
    Text("오차함수를 미분한다", "Differentiate the error function"),
    Text("(erf a)' = (2/√π)e^(-a^2)이다.", "(erf a)' = (2/√π)e^(-a^2)."),
    lambda g, a, out: g * _density(a),
)
_entrywise(
    "erfc",
    Text("오차함수를 미분한다", "Differentiate the error function"),
    Text(
        "erfc a = 1-erf a이므로 (erfc a)' = -(2/√π)e^(-a^2)이다.",
        "erfc a = 1-erf a, so (erfc a)' = -(2/√π)e^(-a^2).",
    ),
    lambda g, a, out: -(g * _density(a)),
)
_entrywise(
    "absolute",
    Text("절댓값의 미분은 부호다", "The derivative of the absolute value is the sign"),
    Text("0이 아닌 곳에서 |a|' = sign a다.", "Away from 0, |a|' = sign a."),
    lambda g, a, out: g * call("sign", a.axes, a.node),
)

SIGMOID = Rule(
    Text("시그모이드를 출력으로 미분한다", "The sigmoid's derivative is made of its output"),
    Text("s = 1/(1+e^(-a))이면 s' = s(1-s)다.", "For s = 1/(1+e^(-a)), s' = s(1-s)."),
    lambda op, g: (g * op.code * (1 - op.code),),
)
TANH = Rule(RULES["tanh"].title, RULES["tanh"].why, lambda op, g: (g * (1 - op.code**2),))
BY_OUTPUT = (SIGMOID, TANH)
"""Derivatives that are made of the output alone, however the forward computes it."""


@_rule(
    "maximum",
    "minimum",
    title=Text("선택된 쪽으로만 흐른다", "Only the one that was chosen gets it"),
    why=Text(
        "큰 쪽(작은 쪽)이 출력이므로 그래디언트는 그쪽으로만 흐른다. 같은 점에서는 관례다.",
        "The output is the larger (smaller) one, so the gradient goes there alone; where both are "
        "equal, a convention holds.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, b = op.operands
    strict, equal = (ast.Gt(), ast.GtE()) if op.key == "maximum" else (ast.Lt(), ast.LtE())
    # Where both are equal, the first gets it; a constant gets nothing.
    return g * a.compared(strict, b), g * b.compared(equal if a.is_name else strict, a)


@_rule(
    "clip",
    title=Text("잘린 원소에는 흐르지 않는다", "What was clipped gets nothing"),
    why=Text(
        "한계를 벗어난 원소의 출력은 상수이므로 미분이 0이다.",
        "Beyond a bound the output is constant and its derivative 0.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a = op.operands[0]
    for name, sign in (("a_min", ast.Gt()), ("a_max", ast.Lt()), ("min", ast.Gt()), ("max", ast.Lt())):
        bound = op.options.get(name)
        if bound is not None:
            g = g * a.compared(sign, _as_code(bound))
    return (g,)


@_rule(
    "where",
    title=Text("조건을 만족한 쪽으로만 흐른다", "Each side gets it where the condition chose it"),
    why=Text(
        "출력이 a인 원소의 그래디언트는 a로, 나머지는 b로 흐른다.",
        "Where the output is a the gradient goes to a, elsewhere to b.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    condition = op.options["condition"]
    zero = ast.Constant(0)
    return (
        call("where", op.axes, condition, g.node, zero),
        call("where", op.axes, condition, zero, g.node),
    )


@_rule(
    "logaddexp",
    title=Text("로그-합-지수를 미분한다", "Differentiate the log-sum-exp"),
    why=Text(
        "l=log(e^a+e^b)를 a로 미분하면 e^(a-l)이다.",
        "For l=log(e^a+e^b) the derivative with respect to a is e^(a-l).",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return [g * call("exp", op.axes, (one - op.code).node) for one in op.operands]


# -- reductions ----------------------------------------------------------------------------------------------


def _spread(op: Value, g: Code) -> Code:
    """The gradient of a reduction with the axes that were summed, of size 1 again."""
    (a, *_) = op.operands
    axis, keeps = op.options.get("axis"), op.options.get("keepdims", False)
    if axis is None or keeps is True or not g.axes:
        return g
    axes = sorted(i % len(a.axes) for i in ((axis,) if isinstance(axis, int) else axis))
    if axes == list(range(len(axes))):  # broadcasting puts leading axes back by itself
        return g
    index = [literal(None) if place in axes else ast.Slice() for place in range(axes[-1] + 1)]
    kept: Axes = tuple(() if place in axes else one for place, one in enumerate(a.axes))
    index_node: ast.expr = index[0] if len(index) == 1 else ast.Tuple(index, ast.Load())
    return Code(ast.Subscript(g.node, index_node, ast.Load()), kept)


def _count(op: Value) -> Code:
    """How many entries each result of a reduction has."""
    (a, *_) = op.operands
    axis = op.options.get("axis")
    if axis is None:
        return Code(ast.Attribute(a.node, "size", ast.Load()), ())
    parts = [
        Code(ast.Subscript(ast.Attribute(a.node, "shape", ast.Load()), literal(i), ast.Load()), ())
        for i in ((axis,) if isinstance(axis, int) else axis)
    ]
    product = parts[0]
    for part in parts[1:]:
        product = product * part
    return product


@_rule(
    "sum",
    title=Text("합의 그래디언트는 모든 항에 퍼진다", "A sum hands its gradient to every term"),
    why=Text("합을 각 항으로 미분하면 1이다.", "The derivative of a sum with respect to each term is 1."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return (_spread(op, g),)


@_rule(
    "mean",
    title=Text("평균의 그래디언트는 항의 수로 나뉜다", "A mean divides by the number of terms"),
    why=Text(
        "평균을 각 항으로 미분하면 항의 수의 역수다.",
        "The derivative of a mean with respect to each term is one over their number.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return (_spread(op, g) / _count(op),)


def _mean(op: Value) -> Code:
    (a, *_) = op.operands
    axis = op.options.get("axis")
    if axis is None:
        return call("mean", (), a.node)
    reduced = sorted(i % len(a.axes) for i in ((axis,) if isinstance(axis, int) else axis))
    if reduced == list(range(len(reduced))) and not op.options.get("keepdims", False):
        return call("mean", a.axes[len(reduced) :], a.node, axis=literal(axis))
    axes: Axes = tuple(() if i in reduced else one for i, one in enumerate(a.axes))
    return call("mean", axes, a.node, axis=literal(axis), keepdims=literal(True))


@_rule(
    "var",
    title=Text("분산을 미분한다", "Differentiate the variance"),
    why=Text(
        "편차의 합은 0이므로 평균을 거쳐 가는 기여는 사라지고 2(a-ā)/n이 남는다.",
        "Deviations add up to 0, so what goes through the mean vanishes and 2(a-ā)/n is left.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    (a, *_) = op.operands
    return (2 * _spread(op, g) * (a - _mean(op)) / _count(op),)


@_rule(
    "std",
    title=Text("표준편차를 미분한다", "Differentiate the standard deviation"),
    why=Text(
        "분산의 제곱근이므로 (a-ā)/(nσ)다.",
        "It is the root of the variance: (a-ā)/(nσ).",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    (a, *_) = op.operands
    return (_spread(op, g / op.code) * (a - _mean(op)) / _count(op),)


@_rule(
    "max",
    "min",
    title=Text("가장 큰(작은) 원소로만 흐른다", "Only the largest (smallest) entry gets it"),
    why=Text(
        "출력은 그 원소 하나와 같다. 여럿이 같은 점에서는 관례다.",
        "The output equals that one entry; where several are equal, a convention holds.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    (a, *_) = op.operands
    return (_spread(op, g) * a.compared(ast.Eq(), _spread(op, op.code)),)


@_rule(
    "cumsum",
    title=Text("누적합은 뒤에서부터 더한다", "A running sum is added up from behind"),
    why=Text(
        "k번째 항은 그 뒤의 모든 누적합에 들어 있다.", "The term k is in every running sum from there on."
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    axis = op.options.get("axis", -1)
    back = _reversed(_full(op, g), axis)
    return (_reversed(call("cumsum", op.axes, back.node, axis=literal(axis)), axis),)


def _reversed(g: Code, axis: int) -> Code:
    places: list[ast.expr] = [ast.Slice() for _ in g.axes]
    places[axis] = ast.Slice(step=literal(-1))
    index: ast.expr = places[0] if len(places) == 1 else ast.Tuple(places, ast.Load())
    return Code(ast.Subscript(g.node, index, ast.Load()), g.axes)


# -- contractions --------------------------------------------------------------------------------------------


@_rule(
    "matmul",
    "dot",
    title=Text(
        "행렬곱에서는 다른 쪽의 전치를 곱한다", "In a matrix product, multiply by the other's transpose"
    ),
    why=Text(
        "z[n,m] = Σ_d x[n,d]·w[d,m]이므로 dx[n,d] = Σ_m dz[n,m]·w[d,m]이고 dw[d,m] = Σ_n x[n,d]·dz[n,m]이다.",
        "z[n,m] = Σ_d x[n,d]·w[d,m], so dx[n,d] = Σ_m dz[n,m]·w[d,m] and dw[d,m] = Σ_n x[n,d]·dz[n,m].",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, b = op.operands
    if not a.axes or not b.axes:
        return g * b, g * a
    g = _full(op, g)
    match len(a.axes), len(b.axes):
        case 1, 1:
            return g * b, g * a
        case 2, 2:
            return g.matmul(b.transposed, a.axes), a.transposed.matmul(g, b.axes)
        case 2, 1:
            return _outer(g, b), a.transposed.matmul(g, b.axes)
        case 1, 2:
            return b.matmul(g, a.axes), _outer(a, g)
    return _by_letters(op, g, *_letters_of_matmul(len(a.axes), len(b.axes), op.key == "dot"))


def _outer(a: Code, b: Code) -> Code:
    return call("outer", (*a.axes, *b.axes), a.node, b.node)


def _letters_of_matmul(left: int, right: int, is_dot: bool) -> tuple[list[str], str]:
    """The subscripts of a matrix product of any ranks."""
    batch = "abcefghij"[: max(left, right) - 2]
    if right == 1:
        return [batch + "nd", "d"], batch + "n"
    if left == 1:
        return ["d", batch + "dm"], batch + "m"
    if is_dot:
        second = "opqr"[: right - 2]
        first = batch[: left - 2]
        return [first + "nd", second + "dm"], first + "n" + second + "m"
    return [batch[len(batch) - left + 2 :] + "nd", batch[len(batch) - right + 2 :] + "dm"], batch + "nm"


def _by_letters(op: Value, g: Code, operands: list[str], out: str) -> Sequence[Part]:
    """The gradients of a contraction: the subscripts of result and operand change places."""
    found: list[Part] = []
    for place, (wanted, operand) in enumerate(zip(operands, op.operands, strict=True)):
        others = [i for i in range(len(operands)) if i != place]
        seen = set(out).union(*(operands[i] for i in others))
        kept = "".join(letter for letter in wanted if letter in seen)
        given = ",".join([out, *(operands[i] for i in others)])
        nodes = [g.node, *(op.operands[i].node for i in others)]
        axes = tuple(axis for letter, axis in zip(wanted, operand.axes, strict=True) if letter in seen)
        made = call("einsum", axes, literal(f"{given}->{kept}"), *nodes)
        for at, letter in enumerate(wanted):
            if letter not in seen:
                made = call("expand_dims", (*made.axes[:at], (), *made.axes[at:]), made.node, literal(at))
        if made.axes != operand.axes:
            shape = ast.Attribute(operand.node, "shape", ast.Load())
            made = call("broadcast_to", operand.axes, made.node, shape)
        found.append(made)
    return found


@_rule(
    "einsum",
    title=Text("아인슈타인 합에서는 첨자의 자리를 바꾼다", "In an Einstein sum, subscripts change places"),
    why=Text(
        "출력의 첨자와 배열의 첨자를 맞바꾸면 그 배열의 그래디언트가 된다.",
        "Exchange the subscripts of the output and of a factor, and it is the factor's gradient.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    written = op.options["subscripts"].replace(" ", "")
    left, arrow, out = written.partition("->")
    if not arrow:
        letters = left.replace(",", "")
        out = "".join(sorted(letter for letter in set(letters) if letters.count(letter) == 1))
    return _by_letters(op, _full(op, g), left.split(","), out)


@_rule(
    "outer",
    title=Text("외적에서는 다른 벡터와 곱한다", "In an outer product, multiply by the other vector"),
    why=Text("z[i,j] = a[i]·b[j]다.", "z[i,j] = a[i]·b[j]."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, b = op.operands
    g = _full(op, g)
    return g.matmul(b, a.axes), a.matmul(g, b.axes)


@_rule(
    "inner",
    title=Text("내적에서는 다른 쪽을 곱한다", "In an inner product, multiply by the other"),
    why=Text("z = Σ_i a[i]·b[i]다.", "z = Σ_i a[i]·b[i]."),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, b = op.operands
    letters = "abcefgh"
    first, second = (
        letters[: len(a.axes) - 1] + "z",
        letters[len(a.axes) : len(a.axes) + len(b.axes) - 1] + "z",
    )
    return _by_letters(op, _full(op, g), [first, second], first[:-1] + second[:-1])


# -- another shape -------------------------------------------------------------------------------------------

_BACK = Text(
    "모양만 바뀌므로 그래디언트를 원래 모양으로 되돌린다",
    "Only the shape changed: put the gradient back into the old one",
)
_BACK_WHY = Text("원소는 그대로이고 자리만 바뀌었다.", "The entries are the same, in other places.")


@_rule("reshape", "ravel", "squeeze", "expand_dims", title=_BACK, why=_BACK_WHY)
def _(op: Value, g: Code) -> Sequence[Part]:
    a = op.operands[0]
    return (_full(op, g).method("reshape", a.axes, ast.Attribute(a.node, "shape", ast.Load())),)


@_rule("transpose", title=_BACK, why=_BACK_WHY)
def _(op: Value, g: Code) -> Sequence[Part]:
    order, rank = op.options.get("axes"), len(op.axes)
    if order is None:
        return (_full(op, g).transposed,)
    places = [i % rank for i in order]
    back = tuple(places.index(i) for i in range(rank))
    return (_full(op, g).method("transpose", op.operands[0].axes, *map(literal, back)),)


@_rule("swapaxes", title=_BACK, why=_BACK_WHY)
def _(op: Value, g: Code) -> Sequence[Part]:
    names = ("axis1", "axis2")
    return (_full(op, g).method("swapaxes", op.operands[0].axes, *(literal(op.options[n]) for n in names)),)


@_rule(
    "broadcast_to",
    title=Text("퍼뜨린 축에서 더한다", "Sum along the axes that were broadcast"),
    why=Text(
        "한 원소가 여러 자리에 쓰였으므로 그 그래디언트를 모두 더한다.",
        "One entry was used in many places: their gradients are added.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    return (_full(op, g),)


@_rule(
    "index",
    title=Text("골라낸 자리로 되돌린다", "Back to the places that were picked"),
    why=Text(
        "고르지 않은 원소는 출력에 없으므로 그래디언트가 0이다. 여러 번 고른 원소에는 더한다.",
        "Entries that were not picked are not in the output and get 0; one that was picked several "
        "times gets the sum.",
    ),
)
def _(op: Value, g: Code) -> Sequence[Part]:
    a, index = op.operands[0], op.options["index"]
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    only_new = all(
        (isinstance(part, ast.Slice) and part.lower is part.upper is part.step is None) or _is_none(part)
        for part in parts
    )
    if only_new:
        return (_full(op, g).method("reshape", a.axes, ast.Attribute(a.node, "shape", ast.Load())),)
    return (Scatter(index, g, repeats=not op.options["distinct"]),)


def _is_none(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and part.value is None


def _as_code(value: Any) -> Code:
    return Code(value if isinstance(value, ast.expr) else literal(value), ())
