"""A layer as a graph of tensors and operations, read off its record.

Forward, the graph follows the layer's output or loss back through the named tensors of its definition.
Backward, every tensor of it has a gradient of the same shape: the upstream gradient, a result, or a name that
the definition gives (``dz1`` for ``z1``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sympy import Derivative, Expr, Indexed, Integer, Symbol

from docs.site_builder.figures.uses import instances
from yudo.derivations.calculus import Definition, Layer, Result, Tensor, Text, latex
from yudo.derivations.calculus.latex import name_latex
from yudo.verification.program import axis_of_steps

_Key = tuple[str, Expr]


@dataclass(frozen=True)
class Edge:
    """A tensor between two operations: names and shape as LaTeX and as plain text, and its gradient.

    A scalar has no shape. ``gradient`` is None where no gradient is taken.
    """

    name: str
    plain: str
    shape: str
    plain_shape: str
    gradient: str | None = None
    plain_gradient: str | None = None


@dataclass
class Operation:
    """What is done to some tensors: the results that say it, the inputs, the output.

    What no result says is ``named`` after its output, if the notebook says what that is. ``comes_from`` is
    the input that the operation before in the chain hands on, None for the first one.
    """

    results: tuple[str, ...]
    inputs: list[Edge]
    output: Edge
    named: Text | None = None
    comes_from: str | None = None
    repeated: bool = False


@dataclass
class Flow:
    """The operations of a layer from first to last; repeated ones stand for all hidden layers of a net."""

    stem: str
    operations: list[Operation] = field(default_factory=list)
    repeats: str = ""


def flow(layers: Mapping[str, Layer], stem: str) -> Flow | None:
    """Return the graph of the layer `stem`; None if no result says what it computes, or if it branches.

    One that hands a state from step to step branches at every step.

    `layers` are all layers in dependency order.
    """
    found = target(layers[stem])
    over_time = axis_of_steps(stem) is not None
    return None if found is None or over_time else _Reader(layers, layers[stem], found).read()


class _Reader:
    def __init__(self, layers: Mapping[str, Layer], layer: Layer, found: Result) -> None:
        self.layers = layers
        self.layer = layer
        self.target = found
        tensors = list(_tensors(layer, found))
        self.gradients = dict(_gradients(layer, tensors))
        self.tensors = {tensor.name: tensor for tensor in tensors}

    def read(self) -> Flow | None:
        operations: dict[_Key, Operation] = {}
        # Depth first from the output; an operation is listed after those whose outputs it takes.
        subject = self.target.subject
        output = (str(subject.base.label), Integer(0)) if isinstance(subject, Indexed) else ("", Integer(0))
        self._visit(output, self.target.closed_form, operations, set())
        ordered = list(operations.values())
        for before, operation in pairwise(ordered):
            if before.output not in operation.inputs:
                return None
            operation.comes_from = before.output.plain
        return Flow(self.layer.stem, ordered, self._repeats(operations))

    def _repeats(self, operations: Mapping[_Key, Operation]) -> str:
        """Return for which layers the repeated operations stand: all but the last one."""
        last = next((number for _, number in operations if _is_last(number)), None)
        counter = next((number for key, number in operations if operations[key, number].repeated), None)
        return "" if counter is None or last is None else rf"{counter} = 1, …, {last} - 1"

    def _visit(self, key: _Key, value: Expr, done: dict[_Key, Operation], open_: set[_Key]) -> None:
        inputs: list[Edge] = []
        repeated = key[1] != 0 and not _is_last(key[1])
        for name, number in self._inputs(value):
            tensor = self.tensors.get(name)
            definition = self._definition(name, number)
            if definition is None:
                inputs.append(self._edge(name, number))
                continue
            inner: _Key = (name, _generic(tensor, number))
            if inner not in done and inner not in open_:
                self._visit(inner, definition.value, done, open_ | {key})
            base = self._base(name) if inner in open_ else None
            inputs.append(self._start(name, base) if base else self._edge(name, inner[1]))
        results = self._results(value)
        named = None if results else self.tensors[key[0]].says
        done[key] = Operation(results, inputs, self._edge(*key), named, repeated=repeated)

    def _inputs(self, value: Expr) -> Iterator[_Key]:
        """Yield tensors and scalars that a value takes, in the order of the layer's arguments."""
        found: dict[_Key, None] = {}
        for entry in sorted(value.atoms(Indexed), key=str):
            if isinstance(entry.base, Tensor):
                found[entry.base.name, self._number(entry, value)] = None
        given = {str(thing) for thing in self.layer.inputs}
        for symbol in value.free_symbols:
            if str(symbol) in given and isinstance(symbol, Symbol) and str(symbol) not in self.tensors:
                found[str(symbol), Integer(0)] = None
        order = [str(thing) for thing in self.layer.inputs]
        yield from sorted(found, key=lambda key: order.index(key[0]) if key[0] in order else -1)

    def _number(self, entry: Indexed, value: Expr) -> Expr:
        """Return the layer of a net that an entry belongs to; in a sum over layers, any layer."""
        if entry.base.layer is None:
            return Integer(0)
        number = entry.indices[0]
        return number if number.free_symbols <= value.free_symbols else entry.base.layer

    def _definition(self, name: str, number: Expr) -> Definition | None:
        """Return what defines a tensor: at the last layer of a net, the definition at that layer."""
        for definition in self.target.definitions:
            if definition.tensor.name == name and not isinstance(definition.value, Indexed):
                return _at(definition, number)
        return None

    def _base(self, name: str) -> _Key | None:
        """Return the tensor with which a recurrence starts: ``x`` for ``a[0, …] = x``."""
        for definition in self.target.definitions:
            if definition.tensor.name == name and isinstance(definition.value, Indexed):
                return definition.value.base.name, Integer(0)
        return None

    def _results(self, value: Expr) -> tuple[str, ...]:
        """Return the IDs of the results whose sum an operation is; by default, of the last one the target."""
        last = value == self.target.closed_form
        if last and not self.target.definitions:
            return (self.target.id,)
        return instances(value, self.target, self.layers) or ((self.target.id,) if last else ())

    def _start(self, name: str, base: _Key) -> Edge:
        edge = self._edge(*base)
        return replace(edge, name=f"{_layered(name_latex(name), Integer(0))} = {edge.name}")

    def _edge(self, name: str, number: Expr) -> Edge:
        if not name:
            return Edge("L", "L", "", "", "1", "1")
        tensor = self.tensors.get(name)
        named = name_latex(name) if number == 0 else _layered(name_latex(name), number)
        plain = name if number == 0 else f"{name}[{number}]"
        if tensor is None:
            return Edge(named, plain, "", "")
        axes = tensor.axes if number == 0 else [axis.subs(tensor.layer, number) for axis in tensor.axes]
        # Of a computed size a figure has only room for the sign that it is one.
        sizes = ["·" if axis.is_Add else latex(axis).replace(" ", "") for axis in axes]
        shape = f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"
        plain_shape = f"({', '.join(str(axis) for axis in axes)}{',' if len(sizes) == 1 else ''})"
        gradient, plain_gradient = self._gradient(name, number, named, plain)
        return Edge(named, plain, shape, plain_shape, gradient, plain_gradient)

    def _gradient(self, name: str, number: Expr, named: str, plain: str) -> tuple[str | None, str | None]:
        if name in self.gradients:
            found = self.gradients[name]
            text = name_latex(found)
            return (text, found) if number == 0 else (_layered(text, number), f"{found}[{number}]")
        if name in {str(thing) for thing in self.layer.inputs}:
            return None, None
        return rf"\partial L/\partial {named}", f"∂L/∂{plain}"


def target(layer: Layer) -> Result | None:
    """Return the result that says what the layer computes: its output, or its loss."""
    if layer.upstream is not None:
        output = layer.upstream.name.removeprefix("d")
        return next((result for result in layer.results.values() if _states(result, output)), None)
    return next((result for result in layer.results.values() if is_loss(result)), None)


def _states(result: Result, name: str) -> bool:
    """Whether a result states the tensor of this name."""
    return isinstance(result.subject, Indexed) and str(result.subject.base.label) == name


def is_loss(result: Result) -> bool:
    """Whether a result states a scalar."""
    return not isinstance(result.subject, (Indexed, Derivative))


def _gradients(layer: Layer, tensors: Iterable[Tensor]) -> Iterator[tuple[str, str]]:
    """Yield tensors with the names of their gradients: those that a definition or a result gives."""
    for tensor in tensors:
        if tensor.name.startswith("d"):
            yield tensor.name.removeprefix("d"), tensor.name
    for result in layer.results.values():
        subject = result.subject
        if isinstance(subject, Derivative) and not isinstance(subject.expr, Indexed):
            differentiated = subject.variables[0].base.name
            yield differentiated, f"d{differentiated}"


def _tensors(layer: Layer, found: Result) -> Iterator[Tensor]:
    for thing in (*layer.inputs, layer.upstream, found.subject):
        if isinstance(thing, Indexed):
            thing = thing.base
        if isinstance(thing, Tensor):
            yield thing
    for result in layer.results.values():
        for definition in result.definitions:
            yield definition.tensor


def _generic(tensor: Tensor | None, number: Expr) -> Expr:
    """Return the layer under which an operation is listed: ``L`` stays, ``L - 1`` is one of many."""
    if tensor is None or tensor.layer is None or _is_last(number):
        return number
    return tensor.layer


def _is_last(number: Expr) -> bool:
    return isinstance(number, Symbol) and bool(number.is_positive)


def _at(definition: Definition, number: Expr) -> Definition:
    if definition.tensor.layer is None or not _is_last(number):
        return definition
    counter = definition.tensor.layer
    return Definition(definition.entry.subs(counter, number), definition.value.subs(counter, number))


def _layered(name: str, number: Expr) -> str:
    return f"{name}^{{({latex(number).replace(' ', '')})}}"
