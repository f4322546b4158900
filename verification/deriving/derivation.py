"""``derive``: from a forward in NumPy to its gradients, the steps that lead there, and a proven backward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import Any

from sympy import Expr

from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.text import Text
from yudo.verification.deriving import backward as backwards
from yudo.verification.deriving import matrix
from yudo.verification.deriving.code import names_in
from yudo.verification.deriving.graph import Graph, Underivable
from yudo.verification.deriving.reading import read
from yudo.verification.deriving.rules import RULES
from yudo.verification.deriving.shortcuts import shortcuts
from yudo.verification.deriving.sources import compiled, pair
from yudo.verification.deriving.steps import Step, step
from yudo.verification.frameworks.live import framework_behind, pair_of
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.comparison import readable
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import TraceFailed
from yudo.verification.symbolic.vjp import prove_vjp
from yudo.verification.verdicts import PROVEN, Proof


@dataclass
class Derivation:
    """What `derive` found.

    Attributes
    ----------
    gradients
        The gradient of each input as an index expression of SymPy, by the input's name.
    entries
        The entry that each of them is, ``dx[n, d]``.
    matrices
        The gradient of each input in matrix notation, as LaTeX, where there is one.
    steps
        The derivation, from the output back to the inputs.
    forward, backward
        NumPy source: the forward with the cache that the backward needs, and the backward.
    proof
        That the backward is the gradient of the forward as it was given.
    obstacle
        What stood in the way, if no backward was found.
    """

    function: str
    gradients: dict[str, Expr] = field(default_factory=dict)
    entries: dict[str, Expr] = field(default_factory=dict)
    matrices: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    forward: str = ""
    backward: str = ""
    proof: Proof | None = None
    obstacle: Text | None = None

    @property
    def proven(self) -> bool:
        """Whether the backward is proven to be the gradient of the forward."""
        return self.proof is not None and self.proof.verdict == PROVEN

    def latex(self, name: str) -> str:
        """The gradient of an input as LaTeX, an equation in index notation."""
        return f"{latex(self.entries[name])} = {latex(self.gradients[name])}"

    @property
    def code(self) -> str:
        """Forward and backward as one piece of NumPy."""
        needed = "import math\n\n" if "math." in f"{self.forward}{self.backward}" else ""
        return f"{needed}import numpy as np\n\n\n{self.forward}\n\n{self.backward}"


def derive(
    forward: Callable[..., Any], /, given: Mapping[str, Any] = MappingProxyType({}), **shapes: Any
) -> Derivation:
    """Derive the gradients of a forward for symbolic sizes, and write its backward.

    Parameters
    ----------
    forward
        ``forward(*inputs)`` returns the output, or ``(output, cache)``; it is read from its source. It may be
        a ``torch.autograd.Function`` or a ``jax.custom_vjp``, of which the backward is not looked at.
    given
        Its arguments that are no arrays, by name.
    shapes
        The shape of each input, as for `prove_vjp`: ``x=("N", "D")`` or ``x="N D"``.

    Returns
    -------
    Derivation
        With a backward only if it was proven against the forward for every shape, or at the shapes that
        the proof names; otherwise ``obstacle`` says what stands in the way.

    Raises
    ------
    TypeError, ValueError
        If a shape is not one.

    Examples
    --------
    >>> def forward(x, w):
    ...     return x @ w
    >>> print(derive(forward, x="N D", w="D M").backward)
    def backward(dout, cache):
        x, w = cache
        dx = dout @ w.T
        dw = x.T @ dout
        return dx, dw
    <BLANKLINE>
    """
    if framework_behind(forward):
        forward, _ = pair_of(forward)
    read_ = read_shapes(shapes)
    made = Derivation(forward.__name__)
    try:
        graph = read(forward, SymbolicInputs(read_), given)
    except (Underivable, TraceFailed, Undecidable, Unreadable, NumPyRefuses) as reason:
        made.obstacle = reason.text
        return made
    unknown = next((value for value in graph.values if value.flows and value.key not in RULES), None)
    if unknown is not None:
        made.obstacle = Text(f"`{unknown.key}`의 미분법을 모른다", f"`{unknown.key}` has no rule")
        return made
    known = shortcuts(graph)
    for constant in _constants(graph):
        attempt = backwards.write(graph, known, constant)
        sources = pair(graph, attempt)
        proof = _proven(forward, graph, sources, given, read_)
        made.proof = proof
        if proof.verdict == PROVEN:
            made.forward, made.backward = sources
            break
    else:
        made.obstacle = _not_proven(proof)
        return made
    for name, part in proof.gradients.items():
        forms = [readable(form) for form in (part.normal_form, part.found) if form is not None]
        if part.entry is not None and forms:
            made.entries[name], made.gradients[name] = part.entry, min(forms, key=lambda form: len(str(form)))
    for passage in attempt.passages:
        shortcut = known.get(passage.value.name)
        start = {shortcut.source} if shortcut else {*names_in(one.node for one in passage.value.operands)}
        made.steps.append(step(graph, passage, start))
    made.matrices = matrix.read(made.backward, attempt)
    return made


def _not_proven(proof: Proof) -> Text:
    examples = (proof.counterexample, *(part.counterexample for part in proof.gradients.values()))
    example = next((one for one in examples if one is not None), None)
    reasons = (proof.why, *(part.why for part in proof.gradients.values()))
    told = next((one for one in reasons if one), Text("", ""))
    if example is not None:
        told = Text(example.told("ko"), example.told("en"))
    return Text(
        f"쓴 역전파를 증명하지 못했다: {told.ko}", f"the backward that was written is not proven: {told.en}"
    )


# -- what is tried ------------------------------------------------------------------------------------------


def _constants(graph: Graph) -> list[frozenset[str]]:
    """Which values to take for constant, the most first.

    A maximum that is subtracted for stability cancels: no gradient flows through it. Whether it does, the
    proof says.
    """
    extremes = [value.name for value in graph.values if value.flows and value.key in ("max", "min")]
    return [frozenset(chosen) for n in range(len(extremes), -1, -1) for chosen in combinations(extremes, n)]


def _proven(
    forward: Callable[..., Any],
    graph: Graph,
    sources: tuple[str, str],
    given: Mapping[str, Any],
    shapes: dict[str, Any],
) -> Proof:
    """The proof that what was written is the gradient of the forward as it was given."""
    ahead, back = map(compiled, sources)

    def output_as_given(*arrays: Any) -> Any:
        returned = forward(*arrays, **given)
        return (returned[0] if isinstance(returned, tuple) else returned), ahead(*arrays)[1]

    return prove_vjp(output_as_given, back, **shapes)
