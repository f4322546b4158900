"""A backward in NumPy as a person would have written it, from the values of a forward."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yudo.verification.deriving.code import Code, call, literal, names_in, substituted
from yudo.verification.deriving.graph import UPSTREAM, Graph, Value
from yudo.verification.deriving.rules import RULES, Part, Rule, Scatter
from yudo.verification.symbolic.arrays.axes import Axes, broadcast
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable


@dataclass(frozen=True)
class Shortcut:
    """A rule that leads past several operations at once, to the value they all come from."""

    source: str
    rule: Rule


@dataclass(frozen=True)
class Passage:
    """One step back: through a value, by a rule, and the statements that give each operand its gradient."""

    value: Value
    rule: Rule
    statements: Mapping[str, list[str]]


@dataclass(frozen=True)
class Backward:
    """The statements of a backward, what it needs of the forward, and the steps that lead to it."""

    statements: list[str]
    returned: dict[str, str]
    cached: list[str]
    passages: list[Passage]


def write(
    graph: Graph, shortcuts: Mapping[str, Shortcut], constant: frozenset[str] = frozenset()
) -> Backward:
    """Write the backward of a graph.

    Parameters
    ----------
    graph
        The forward.
    shortcuts
        By the name of the value that they start at.
    constant
        Values that no gradient is taken through.
    """
    return _Writer(graph, shortcuts, constant).backward()


class _Writer:
    def __init__(self, graph: Graph, shortcuts: Mapping[str, Shortcut], constant: frozenset[str]):
        self._graph = graph
        self._shortcuts = shortcuts
        self._constant = constant
        self._by_name = graph.by_name()
        upstream = Code(ast.Name(UPSTREAM, ast.Load()), graph.output.axes)
        self._parts: dict[str, list[Part]] = {graph.output.name: [upstream]}
        self._statements: list[str] = []
        self._passages: list[Passage] = []
        # A transpose costs nothing, and is written where it is needed.
        self._views = {
            value.name: value.node
            for value in graph.values
            if value.node is not None and value.key == "transpose" and not value.given
        }
        self._computed = {
            ast.unparse(value.node): value.name
            for value in reversed(graph.values)
            if value.node is not None and value.name not in self._views
        }

    def backward(self) -> Backward:
        for value in reversed(self._graph.values):
            if value.name in self._parts:
                self._through(value)
        returned = {v.name: self._of_input(v) for v in self._graph.inputs.values() if v.flows}
        needed = set(names_in(map(ast.parse, (*self._statements, *returned.values()))))
        cached = [name for name in self._by_name if name in needed]
        return Backward(self._statements, returned, cached, self._passages)

    def _through(self, value: Value) -> None:
        shortcut = self._shortcuts.get(value.name)
        rule = RULES[value.key] if shortcut is None else shortcut.rule
        operands = self._operands(value)
        total = self._total(value)
        if not total.is_name and (value.given or _uses(rule, value, operands) > 1):
            total = self._assign(value, total)
        parts: dict[str, str] = {}
        shown = rule.gradient(value, Code(ast.Name(self._graph.gradient_name(value), ast.Load()), value.axes))
        for operand, part, told in zip(operands, rule.gradient(value, total), shown, strict=False):
            if operand is None or part is None:
                continue
            self._parts.setdefault(operand.name, []).append(self._reused(_reduced(part, value, operand)))
            text = _text(_reduced(told, value, operand), operand, self._graph.gradient_name(operand))
            parts[operand.name] = f"{parts[operand.name]} + {text}" if operand.name in parts else text
        statements = {
            name: _assigned(self._graph.gradient_name(self._by_name[name]), name, text)
            for name, text in parts.items()
        }
        self._passages.append(Passage(value, rule, statements))

    def _reused(self, part: Part) -> Part:
        """The same, with what the forward has computed taken from there."""
        if isinstance(part, Scatter) or part is None:
            return part
        return Code(_Reuse(self._computed).visit(substituted(part.node, self._views)), part.axes)

    def _operands(self, value: Value) -> list[Value | None]:
        """The values that the operands are, where a gradient flows."""
        if value.name in self._shortcuts:
            return [self._by_name[self._shortcuts[value.name].source]]
        found = []
        for operand in value.operands:
            one = self._by_name.get(operand.node.id) if isinstance(operand.node, ast.Name) else None
            found.append(one if one is not None and one.flows and one.name not in self._constant else None)
        return found

    def _total(self, value: Value) -> Code:
        """The sum of what came back to a value."""
        parts = self._parts[value.name]
        dense = [part for part in parts if isinstance(part, Code)]
        scattered = [part for part in parts if isinstance(part, Scatter)]
        if not dense:
            return self._scattered(value, None, scattered)
        total = dense[0]
        for part in dense[1:]:
            total = part + total if total.is_negated else total + part
        return total if not scattered else self._scattered(value, total, scattered)

    def _scattered(self, value: Value, total: Code | None, scattered: Sequence[Scatter]) -> Code:
        name = self._graph.gradient_name(value)
        if total is None:
            base = call("zeros_like", value.axes, value.code.node)
        elif total.axes != value.axes:
            base = total * call("ones_like", value.axes, value.code.node)
        else:
            base = total.method("copy", total.axes) if total.is_name else total
        self._statements.append(f"{name} = {base}")
        for part in scattered:
            text = _scatter_text(part, name)
            if total is None and len(scattered) == 1 and not part.repeats:
                place = ast.unparse(ast.Subscript(ast.Name(name, ast.Load()), part.index, ast.Load()))
                text = f"{place} = {part.gradient}"
            self._statements.append(text)
        return Code(ast.Name(name, ast.Load()), value.axes)

    def _assign(self, value: Value, total: Code) -> Code:
        name = self._graph.gradient_name(value)
        self._statements.append(f"{name} = {total}")
        return Code(ast.Name(name, ast.Load()), total.axes)

    def _of_input(self, value: Value) -> str:
        if value.name not in self._parts:
            return str(call("zeros_like", value.axes, value.code.node))
        total = self._total(value)
        if total.axes != value.axes:
            total = total * call("ones_like", value.axes, value.code.node)
        if total.is_name:
            return str(total) if str(total) != UPSTREAM else f"{UPSTREAM}.copy()" if value.axes else UPSTREAM
        return str(self._assign(value, total))


class _Reuse(ast.NodeTransformer):
    """Replaces expressions by the variables that hold their values."""

    def __init__(self, computed: Mapping[str, str]):
        self._computed = computed

    def generic_visit(self, node: ast.AST) -> ast.AST:
        node = super().generic_visit(node)
        name = self._computed.get(ast.unparse(node)) if isinstance(node, ast.expr) else None
        return node if name is None else ast.Name(name, ast.Load())


def _uses(rule: Rule, value: Value, operands: Sequence[Value | None]) -> int:
    """How often a rule writes the gradient of a value down."""
    marker = "_"
    parts = rule.gradient(value, Code(ast.Name(marker, ast.Load()), value.axes))
    wanted = [part for part, operand in zip(parts, operands, strict=False) if part and operand]
    codes = [part.gradient if isinstance(part, Scatter) else part for part in wanted]
    return sum(
        isinstance(node, ast.Name) and node.id == marker for code in codes for node in ast.walk(code.node)
    )


def _text(part: Part, operand: Value, name: str) -> str:
    """What an operand gets, written out."""
    if isinstance(part, Scatter):
        return _scatter_text(part, name)
    assert part is not None
    if part.axes != operand.axes:
        part = call(
            "broadcast_to", operand.axes, part.node, ast.Attribute(operand.code.node, "shape", ast.Load())
        )
    return str(part)


def _assigned(target: str, name: str, text: str) -> list[str]:
    writes = text.startswith(("np.add.at(", f"{target}["))
    return [f"{target} = np.zeros_like({name})", text] if writes else [f"{target} = {text}"]


def _scatter_text(part: Scatter, name: str) -> str:
    if part.repeats:
        return f"np.add.at({name}, {ast.unparse(part.index)}, {part.gradient})"
    place = ast.unparse(ast.Subscript(ast.Name(name, ast.Load()), part.index, ast.Load()))
    if part.gradient.is_negated:
        return f"{place} -= {-part.gradient}"
    return f"{place} += {part.gradient}"


def _reduced(part: Part, value: Value, operand: Value) -> Part:
    """What an operand gets, summed along the axes that it was broadcast along."""
    if part is None or isinstance(part, Scatter) or _fits(part.axes, operand.axes):
        return part
    if part.is_negated:
        inner = _reduced(-part, value, operand)
        assert isinstance(inner, Code)
        return -inner
    result = value.axes
    lead = len(result) - len(operand.axes)
    summed = [
        place
        for place, axis in enumerate(result)
        if place < lead or (axis != () and operand.axes[place - lead] == ())
    ]
    whole = len(part.axes) == len(result) and all(part.axes[place] == result[place] for place in summed)
    if not whole:
        shape = ast.Attribute(value.code.node, "shape", ast.Load())
        part = call("broadcast_to", result, part.node, shape)
    if not operand.axes:
        return part.method("sum", ())
    leading = tuple(place for place in summed if place < lead)
    if leading:
        axes = part.axes[len(leading) :]
        part = part.method("sum", axes, axis=literal(leading[0] if len(leading) == 1 else leading))
    kept = tuple(place - lead for place in summed if place >= lead)
    if kept:
        axes = tuple(() if place in kept else axis for place, axis in enumerate(part.axes))
        axis = literal(kept[0] if len(kept) == 1 else kept)
        part = part.method("sum", axes, axis=axis, keepdims=literal(True))
    return part


def _fits(axes: Axes, target: Axes) -> bool:
    """Whether an array of these axes broadcasts to the target."""
    try:
        return broadcast(axes, target) == target
    except (NumPyRefuses, Unreadable):
        return False
