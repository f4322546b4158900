"""Records: what a notebook hands to the site, to the verification and to whoever cites a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from sympy import Derivative, Expr, Indexed, Symbol, sympify

from yudo.derivations.calculus import matrices
from yudo.derivations.calculus.course import Part
from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.derivation import Derivation, StepRefused
from yudo.derivations.calculus.display import result_bundle
from yudo.derivations.calculus.latex import latex, name_latex
from yudo.derivations.calculus.normal_form import polynomial
from yudo.derivations.calculus.rules import Rule
from yudo.derivations.calculus.symbols import Cut, Limits, Tensor
from yudo.derivations.calculus.text import Text


@dataclass(frozen=True)
class Assumption:
    """A condition under which a result is stated; ``key`` is part of the statement's hash.

    ``positive`` are expressions that it says are greater than 0, in the indices of the result.
    """

    key: str
    text: Text
    positive: tuple[Expr, ...] = ()


REAL_ARITHMETIC = Assumption(
    "real_arithmetic",
    Text(
        "모든 원소는 실수이고 계산은 정확하다. 반올림은 여기서 다루지 않는다.",
        "All entries are real numbers and arithmetic is exact; rounding is not considered here.",
    ),
)
POSITIVE_SIZES = Assumption(
    "positive_sizes",
    Text("모든 축의 크기는 1 이상이다.", "Every axis has at least one element."),
)
LABELS_IN_RANGE = Assumption(
    "labels_in_range",
    Text(
        "레이블 $y_n$은 $0$부터 $C-1$까지의 정수다.",
        "The labels $y_n$ are integers from $0$ to $C-1$.",
    ),
)
OFF_THE_KINK = Assumption(
    "off_the_kink",
    Text(
        "ReLU의 입력이 정확히 0인 점은 미분할 수 없다. 그 점에서는 관례에 따라 도함수의 값을 0으로 둔다(`x > "
        "0`).",
        "Where the input of a ReLU is exactly 0 there is no derivative; there it is 0 by convention (`x > "
        "0`).",
    ),
)


class Result:
    """One derived result: a permanent ID, its statement and the checked way to it.

    Built in a notebook in three moves: `Layer.result` opens it, `by` appends a checked line, and
    `in_matrices` closes it with the same statement in matrix notation.

    Attributes
    ----------
    layer, name, id
        The stem of the layer, the name within it, and ``"layer.name"``, which never changes meaning.
    title
        What a reader calls it.
    subject
        What is computed, as the left-hand side: an entry such as ``out[n, m]``, a ``Derivative`` or a symbol.
    indices
        The free indices of the statement, each with the size of its axis; empty for a scalar.
    definitions
        The named intermediate tensors that the closed form may mention, in order.
    layers
        For a statement about layer ``l`` of a deep net: ``(l, L)``, for all ``l`` from 1 to ``L``.
    assumptions
        The conditions of the statement, those of the layer included.
    upper_bound
        A value that the result never exceeds, where that is part of the statement.
    abbreviations
        Symbols under which parts of the steps are shown, such as R for a penalty; no part of the statement.
    held
        The free indices that matrix notation holds, as arrays of more than two axes need it.
    """

    def __init__(
        self,
        layer: Layer,
        name: str,
        title: Text,
        subject: Expr,
        start: Expr,
        indices: Sequence[Limits],
        definitions: Sequence[Definition],
        expanded: Sequence[Definition] | None,
        layers: Limits | None,
        assumptions: Sequence[Assumption],
        upper_bound: Expr | None,
        abbreviations: Mapping[Symbol, Expr],
    ):
        self.layer = layer.stem
        self.name = name
        self.id = f"{layer.stem}.{name}"
        self.title = title
        self.subject = subject
        self.indices = tuple(indices)
        self.assumptions = tuple(assumptions)
        self.upper_bound = upper_bound
        self.abbreviations = dict(abbreviations)
        self.layers = layers
        self.definitions = tuple(definitions)
        self.derivation = Derivation(self.id, start, definitions if expanded is None else expanded)
        self._before = tuple(layer.results.values())
        self._matrix: Expr | None = None
        self._in_matrix: set[Tensor] = set()
        self.held: tuple[Symbol, ...] = ()

    @property
    def closed_form(self) -> Expr:
        """The statement in index notation: what the subject is equal to."""
        return self.derivation.last

    @property
    def matrix_indices(self) -> list[Symbol]:
        """The indices of the rows and the columns in matrix notation: the last two, without those held."""
        return [index for index, _ in self.indices if index not in self.held][-2:]

    @property
    def matrix(self) -> Expr:
        """The same statement in matrix notation."""
        if self._matrix is None:
            raise ValueError(f"{self.id} was not closed: call in_matrices")
        return self._matrix

    def by(self, rule: Rule, expression: Expr, note: Text | None = None) -> Result:
        """Append a line that the machine shows equal to the one before; raises `StepRefused` otherwise."""
        self.derivation.add(rule, expression, note)
        return self

    def in_matrices(
        self, matrix: Expr, tensors: Iterable[Tensor | Cut], layers: Sequence[Expr] = ()
    ) -> Result:
        """Close the result with its matrix notation, checked against the closed form entry by entry.

        ``tensors`` are those that occur; ``layers`` the numbers of layers beside ``l - 1``, ``l``, ``l + 1``.
        An index that a cut holds is held in the result, too: the notation is for each of its values.
        """
        tensors = tuple(tensors)
        held = {index for t in tensors if isinstance(t, Cut) for index in t.held}
        self.held = tuple(index for index, _ in self.indices if index in held)
        position = self.matrix_indices
        row, column = (*position, 0, 0)[:2]
        read = matrices.entry(sympify(matrix), row, column, tensors, layers)
        if not self.derivation.shows(self.closed_form, read):
            raise StepRefused(f"{self.id}: index notation and matrix notation (read as {read}) differ")
        self._matrix = matrix
        self._in_matrix = {t.tensor if isinstance(t, Cut) else t for t in tensors}
        return self

    @cached_property
    def mentioned(self) -> set[Tensor]:
        """The tensors in its lines, its bound and its matrix notation."""
        lines = [self.derivation.start, *(step.expression for step in self.derivation.steps)]
        lines += [] if self.upper_bound is None else [self.upper_bound]
        return self._in_matrix.union(*(line.atoms(Tensor) for line in lines))

    @cached_property
    def names(self) -> set[Tensor]:
        """The tensors that it mentions, and those that their definitions mention in turn."""
        names: set[Tensor] = set()
        further = self.mentioned
        while further:
            names |= further
            values = (d.value for d in self.definitions if d.tensor in further)
            further = set[Tensor]().union(*(value.atoms(Tensor) for value in values)) - names
        return names

    @cached_property
    def reached(self) -> dict[int, Definition]:
        """The definitions of these names, by their number, which counts all definitions from 1."""
        return {number: d for number, d in enumerate(self.definitions, start=1) if d.tensor in self.names}

    @property
    def told(self) -> dict[int, Definition]:
        """Those that it reaches and no result before it does: they are told with it."""
        before = {d for result in self._before for d in result.reached.values()}
        return {number: d for number, d in self.reached.items() if d not in before}

    @property
    def told_before(self) -> dict[str, Definition]:
        """Those of what it mentions that are told with a result before it, by the ID of the formula there."""
        return {
            result.definition_id(number): d
            for result in self._before
            for number, d in result.told.items()
            if d.tensor in self.mentioned and d in self.definitions
        }

    @property
    def rules_before(self) -> set[Rule]:
        """The rules that lead to the results before it."""
        return {step.rule for result in self._before for step in result.derivation.steps}

    def definition_id(self, number: int) -> str:
        """The permanent ID of a definition as a formula of this result."""
        return f"{self.id}.where.{number}"

    @cached_property
    def statement(self) -> str:
        """A short hash of the statement: normal form, index ranges, definitions and assumptions.

        It changes exactly when what is claimed changes, not when its derivation or wording does.
        """
        parts = [
            self.id,
            *(f"{index} < {size}" for index, size in self.indices),
            polynomial(self.closed_form).key,
            *(f"{d.entry} = {polynomial(d.value).key}" for d in self.definitions),
            *(assumption.key for assumption in self.assumptions),
        ]
        if self.upper_bound is not None:
            parts.append(f"<= {self.upper_bound}")
        return sha256("\n".join(parts).encode()).hexdigest()[:8]

    @property
    def subject_latex(self) -> str:
        """The left-hand side as LaTeX."""
        return latex(self.subject)

    @property
    def index_latex(self) -> str:
        """The statement in index notation as LaTeX."""
        bound = "" if self.upper_bound is None else rf" \;\le\; {latex(self.upper_bound)}"
        return f"{self.subject_latex} = {latex(self.closed_form)}{bound}"

    @property
    def matrix_latex(self) -> str:
        """The statement in matrix notation as LaTeX."""
        free = [index for index, _ in self.indices if index not in self.held]
        return f"{matrix_subject(self.subject, free)} = {latex(self.matrix)}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return result_bundle(self)

    def __repr__(self) -> str:
        return f"{self.id}: {self.subject} = {self.closed_form}"


def matrix_subject(subject: Expr, free: Sequence[Symbol]) -> str:
    """The left-hand side without the free indices; beside a fixed one they become ``:``, as in NumPy."""
    if isinstance(subject, Derivative):
        of, by = subject.expr, subject.variables[0]
        # Entry by entry, or for one sample: the indices that both sides share stay.
        shared = set(getattr(of, "indices", ())) & set(by.indices)
        rest = [index for index in free if index not in shared]
        return rf"\frac{{\partial {matrix_subject(of, rest)}}}{{\partial {matrix_subject(by, rest)}}}"
    if not isinstance(subject, Indexed):
        return latex(subject)
    indices = list(subject.indices)
    if isinstance(subject.base, Tensor) and subject.base.layer is not None:
        layer = indices.pop(0)
        if set(indices) <= set(free):
            return latex(subject.base.matrix_at(layer))
    if set(indices) <= set(free):
        return name_latex(str(subject.base.label))
    return latex(subject.xreplace({index: Symbol(":") for index in free}))


@dataclass
class Layer:
    """A layer: its inputs, conventions and results.

    Attributes
    ----------
    stem
        The name that all its files bear.
    title, summary
        What it is called, and what it does in one sentence.
    inputs
        The tensors and scalars that the definition takes, in the order of the code's arguments.
    upstream
        The upstream gradient tensor, for a layer whose output is not a scalar loss.
    uses
        Stems of the layers whose results this one is composed of.
    after
        Stems of other layers whose lectures are read before this one.
    part
        The part of the course that it belongs to.
    ties
        Pairs of names for one size, such as ``(H[0], D)``: the first layer's input has the width ``D``.
    """

    stem: str
    title: Text
    summary: Text
    inputs: tuple[Tensor | Symbol, ...]
    upstream: Tensor | None = None
    uses: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    part: Part = Part.MORE
    ties: tuple[tuple[Indexed, Symbol], ...] = ()
    assumptions: tuple[Assumption, ...] = (REAL_ARITHMETIC, POSITIVE_SIZES)
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def before(self) -> tuple[str, ...]:
        """The layers whose lectures are read before this one: those it uses, then the others."""
        return (*self.uses, *self.after)

    def result(
        self,
        name: str,
        title: Text,
        subject: Expr,
        start: Expr,
        indices: Sequence[Limits] = (),
        *,
        definitions: Sequence[Definition] = (),
        expanded: Sequence[Definition] | None = None,
        layers: Limits | None = None,
        assumptions: Sequence[Assumption] = (),
        upper_bound: Expr | None = None,
        abbreviations: Mapping[Symbol, Expr] | None = None,
    ) -> Result:
        """Open a result.

        Parameters
        ----------
        name
            The name within the layer; ``dw`` is the gradient with respect to the input ``w``.
        title
            What a reader calls it.
        subject
            The left-hand side.
        start
            The first line of the derivation.
        indices
            The free indices, each with the size of its axis.
        definitions
            Named intermediate tensors that the lines may mention.
        expanded
            Those of them that are inserted before two lines are compared; by default all. A gradient
            with respect to an intermediate tensor leaves that tensor a variable.
        layers
            ``(l, L)`` for a statement about layer ``l``, for all ``l`` from 1 to ``L``.
        assumptions
            Conditions beyond those of the layer.
        upper_bound
            A value that the result never exceeds, where that is part of the statement.
        abbreviations
            Symbols to show in the steps for the expressions that they stand for.

        Raises
        ------
        ValueError
            If the layer has a result of this name already.
        """
        if name in self.results:
            raise ValueError(f"{self.stem} has a result {name!r} already")
        opened = Result(
            self,
            name,
            title,
            sympify(subject),
            start,
            indices,
            definitions,
            expanded,
            layers,
            (*self.assumptions, *assumptions),
            upper_bound,
            abbreviations or {},
        )
        self.results[name] = opened
        return opened
