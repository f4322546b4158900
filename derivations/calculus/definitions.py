"""Named intermediate tensors: ``probs[n, c] = exp(x[n, c]) / …``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sympy import Derivative, Expr, Indexed, IndexedBase, Integer, Symbol, sympify

from yudo.derivations.calculus.gradient import bound_in, rebuilt, with_fresh_bounds
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.symbols import Tensor


@dataclass(frozen=True)
class Definition:
    """An entry of a named tensor and what it stands for.

    ``entry`` is the pattern, such as ``probs[n, c]``. Its index symbols are the variables of the
    definition; numbers and sizes in it (``a[0, n, d]``, ``dz[L, n, c]``) are matched exactly.
    """

    entry: Indexed
    value: Expr

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", sympify(self.value))

    @property
    def tensor(self) -> Tensor:
        """The tensor that is defined."""
        base: Tensor = self.entry.base
        return base

    def at(self, indices: Iterable[Expr]) -> Expr | None:
        """The value at other indices, or None where the pattern does not match."""
        renaming: dict[Symbol, Expr] = {}
        for pattern, index in zip(self.entry.indices, indices, strict=True):
            if isinstance(pattern, Symbol) and not pattern.is_positive:
                renaming[pattern] = index
            elif pattern != index:
                return None
        value = self._apart
        if any(bound_in(value) & index.free_symbols for index in renaming.values()):
            value = with_fresh_bounds(value)
        return replaced(value, renaming)

    @cached_property
    def _apart(self) -> Expr:
        """The value with bound indices that occur nowhere else: renamed once, so that equal entries stay equal."""
        return with_fresh_bounds(self.value)

    @cached_property
    def _free(self) -> set[Symbol]:
        """The symbols of the value that are no variables of the definition."""
        free: set[Symbol] = self.value.free_symbols - set(self.entry.indices)
        return free


def abbreviated(expression: Expr, abbreviations: Mapping[Symbol, Expr]) -> Expr:
    """The expression with symbols for the parts that they stand for, as it is shown."""
    return expression.xreplace({whole: symbol for symbol, whole in abbreviations.items()})


def expand(expression: Expr, definitions: Iterable[Definition]) -> Expr:
    """Replace defined entries by what they stand for, the tensor that is defined last first.

    A tensor may have several definitions (``a[0, n, d]`` and ``a[l, n, j]``): the first that matches
    counts. Each is applied once: a recurrence (``dz[l]`` from ``dz[l + 1]``) is unrolled by one layer.
    """
    for definitions_of_one in reversed(by_tensor(definitions)):
        if expression.has(definitions_of_one[0].tensor):
            expression = _inserted(expression, definitions_of_one)
    return expression


def expand_derivatives(expression: Expr, definitions: Sequence[Definition]) -> Expr:
    """Expand only what is differentiated, and there only what depends on the variable.

    Everything else keeps its name, so that lines can be compared by their names.
    """
    if isinstance(expression, Derivative):
        variables = {variable.base for variable in expression.variables}
        reaching: list[Definition] = []
        for definition in definitions:
            through = {d.tensor for d in reaching} | variables
            if any(base in through for base in definition.value.atoms(IndexedBase)):
                reaching.append(definition)
        return expression.func(expand(expression.expr, reaching), *expression.variables)
    if not expression.args or isinstance(expression, Indexed):
        return expression
    return expression.func(*(expand_derivatives(part, definitions) for part in expression.args))


def unroll(expression: Expr, definitions: Iterable[Definition], layers: Mapping[Symbol, int]) -> Expr:
    """Replace defined entries until none is left, at given numbers of layers.

    ``layers`` gives each symbol that counts layers its number, as in ``{L: 2, l: 1}``: recurrences end
    where their exact case (``a[0, …]``, ``dz[L, …]``) is met.
    """
    numbers = {symbol: Integer(value) for symbol, value in layers.items()}
    fixed = {s: v for s, v in numbers.items() if s.is_positive}
    known = by_tensor(Definition(d.entry.xreplace(fixed), d.value.xreplace(fixed)) for d in definitions)
    expression = expression.xreplace(numbers)
    while True:
        unrolled = expression
        for definitions_of_one in known:
            unrolled = _inserted(unrolled, definitions_of_one)
        if not any(unrolled.has(d[0].tensor) for d in known):
            return unrolled
        expression = unrolled


def by_tensor(definitions: Iterable[Definition]) -> list[list[Definition]]:
    """The definitions, those of one tensor together, in the order in which the tensors were defined."""
    grouped: dict[Tensor, list[Definition]] = {}
    for definition in definitions:
        grouped.setdefault(definition.tensor, []).append(definition)
    return list(grouped.values())


def _inserted(expression: Expr, definitions: list[Definition]) -> Expr:
    """Replace the entries of one tensor; a free symbol of what they stand for must not become a bound one."""
    if any(bound_in(expression) & definition._free for definition in definitions):
        expression = with_fresh_bounds(expression)
    return _replace(expression, definitions)


def _replace(expression: Expr, definitions: list[Definition]) -> Expr:
    if isinstance(expression, Indexed):
        indices = [_replace(index, definitions) for index in expression.indices]
        if expression.base == definitions[0].tensor:
            values = (definition.at(indices) for definition in definitions)
            return next((value for value in values if value is not None), expression)
        return expression
    if not expression.args:
        return expression
    return rebuilt(expression, [_replace(part, definitions) for part in expression.args])
