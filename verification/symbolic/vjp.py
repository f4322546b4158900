"""Whether a backward is the gradient of its own forward."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from itertools import chain, count, product
from math import prod
from time import perf_counter
from types import MappingProxyType
from typing import Any

from sympy import Expr, Integer, Mul, Symbol, sympify

from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.functions import step
from yudo.derivations.calculus.normal_form import expression_of, polynomial
from yudo.derivations.calculus.steps import budget
from yudo.derivations.calculus.symbols import tensor
from yudo.derivations.calculus.text import Text, said
from yudo.verification.symbolic import (
    canaries,
    counterexample,
    cross_examination,
    mistakes,
    recurrences,
)
from yudo.verification.symbolic.arguments import bound_pair, in_order, read_given
from yudo.verification.symbolic.arrays.array import as_content, ndarray
from yudo.verification.symbolic.arrays.axes import Index, factors_of, shape_text
from yudo.verification.symbolic.arrays.content import Content, summed
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.maxima import names_a_place
from yudo.verification.symbolic.arrays.ranges import in_words, rooms_collected
from yudo.verification.symbolic.comparison import TOO_LONG, compare
from yudo.verification.symbolic.diagnosis import diagnose, of_shape
from yudo.verification.symbolic.induction import Objective
from yudo.verification.symbolic.inputs import (
    Input,
    Shape,
    Size,
    SymbolicInputs,
    read_shapes,
    terms_of,
    upstream_name,
)
from yudo.verification.symbolic.state import State
from yudo.verification.symbolic.tracing import TraceFailed, Tracer
from yudo.verification.symbolic.values import Sample, Values, compare_values, of_shapes, samples
from yudo.verification.verdicts import LISTED_SHAPES, PROVEN, REFUTED, UNDECIDED, Comparison, Proof

Function = Callable[..., Any]


def prove_vjp(
    forward: Function,
    backward: Function | None = None,
    /,
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
    **shapes: Any,
) -> Proof:
    """Prove that ``backward`` is the vector-Jacobian product of ``forward``, for every shape.

    Both are run on symbols as they are; the forward is differentiated and compared with the backward.

    Parameters
    ----------
    forward
        ``forward(*inputs)`` returns the output, or ``(output, cache)``. Without a cache, the backward gets
        the tuple of inputs.
    backward
        ``backward(dout, cache)`` returns the gradients in the order of the inputs, a single one bare.
        ``None`` may stand for an input that no gradient is taken of; it may also be left out.
        A ``torch.autograd.Function`` or a ``jax.custom_vjp`` stands alone, without a backward beside it.
    given
        Arguments that are no arrays, by name: ``given={"bn_param": {"mode": "train"}, "eps": 1e-5}``. Each
        goes to those of the two functions that have a parameter for it, a fresh copy at each call.
    shapes
        For each input, by the names or in the order of ``forward``'s parameters, a tuple of size names and
        integers: ``x=("N", "D"), w=("D", "M")``. A name used twice means equal sizes; ``()`` is a real
        number; ``"H*W"`` is an axis that was flattened from two. ``labels("N", below="C")`` and
        ``fixed("N", "D")`` are inputs that no gradient is taken of.

    Returns
    -------
    Proof
        With ``verdict`` ``"proven"``, ``"refuted"`` or ``"undecided"``, ``scope``, and ``gradients`` per
        input. If the code loops over a size, it is proven at listed small shapes instead, or not at all.
        Whatever symbols say, both functions are also run in plain NumPy: what is wrong there is refuted,
        and what merely agrees there stays undecided.

    Raises
    ------
    TypeError, ValueError
        If a shape is not a tuple of names and sizes, or there is no backward.
    Misuse
        A `ValueError`: a parameter is given neither a shape nor a value, or none bears the name.

    Examples
    --------
    >>> def forward(x, w):
    ...     return x @ w, (x, w)
    >>> def backward(dout, cache):
    ...     x, w = cache
    ...     return dout @ w.T, x.T @ dout
    >>> print(prove_vjp(forward, backward, x=("N", "D"), w=("D", "M")).verdict)
    proven
    """
    start = perf_counter()
    if backward is None:
        from yudo.verification.frameworks.live import pair_of  # which needs NumPy

        forward, backward = pair_of(forward)
    whole = forward if hasattr(forward, "live") else None
    read = in_order(forward, read_shapes(shapes))
    forward, backward = bound_pair(forward, backward, list(read), read_given(given))
    inputs = SymbolicInputs(read)
    before = State(forward, backward)
    values = compare_values(forward, backward, read) if find_spec("numpy") is not None else Values()
    with budget(STEPS):
        proof = _prove(forward, backward, inputs, before, values)
        open_ = proof.verdict == UNDECIDED and not values.refutes and proof.disagreement is None
        if open_ and values.multiple is not None and not inputs.concrete:
            read = _of_multiples(read, *values.multiple)
            proof = _prove(forward, backward, SymbolicInputs(read), before, values)
        turned = _turned(read)
        if open_ and proof.verdict == UNDECIDED and turned != read:
            other = _prove(forward, backward, SymbolicInputs(turned), before, values)
            if other.verdict != UNDECIDED:
                read, proof = turned, other
    if inputs.concrete:
        proof.scope, proof.shapes = LISTED_SHAPES, (_numbers(read),)
    elif open_ and proof.verdict == UNDECIDED and proof.disagreement is None:
        with budget(STEPS):
            proof = _at_listed_shapes(forward, backward, read, before, proof)
        if proof.verdict == PROVEN:
            values = _at_special_sizes(forward, backward, read, values)
    _hold_against(values, proof)
    for name, mistake in diagnose({f"d{name}": part for name, part in proof.gradients.items()}).items():
        proof.gradients[name[1:]].mistake = mistake
    if proof.verdict == REFUTED and find_spec("numpy") is not None:
        _name_mistakes(forward, backward, read, proof)
    if whole is not None:
        _hold_against_framework(whole, given, samples(forward, backward, read), proof)
    before.put_back()
    proof.seconds = perf_counter() - start
    return proof


def _hold_against_framework(
    whole: Function, given: Mapping[str, Any], tried: Sequence[Sample], proof: Proof
) -> None:
    """Take no verdict on a function that its framework computes otherwise than it was read."""
    from yudo.verification.frameworks.live import Example, disagreement

    examples = [Example({**given, **one.inputs}, one.upstream, one.output, one.gradients()) for one in tried]
    differs = disagreement(whole, examples)
    if differs is not None:
        proof.verdict, proof.why, proof.disagreement = UNDECIDED, differs, differs.en


def _name_mistakes(forward: Function, backward: Function, shapes: Mapping[str, Shape], proof: Proof) -> None:
    """Let numbers say what is wrong where formulas do not say it, or not in a few words."""
    wrong = [
        name
        for name, part in proof.gradients.items()
        if part.verdict == REFUTED and (part.mistake is None or part.mistake.is_obscure)
    ]
    for name, part in proof.gradients.items():
        if part.why == AT_SPECIAL_POINTS and part.counterexample is not None and part.mistake is None:
            part.mistake = mistakes.at_zeros(name, part.counterexample)
    raises = proof.counterexample is not None and proof.counterexample.error is not None
    if raises:
        wrong = [name for name, shape in shapes.items() if shape.differentiated]
    said = mistakes.of_a_pair(forward, backward, shapes, wrong) if wrong else {}
    for name, mistake in said.items():
        if name in proof.gradients:
            proof.gradients[name].mistake = mistake
        elif raises:
            proof.mistake = mistake


STEPS = 200_000
"""What a proof may take; affine takes 500, a net of two layers 7,000."""


def _numbers(shapes: Mapping[str, Shape]) -> dict[str, int]:
    """Sizes that are numbers, by the input whose shape they are."""
    return {name: " x ".join(map(str, shape.sizes)) for name, shape in shapes.items()}  # type: ignore[misc]


def _of_multiples(shapes: Mapping[str, Shape], name: str, factor: int) -> dict[str, Shape]:
    """The same inputs with a size that is a multiple: ``2*K`` for ``D``."""
    taken = {one for shape in shapes.values() for one in shape.names()}
    new = next(one for one in chain(["K"], (f"K_{i}" for i in count(1))) if one not in taken)
    return {key: shape.renamed(name, f"{factor}*{new}") for key, shape in shapes.items()}


def _turned(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The same inputs with multiples parted otherwise: two halves of ``2*K``, or K pairs."""
    return {
        name: Shape(tuple(map(_turned_size, shape.sizes)), shape.kind, shape.below)
        for name, shape in shapes.items()
    }


def _turned_size(size: Size) -> Size:
    ((_, parts), *others) = terms_of(size)
    return "*".join(reversed(parts)) if parts[0].isdigit() and len(parts) > 1 and not others else size


def _hold_against(values: Values, proof: Proof) -> None:
    """Refute what is wrong in plain NumPy; say of what stays undecided where it agreed."""
    for name, found in (values.hole | values.wrong).items():
        part = proof.gradients.setdefault(name, Comparison(f"d{name}", UNDECIDED))
        if part.verdict == PROVEN:
            # Off kinks and holes it is right: the formulas say nothing of what is wrong.
            special = name in values.hole or not part.everywhere
            part.why = AT_SPECIAL_POINTS if special else CONTRADICTION
            part.expected = part.found = part.normal_form = None
            part.everywhere, part.kinks = True, ()
        elif part.difference is not None:
            part.why = None
        part.verdict, part.counterexample = REFUTED, found
    proof.counterexample = values.crash
    if values.failed is not None and (proof.raises or (values.broken and not values.agreed)):
        proof.counterexample = values.failed
    if values.refutes or proof.counterexample is not None:
        proof.verdict = REFUTED
        return
    proof.condition = values.condition or proof.condition
    refused = [why for sizes, why in values.refusals if _has_room(proof.rooms, sizes)]
    if refused or (proof.verdict == PROVEN and not values.agreed and values.reason):
        proof.verdict, proof.why = UNDECIDED, refused[-1] if refused else values.reason
    if proof.verdict == UNDECIDED:
        proof.agreed = tuple(values.agreed)
        proof.why = proof.why or values.reason


def _has_room(rooms: Iterable[Expr], sizes: Mapping[str, int]) -> bool:
    """Whether a proof that needs room for windows speaks of these sizes: False where one cannot fit in."""
    return not any(
        room.xreplace({s: Integer(sizes[s.name]) for s in room.free_symbols if s.name in sizes}).is_negative
        for room in rooms
    )


AT_SPECIAL_POINTS = Text("특별한 점을 빼고는 맞다", "right but for special points")
CONTRADICTION = Text(
    "기호로는 맞고 수로는 틀린다: 알려 주기 바란다",
    "symbols say that it is right and numbers that it is wrong: please report this",
)


def _prove(
    forward: Function,
    backward: Function,
    inputs: SymbolicInputs,
    before: State,
    values: Values | None = None,
) -> Proof:
    """Prove it, from the state that was found ``before``; by induction over a loop, where that is of use."""
    before.put_back()
    with recurrences.allowed() as carried:
        proof = _attempt(forward, backward, inputs, values)
    if carried and proof.verdict != PROVEN:
        before.put_back()
        return _attempt(forward, backward, inputs, values)
    return proof


def _attempt(
    forward: Function, backward: Function, inputs: SymbolicInputs, values: Values | None = None
) -> Proof:
    try:
        with rooms_collected() as rooms:
            proof = _prove_on(forward, backward, inputs, values or Values())
        proof.condition, proof.rooms = _with_rooms(proof.condition, rooms), tuple(rooms)
        return proof
    except (TraceFailed, Undecidable, Unreadable, NumPyRefuses) as reason:
        raises = isinstance(reason, NumPyRefuses) or (isinstance(reason, TraceFailed) and reason.refused)
        cause = reason if isinstance(reason, Unreadable) else reason.__cause__
        return Proof(
            UNDECIDED,
            why=reason.text,
            raises=raises,
            splits=_splits(inputs, getattr(cause, "condition", None)),
        )


def _prove_on(forward: Function, backward: Function, inputs: SymbolicInputs, values: Values) -> Proof:
    tracer = Tracer()

    objectives: list[Expr] = []

    def once() -> tuple[Content, dict[str, Content]]:
        given = inputs.arrays()
        output, cache = split_output(tracer.call(forward, *given), given)
        objective, upstream = contract_with_upstream(output, inputs)
        objectives.append(objective)
        return output, gradients_by_input(tracer.call(backward, upstream, cache), inputs)

    output, found = tracer.every_time(once)
    objective = Objective(objectives[0])
    proof = Proof(PROVEN, condition=_asserted(tracer))
    for name, content in found.items():
        proof.gradients[name] = _gradient(name, content, objective, inputs)
    open_ = {name for name, part in proof.gradients.items() if part.verdict == UNDECIDED}
    if open_ - values.wrong.keys():
        counterexample.look_for(forward, backward, inputs, proof)
    verdicts = {part.verdict for part in proof.gradients.values()}
    proof.verdict = REFUTED if REFUTED in verdicts else UNDECIDED if UNDECIDED in verdicts else PROVEN
    proof.splits = _splits(inputs, *(part.difference for part in proof.gradients.values()))
    if proof.verdict == PROVEN:
        broken = canaries.failure()
        if broken is not None:
            return Proof(UNDECIDED, why=broken, disagreement=broken.en)
        disagreement = cross_examination.of_a_pair(forward, backward, inputs, output, found)
        if disagreement is not None:
            return Proof(UNDECIDED, why=disagreement.text, disagreement=str(disagreement))
    return proof


def _with_rooms(condition: Text | None, rooms: Sequence[Expr]) -> Text | None:
    """The condition with the sizes at which windows fit in."""
    words = [*([] if condition is None else [condition]), *(Text(*[in_words(room)] * 2) for room in rooms)]
    return Text("; ".join(w.ko for w in words), "; ".join(w.en for w in words)) if words else None


def _asserted(tracer: Tracer) -> Text | None:
    """The assertions of the code that were taken for true."""
    known = [one for one in tracer.assumed if one is not None]
    lines = [linecache.getline(one.file, one.line).strip() for one in known]
    return Text(*["; ".join(dict.fromkeys(lines))] * 2) if lines else None


def _splits(inputs: SymbolicInputs, *expressions: Any) -> tuple[Expr, ...]:
    """The conditions on nothing but sizes that expressions depend on."""
    sizes = {size for size in inputs.sizes.values() if size.is_Symbol}
    found = [one for e in expressions if e is not None for one in sympify(e).atoms(step)]
    return tuple(one for one in dict.fromkeys(found) if one.free_symbols and one.free_symbols <= sizes)


def split_output(returned: Any, given: list[ndarray]) -> tuple[Content, Any]:
    """The output of a forward and the cache for its backward."""
    if isinstance(returned, tuple):
        if len(returned) != 2:
            raise Unreadable(
                Text(
                    f"순전파가 값 {len(returned)}개를 돌려준다. 출력이나 (출력, 캐시)여야 한다",
                    f"forward returned {len(returned)} values; expected the output or (output, cache)",
                )
            )
        return as_content(returned[0]), returned[1]
    return as_content(returned), tuple(given)


def contract_with_upstream(output: Content, inputs: SymbolicInputs) -> tuple[Expr, ndarray]:
    """The scalar ``sum(dout * output)``, and ``dout``, a symbolic array shaped like the output.

    The output is brought into normal form first, so that what cancels (a maximum subtracted for stability)
    is not differentiated.
    """
    name = upstream_name(inputs.by_name)
    factors = factors_of(output.axes)
    symbol: Any = tensor(name, *factors) if factors else Symbol(name, real=True)
    dout = inputs.upstream = Input(name, Shape((), "fixed"), output.axes, symbol)

    def weighted(index: Index) -> Expr:
        entry = expression_of(polynomial(output.at(index)))
        if names_a_place(entry):
            raise Unreadable(
                Text(
                    "출력이 최댓값의 자리에 따라 달라진다",
                    "the output depends on the place of a maximum",
                )
            )
        return Mul(dout.entry(index), entry)

    return summed(weighted, factors), dout.array()


def gradients_by_input(returned: Any, inputs: SymbolicInputs) -> dict[str, Content]:
    """What a backward returned, by the input it belongs to."""
    wanted = [name for name, shape in inputs.shapes.items() if shape.differentiated]
    if isinstance(returned, dict):
        by_key = {str(key): value for key, value in returned.items()}
        values = [by_key.get(f"d{name}", by_key.get(name)) for name in wanted]
        if any(value is None for value in values):
            raise Unreadable(
                Text(
                    f"역전파가 돌려준 키: {sorted(by_key)}, 있어야 할 키: {wanted}",
                    f"backward returned the keys {sorted(by_key)}; expected {wanted}",
                )
            )
        return dict(zip(wanted, map(as_content, values), strict=True))
    values = list(returned) if isinstance(returned, (tuple, list)) else [returned]
    if len(values) == len(inputs.shapes):
        by_name = dict(zip(inputs.shapes, values, strict=True))
    elif len(values) == len(wanted):
        by_name = dict(zip(wanted, values, strict=True))
    else:
        listed = ", ".join(wanted)
        raise Unreadable(
            Text(
                f"역전파가 그래디언트 {len(values)}개를 돌려준다. {len(wanted)}개여야 한다: {listed}",
                f"backward returned {len(values)} gradients; expected {len(wanted)}: {listed}",
            )
        )
    missing = [name for name in wanted if by_name[name] is None]
    if missing:
        raise Unreadable(
            Text(
                f"역전파가 {', '.join(missing)}의 그래디언트로 None을 돌려준다",
                f"backward returned None for {', '.join(missing)}",
            )
        )
    return {name: as_content(by_name[name]) for name in wanted}


def _gradient(name: str, found: Content, objective: Objective, inputs: SymbolicInputs) -> Comparison:
    one = inputs.by_name[name]
    right = Content(one.axes, lambda index: objective.gradient(one.entry(index)), "float")
    if found.axes != one.axes:
        shapes = shape_text(found.axes), shape_text(one.axes)
        mistake = of_shape(f"d{name}", right, found)
        return Comparison(f"d{name}", UNDECIDED, why=of_shapes(*shapes), mistake=mistake)
    symbol: Any = tensor(f"d{name}", *factors_of(one.axes)) if one.axes else Symbol(f"d{name}", real=True)
    try:
        return compare(
            f"d{name}",
            one.axes,
            right.at,
            found.at,
            lambda index: symbol[index] if index else symbol,
            off_kinks=True,
            avoid=[*inputs.sizes, *inputs.by_name],
        )
    except (Unreadable, ValueError) as reason:  # ours, or SymPy's, which has no derivative here
        return Comparison(f"d{name}", UNDECIDED, why=said(reason))


# -- listed shapes -----------------------------------------------------------------------------------------

_MOST_LABELINGS = 32


def _listed_sizes(names: Sequence[str]) -> list[dict[str, int]]:
    """Small sizes: all different, all equal, and one of them 1."""
    different = {name: 2 + place % 2 + 2 * (place // 2 % 2) for place, name in enumerate(names)}
    turned = dict(zip(names, reversed(list(different.values())), strict=True))
    equal = dict.fromkeys(names, 2)
    single = {name: 1 + place % 2 for place, name in enumerate(names)}
    return [dict(one) for one in dict.fromkeys(tuple(s.items()) for s in (different, turned, equal, single))]


def _at_listed_shapes(
    forward: Function, backward: Function, shapes: dict[str, Shape], before: State, general: Proof
) -> Proof:
    """Exact over the reals at a few small shapes, for code that symbols of sizes cannot pass through.

    What is too long for sums over axes is longer still entry by entry.
    """
    names = list(SymbolicInputs(shapes).sizes)
    if any(part.verdict == REFUTED or part.why == TOO_LONG for part in general.gradients.values()):
        return general
    chosen = []
    listed = Proof(PROVEN, LISTED_SHAPES, why=_not_for_all(general))
    for sizes in _listed_sizes(names):
        labelled = _with_labels(shapes, sizes)
        if labelled is None:
            return general
        for inputs in labelled:
            one = _prove(forward, backward, inputs, before)
            if one.verdict != PROVEN:
                one.scope = LISTED_SHAPES if one.verdict == REFUTED else general.scope
                return one if one.verdict == REFUTED else general
            listed.gradients = one.gradients
        chosen.append(sizes)
    symbols = SymbolicInputs(shapes).sizes
    for condition in general.splits:
        shown = {condition.subs({symbols[name]: size for name, size in one.items()}) for one in chosen}
        if len(shown) == 1:  # The other side is at none of these shapes.
            return general
    listed.shapes = tuple(chosen)
    return listed


_LONG = (127, 128, 512, 1000)


def _at_special_sizes(
    forward: Function, backward: Function, shapes: dict[str, Shape], values: Values
) -> Values:
    """What was proven at a few small shapes, tried at sizes that the code may treat apart."""
    names = list(SymbolicInputs(shapes).sizes)
    chosen = list(
        cross_examination.sizes_to_examine(names, cross_examination.constants_of(forward, backward))
    )
    chosen += [{one: size if one == name else 2 for one in names} for name in names for size in _LONG]
    special = compare_values(forward, backward, shapes, chosen)
    return special if special.refutes or special.refusals else values


def _with_labels(shapes: dict[str, Shape], sizes: Mapping[str, int]) -> list[SymbolicInputs] | None:
    """The inputs at known sizes, once for every choice of labels; None if there are too many."""
    inputs = SymbolicInputs(shapes, sizes)
    cells = []
    for one in inputs.by_name.values():
        if one.shape.kind == "labels":
            below = int(Mul(*inputs.size(one.shape.below or 1)))
            ranges = [range(int(f)) for f in factors_of(one.axes)]
            cells += [(one.name, tuple(map(Integer, place)), below) for place in product(*ranges)]
    if prod(below for *_, below in cells) > _MOST_LABELINGS:
        return None
    labelled = []
    for choice in product(*(range(below) for *_, below in cells)):
        made = SymbolicInputs(shapes, sizes)
        for (name, place, _), label in zip(cells, choice, strict=True):
            made.by_name[name].values[place] = Integer(label)
        labelled.append(made)
    return labelled


def _not_for_all(general: Proof) -> Text:
    parts = (part.why for part in general.gradients.values() if part.why)
    why = general.why or next(parts, Text("", ""))
    return Text(f"모든 모양에 대해서는 아니다: {why.ko}", f"not for all shapes: {why.en}")
