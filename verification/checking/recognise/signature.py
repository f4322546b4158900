"""Which parameter of somebody's function plays which part."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

_NAMES: dict[str, tuple[str, ...]] = {
    "x": ("x", "X", "inputs", "input", "inp", "x_in", "X_batch", "data", "features", "xs", "A_prev",
          "z", "Z"),
    "w": ("w", "W", "weight", "weights", "kernel", "theta"),
    "b": ("b", "B", "bias", "biases"),
    "y": ("y", "Y", "t", "T", "labels", "label", "target", "targets", "y_true", "Y_true", "y_batch"),
    "prediction": (
        "x", "X", "prediction", "predictions", "predicted", "pred", "preds", "y_pred", "Y_pred", "ypred",
        "y_hat", "yhat", "Y_hat", "output", "outputs", "out", "inputs", "input", "a", "A", "h",
        "logits", "logit", "scores", "score", "z", "Z", "y", "Y",
    ),
    "target": (
        "target", "targets", "t", "T", "y", "Y", "y_true", "Y_true", "ytrue", "true", "actual", "expected",
        "label", "labels",
    ),
    "scores": ("x", "X", "scores", "score", "logits", "logit", "z", "Z", "s", "f", "o", "inputs", "input",
               "out"),
    "dout": (
        "dout", "dOut", "d_out", "dy", "dY", "dz", "dZ", "dA", "da", "grad", "g", "upstream", "delta",
        "dnext", "grad_output", "grad_out", "upstream_grad", "dL_dout", "gout", "dupstream", "gradient",
    ),
    "cache": ("cache", "Cache", "saved", "ctx", "memory", "state", "stored", "c", "caches"),
    "reg": ("reg", "lam", "lambda_", "lamb", "lmbda", "l2", "reg_strength", "strength", "weight_decay",
            "lambd", "reg_lambda", "decay", "alpha", "l2_reg", "λ", "coeff", "wd"),
    "out": ("out", "s", "y", "Y", "sigmoid_out", "cache", "a", "activation"),
    "mask": ("mask", "Mask", "masks", "positive", "active"),
    "prev_h": ("prev_h", "h_prev", "hprev", "prevh", "prev_hidden", "hidden_prev", "h", "h0", "h_in"),
    "next_h": ("next_h", "h_next", "hnext", "nexth", "next_hidden", "h_t", "ht", "h_out", "out", "h"),
    "prev_c": ("prev_c", "c_prev", "cprev", "prevc", "prev_cell", "c", "c0"),
    "q": ("q", "Q", "query", "queries"),
    "k": ("k", "K", "key", "keys"),
    "v": ("v", "V", "value", "values"),
    "p": ("p", "P", "probs", "weights", "attn", "attention", "attention_weights", "attn_weights", "A", "a",
          "alpha"),
    "Wx": ("Wx", "wx", "W_x", "w_x", "Wxh", "W_xh", "W_ih"),
    "Wh": ("Wh", "wh", "W_h", "w_h", "Whh", "W_hh"),
}  # fmt: skip


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters that an argument may be passed to by position; none if they are not known."""
    try:
        listed = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one for one in listed if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]


def by_position(function: FunctionType) -> FunctionType:
    """The function, to be called by position where it wants keywords: courses' functions are called so."""
    listed = list(inspect.signature(function).parameters.values())
    keywords = [one.name for one in listed if one.kind is one.KEYWORD_ONLY]
    taken = [one for one in listed if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    count = len(taken) - len(keywords)
    if not keywords or len(taken) < len(listed):
        return function
    try:
        signature = inspect.Signature(
            [one.replace(kind=one.POSITIONAL_OR_KEYWORD) if one.name in keywords else one for one in taken]
        )
    except ValueError:  # one that must be given would follow one that need not
        return function

    @functools.wraps(function)
    def placed(*given: Any, **named: Any) -> Any:
        by_name = dict(zip(keywords, given[count:]))  # noqa: B905 - the last may be left out
        return function(*given[:count], **by_name, **named)

    placed.__signature__ = signature  # type: ignore[attr-defined]
    return placed  # type: ignore[return-value]


def with_keywords(text: str, names: Mapping[str, Any]) -> str:
    """Source text whose calls name the arguments that functions among the names take by keyword alone."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        function = names.get(node.func.id)
        if not isinstance(function, FunctionType) or not hasattr(function, "__wrapped__"):
            continue
        listed = list(inspect.signature(inspect.unwrap(function)).parameters.values())
        first = len(listed) - [one.kind for one in listed].count(inspect.Parameter.KEYWORD_ONLY)
        by_name = zip(listed[first:], node.args[first:])  # noqa: B905 - the last may be left out
        node.keywords = [*(ast.keyword(one.name, value) for one, value in by_name), *node.keywords]
        node.args = node.args[:first]
    return ast.unparse(tree)


def required_names(function: Callable[..., Any]) -> list[str]:
    """The arguments that must be passed."""
    return [one.name for one in parameters(function) if one.default is one.empty]


def required(function: Callable[..., Any]) -> int:
    """How many arguments must be passed."""
    return len(required_names(function))


def accepts(function: Callable[..., Any], count: int) -> bool:
    """Whether so many positional arguments can be passed."""
    try:
        inspect.signature(function).bind(*[None] * count)
    except (TypeError, ValueError):
        return False
    return True


def takes_parts(function: Callable[..., Any], parts: Sequence[str]) -> bool:
    """Whether a function takes these parts: those that may be left out must have their names."""
    if not accepts(function, len(parts)):
        return False
    listed = parameters(function)[: len(parts)]
    optional = [one.name for one in listed if one.default is not one.empty]
    return all(any(name in _NAMES.get(part, (part,)) for part in parts) for name in optional)


def order(function: Callable[..., Any], parts: Sequence[str]) -> list[str]:
    """The parts in the order in which the function takes them.

    Where each parameter's name is known to play a part of its own, names decide; otherwise the order stands.
    """
    names = [one.name for one in parameters(function)][: len(parts)]
    found = parts_of(names, parts) or {}
    return [found[name] for name in names] if len(found) == len(parts) else list(parts)


def prediction_among(names: Sequence[str]) -> str | None:
    """The prediction of the two arguments of a loss; ``y`` is one where a ``t`` is the target."""
    found = parts_of(names, ("prediction", "target")) or {}
    return next((name for name, part in found.items() if part == "prediction" and len(found) == 2), None)


def parts_of(names: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    """The part that each name plays, each another one; None if that is not known of all."""
    fitting = {name: [part for part in parts if name in _NAMES.get(part, (part,))] for name in names}
    found: dict[str, str] = {}
    for name, possible in sorted(fitting.items(), key=lambda one: len(one[1])):
        left = [part for part in possible if part not in found.values()]
        if not left:
            return None
        found[name] = left[0]
    return found


def call(function: Callable[..., Any], arguments: Mapping[str, Any], ordered: Sequence[str]) -> Any:
    """Call a function with named arguments in a known order."""
    return function(*[arguments[part] for part in ordered])


def is_empty(function: Callable[..., Any]) -> bool:
    """Whether a function's body is empty: a docstring, ``pass``, ``...``, ``return None`` or a refusal."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return False
    definition = tree.body[0]
    return isinstance(definition, ast.FunctionDef) and all(map(_does_nothing, definition.body))


def _does_nothing(one: ast.stmt) -> bool:
    if isinstance(one, ast.Return):
        return one.value is None or (isinstance(one.value, ast.Constant) and one.value.value is None)
    if isinstance(one, ast.Raise):
        return one.exc is not None and "NotImplementedError" in ast.unparse(one.exc)
    return isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
