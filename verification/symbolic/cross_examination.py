"""A second opinion on what is proven: the real code in real NumPy against the expressions that were proven.

A proof is about what the code was *read* to compute. Here the code itself runs, again and again, at sizes
where it may be special (each size 1 in turn, all equal, composite, above 256, next to its own constants), on
generic, positive and tied values, in double and in single precision; and every entry, or a sample of many, is
compared with its expression. The comparison is in floating point: it can't prove, but a reading that differs
from the code does not survive it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from dis import get_instructions
from functools import reduce
from itertools import islice, product
from math import prod
from operator import add, mul
from types import CellType, CodeType, FunctionType, MappingProxyType
from typing import Any
from warnings import catch_warnings, simplefilter

from sympy import Add, Expr, Indexed, Integer, KroneckerDelta, Mul, Pow, Symbol, erf

from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, relu, sigmoid, step
from yudo.derivations.calculus.symbols import limits_of
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import Before, FlatIndex, factors_of, fresh_index, is_concrete
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.ranges import Quotient, WindowCount, number_at
from yudo.verification.symbolic.inputs import Input, SymbolicInputs
from yudo.verification.symbolic.recurrences import Recurrence, State, recurrences_in
from yudo.verification.symbolic.values import raised_deliberately

LARGE = 300
"""A size that the integers of one byte do not hold."""
_MOST_ENTRIES, _MOST_TERMS, _MOST_PLACES, _MOST_CONSTANTS, _SAMPLE = 200_000, 2_000_000, 16, 6, 6
LARGEST_CONSTANT, _LARGEST_IN_LOOPS = 20_000, 1_100
_GENERIC, _POSITIVE, _TIED, _SINGLE = "generic", "positive", "tied", "single-precision"
_FUNCTIONS = {
    **{name: name for name in ("exp", "log", "tanh", "abs", "sign", "sin", "cos", "floor", "rint")},
    "atan": "arctan",
}
"""What NumPy calls the functions of expressions, by their names in SymPy."""
_UNIT, _SINGLE_UNIT = "between 0 and 1", "single-precision between 0 and 1"


class Unknown(Exception):
    """An expression has no value here, or code is not asked for any: it is not examined."""


@dataclass(frozen=True)
class Disagreement:
    """A place where real NumPy does not compute what was read from the code.

    ``values`` says what kind of numbers it was given.
    """

    quantity: str
    sizes: Mapping[str, int]
    values: str
    index: tuple[int, ...] = ()
    expected: float | None = None
    found: float | None = None
    why: str | None = None

    def __str__(self) -> str:
        return self.text.en

    @property
    def is_single(self) -> bool:
        """Whether it was seen in single precision."""
        return _is_single(self.values)

    @property
    def text(self) -> Text:
        """What differs, and where."""
        sizes = ", ".join(f"{name} = {size}" for name, size in self.sizes.items())
        if self.why is not None:
            what = Text(f"실행 중 오류({self.why})", f"raises {self.why}")
        else:
            place, found, read = list(self.index), f"{self.found:.6g}", f"{self.expected:.6g}"
            what = Text(
                f"원소 {place}의 값은 {found}, 기호로 읽은 값은 {read}",
                f"entry {place} is {found}, as read {read}",
            )
        return Text(
            f"NumPy와 기호로 읽은 것이 {self.quantity}에서 다르다({sizes or '주어진 크기'}): {what.ko}. "
            "코드가 이 경우를 일부러 다르게 다루는 것이 아니라면 알려 주기 바란다",
            f"NumPy and the symbolic reading disagree on {self.quantity} at {sizes or 'the given sizes'}"
            f" ({self.values} values): {what.en}; unless the code treats this case apart, please report this",
        )


Node = Callable[["Draw"], Any]


class Compiled:
    """An index expression, made ready to be evaluated for whole arrays, again and again.

    Each index symbol has a dimension of its own: the first that is bound is the last one. Along the
    dimensions of ``symbols`` the values stand at the places that `__call__` is given.
    """

    def __init__(self, np: Any, e: Expr, symbols: Sequence[Symbol]):
        self._np = np
        self._nodes: dict[tuple[Expr, tuple[Symbol, ...]], Node] = {}
        self._places: dict[int, Any] = {}
        self._known: dict[int, Any] = {}
        self._root = self._node(e, tuple(symbols))
        self.close = False
        """Whether an indicator's argument was too near to 0 to be sure of its sign."""

    def __call__(self, draw: Draw, places: Sequence[Sequence[int]]) -> Any:
        """The values at all combinations of some places, the first symbol along the last dimension."""
        self._known.clear()
        self.close = False
        for depth, listed in enumerate(places):
            self._places[depth] = self._np.array(listed, dtype=self._np.int64).reshape((-1,) + (1,) * depth)
        with self._np.errstate(all="ignore"):
            return self._np.asarray(self._root(draw), dtype=self._np.float64)

    def _node(self, e: Expr, scope: tuple[Symbol, ...]) -> Node:
        if (e, scope) not in self._nodes:
            made, number = self._made(e, scope), len(self._nodes)
            known = self._known

            def kept(draw: Draw) -> Any:
                if number not in known:
                    known[number] = made(draw)
                return known[number]

            self._nodes[e, scope] = kept if e.args and not isinstance(e, Indexed) else made
        return self._nodes[e, scope]

    def _made(self, e: Expr, scope: tuple[Symbol, ...]) -> Node:
        np = self._np
        if isinstance(e, (Quotient, WindowCount)):
            return lambda draw: e.at(draw.by_symbol)
        if isinstance(e, Symbol):
            if e in scope:
                depth = scope.index(e)
                return lambda _: self._places[depth]
            return lambda draw: draw.by_symbol[e] if e in draw.by_symbol else draw.number(e.name, ())
        if not e.args:
            value = int(e) if e.is_Integer else float(e)
            return lambda _: value
        if isinstance(e, (Sum, Maximum)):
            return self._reduced(e, scope)
        if isinstance(e, (relu, sigmoid, Before, FlatIndex, AffineIndex)):
            return self._node(e.definition(), scope)
        parts = [self._node(part, scope) for part in (e.indices if isinstance(e, Indexed) else e.args)]
        if isinstance(e, Indexed):
            name = str(e.base.label)
            return lambda draw: draw.number(name, tuple(part(draw) for part in parts))
        if isinstance(e, Add):
            return lambda draw: reduce(add, (part(draw) for part in parts))
        if isinstance(e, Mul):
            return lambda draw: reduce(mul, (part(draw) for part in parts))
        if isinstance(e, Pow):
            base, power = parts
            return lambda draw: np.power(np.asarray(base(draw), dtype=np.float64), power(draw))
        if isinstance(e, KroneckerDelta):
            one, other = parts
            return lambda draw: np.equal(one(draw), other(draw)).astype(np.float64)
        (of,) = parts
        if isinstance(e, step):
            return lambda draw: self._indicator(of(draw))
        if isinstance(e, erf):
            function = self._np.vectorize(math.erf, otypes=[float])
            return lambda draw: function(np.asarray(of(draw), dtype=np.float64))
        function_name = _FUNCTIONS.get(type(e).__name__.lower())
        if function_name is None:
            raise Unknown(f"no value for {type(e).__name__}")
        return lambda draw: getattr(np, function_name)(np.asarray(of(draw), dtype=np.float64))

    def _indicator(self, value: Any) -> Any:
        small = self._np.abs(value)
        self.close |= bool(self._np.any((small > 0) & (small < 1e-9)))
        # What overflowed has no sign: NaN stays, as in everything else that is read.
        return self._np.where(self._np.isnan(value), self._np.nan, self._np.greater(value, 0))

    def _reduced(self, e: Any, scope: tuple[Symbol, ...]) -> Node:
        np = self._np
        limits = limits_of(e)
        depth = len(scope)
        sizes = [self._node(size, ()) for _, size in limits]
        body = self._node(e.function, (*scope, *(k for k, _ in limits)))
        over = tuple(range(len(limits)))
        largest = isinstance(e, Maximum)

        def reduced(draw: Draw) -> Any:
            lengths = [max(int(size(draw)), 0) for size in sizes]
            if largest and 0 in lengths:
                raise Unknown("the largest of nothing")
            if np.prod([self._places[d].size for d in range(depth)] + lengths, dtype=float) > _MOST_TERMS:
                raise Unknown("too many terms")
            for place, length in enumerate(lengths, depth):
                self._places[place] = np.arange(length).reshape((-1,) + (1,) * place)
            value = np.asarray(body(draw))
            bound = tuple(lengths[::-1]) + (1,) * depth
            whole = np.broadcast_to(value, np.broadcast_shapes(value.shape, bound))
            return whole.max(axis=over) if largest else whole.sum(axis=over)

        return reduced


def constants_of(*functions: Any) -> list[int]:
    """The whole numbers that functions mention, in themselves, within them and in those that they call."""
    found: set[int] = set()
    todo, seen = [*functions], set[int]()
    while todo:
        one = todo.pop()
        function = getattr(one, "__func__", one)
        if isinstance(function, type):
            todo += vars(function).values()
        code = getattr(function, "__code__", function)
        if not isinstance(code, CodeType) or id(code) in seen:
            continue
        seen.add(id(code))
        known = getattr(function, "__globals__", {})
        todo += [known[name] for name in code.co_names if isinstance(known.get(name), (FunctionType, type))]
        kept = [getattr(function, "__defaults__", None), getattr(function, "__kwdefaults__", None)]
        kept += [_contents(cell) for cell in getattr(function, "__closure__", None) or ()]
        found |= set(_whole_numbers([*kept, *(known.get(name) for name in code.co_names)]))
        loops = any(one.opname.startswith(("FOR_ITER", "JUMP_BACKWARD")) for one in get_instructions(code))
        largest = _LARGEST_IN_LOOPS if loops else LARGEST_CONSTANT
        for one in code.co_consts:
            todo.append(one)
            found |= {
                int(c)
                for c in (one if isinstance(one, (tuple, frozenset)) else (one,))
                if isinstance(c, (int, float)) and 3 < c <= largest and c == int(c)
            }
    return sorted(found)


def _contents(cell: CellType) -> Any:
    with suppress(ValueError):  # an empty one
        return cell.cell_contents
    return None


def _whole_numbers(value: Any) -> Iterator[int]:
    """Those that stand in a value, or in a small container."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)) and len(value) <= _MOST_PLACES:
        for one in value:
            yield from _whole_numbers(one)
    elif isinstance(value, int) and 3 < value <= LARGEST_CONSTANT:
        yield value


def sizes_to_examine(names: Sequence[str], constants: Sequence[int] = ()) -> Iterator[dict[str, int]]:
    """Sizes at which code may be special."""
    yield {name: 2 + place % 4 for place, name in enumerate(names)}
    if not names:
        return
    plain = {name: 3 + place % 3 for place, name in enumerate(names)}
    for name in names:
        yield plain | {name: 1}
    yield dict.fromkeys(names, 1)
    yield dict.fromkeys(names, 3)
    yield {name: (6, 4, 10, 9)[place % 4] for place, name in enumerate(names)}
    yield {name: 7 - place % 5 for place, name in enumerate(names)}
    small = {name: 2 + place % 2 for place, name in enumerate(names)}
    for constant in constants[:_MOST_CONSTANTS]:
        for name in names:
            yield small | {name: constant}
            yield small | {name: constant + 1}
    for name in names:
        yield small | {name: LARGE}


def of_a_pair(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    inputs: SymbolicInputs,
    output: Content,
    gradients: Mapping[str, Content],
) -> Disagreement | None:
    """Whether a pair of functions, as `prove_vjp` takes them, computes what was read from it."""
    read = {"the output": output} | {f"d{name}": content for name, content in gradients.items()}
    wanted = [name for name, shape in inputs.shapes.items() if shape.differentiated]

    def run(draw: Draw) -> dict[str, Any]:
        given = list(draw.arrays().values())
        returned = forward(*given)
        output, cache = returned if isinstance(returned, tuple) else (returned, tuple(given))
        found = {"the output": draw.kept(output)}
        assert inputs.upstream is not None
        returned = backward(draw.array(inputs.upstream), cache)
        if isinstance(returned, dict):
            return found | {f"d{name}": returned.get(f"d{name}", returned.get(name)) for name in wanted}
        listed = list(returned) if isinstance(returned, (tuple, list)) else [returned]
        order = list(inputs.shapes) if len(listed) == len(inputs.shapes) else wanted
        return found | {f"d{name}": value for name, value in zip(order, listed, strict=True)}

    return examine(read, inputs, run, constants_of(forward, backward))


def examine(
    read: Mapping[str, Content],
    inputs: SymbolicInputs,
    run: Callable[[Draw], Mapping[str, Any]],
    constants: Sequence[int] = (),
    named: Mapping[str, Content] = MappingProxyType({}),
    most: int | None = None,
) -> Disagreement | None:
    """Whether code computes in real NumPy what was read from it.

    Parameters
    ----------
    read
        What it was read to compute, by the names of the quantities.
    inputs
        What it was read on.
    run
        Runs the real code on numbers; raises `Unknown` where nothing is claimed of it.
    constants
        The whole numbers that the code mentions.
    named
        What stands under names in ``read``, each in terms of the inputs and of those before it.
    most
        How many choices of sizes are enough, where the same code was examined before.

    Returns
    -------
    Disagreement or None
        None also where there is no NumPy to ask.
    """
    try:
        import numpy as np
    except ImportError:
        return None
    free = [name for name, size in inputs.sizes.items() if not is_concrete(size)]
    known = {name: int(size) for name, size in inputs.sizes.items() if is_concrete(size)}
    quantities = [_Quantity(np, name, content) for name, content in read.items()]
    intermediate = [_Quantity(np, name, content) for name, content in named.items()]
    entries = [content.at(index) for content in read.values() for index in content.places()]
    loops = [_Loop(np, recurrence) for recurrence in recurrences_in(entries)]
    refused = False
    for turn, chosen in enumerate(islice(sizes_to_examine(free, constants), most)):
        sizes = known | chosen
        for values in (*_values_at(turn, chosen), _UNIT, _SINGLE_UNIT):
            if _is_unit(values) and not refused:
                continue
            draw = Draw(np, inputs, sizes, values, turn)
            if draw.unfit:
                continue
            try:
                with np.errstate(all="ignore"), catch_warnings():
                    simplefilter("ignore")
                    found = {name: draw.kept(value) for name, value in run(draw).items() if name in read}
            except Unknown:
                continue
            except (Unreadable, NumPyRefuses):
                return None  # It was loaded without NumPy: there is nothing to run.
            except Exception as reason:
                if raised_deliberately(reason) and (_is_single(values) or not _is_unit(values)):
                    # It checks its arguments: only those that it takes are spoken of.
                    refused = refused or not _is_single(values)
                    continue
                if values == _TIED and isinstance(reason, np.linalg.LinAlgError):
                    continue  # A matrix of equal numbers has no inverse.
                why = f"{type(reason).__name__}: {reason}"
                return Disagreement("the code", sizes, values, why=why)
            output = found.get("the output")
            if values == _TIED and output is not None and not np.all(np.isfinite(output)):
                continue  # The forward itself is not defined here.
            for one in intermediate:
                draw.numbers.pop(one.name, None)  # drawn like an input, and nothing that is known
                with suppress(Unknown):
                    draw.numbers[one.name] = one.values(draw)
            for loop in loops:
                loop.run(draw)
            for quantity in quantities:
                disagreement = quantity.compared(found[quantity.name], draw)
                if disagreement is not None:
                    return disagreement
    return None


def _is_unit(values: str) -> bool:
    return values in (_UNIT, _SINGLE_UNIT)


def _is_single(values: str) -> bool:
    return values in (_SINGLE, _SINGLE_UNIT)


def _values_at(turn: int, sizes: Mapping[str, int]) -> Sequence[str]:
    if turn == 0:
        return (_GENERIC, _GENERIC, _TIED, _POSITIVE, _SINGLE)
    if set(sizes.values()) == {3}:
        return (_TIED, _GENERIC)
    return (_GENERIC,)


_GRID = 2**20
"""Numbers are multiples of its reciprocal, which single precision holds, too."""


class Draw:
    """Numbers for all inputs and the upstream gradient, in the shape of their factors."""

    def __init__(self, np: Any, inputs: SymbolicInputs, sizes: Mapping[str, int], values: str, seed: int):
        self.sizes, self.values = sizes, values
        self._np = np
        self._random = np.random.default_rng([seed, len(values)])
        self.by_symbol: dict[Expr, Any] = {inputs.sizes[name]: size for name, size in sizes.items()}
        self.inputs = [*inputs.by_name.values()]
        self.upstream = inputs.upstream
        self._classes = {
            one.name: prod(map(self.length, inputs.size(one.shape.below or 1)))
            for one in self.inputs
            if one.shape.kind == "labels"
        }
        everything = [*self.inputs, *([] if self.upstream is None else [self.upstream])]
        lengths = [[self.length(factor) for factor in factors_of(one.axes)] for one in everything]
        too_large = max(map(prod, lengths), default=0) > _MOST_ENTRIES
        self.unfit = too_large or any(length < 1 for of_one in lengths for length in of_one)
        """Whether there are too many entries, or no room for a window."""
        self.numbers = {} if self.unfit else {one.name: self._drawn(one) for one in everything}

    @property
    def is_tied(self) -> bool:
        """Whether many numbers are equal."""
        return self.values == _TIED

    def length(self, size: Expr) -> int:
        """A size as a number."""
        if size in self.by_symbol:
            return int(self.by_symbol[size])
        return number_at(size, self.by_symbol)

    def number(self, name: str, index: tuple[Any, ...]) -> Any:
        """Entries of an input."""
        if name in self.numbers:
            with suppress(IndexError):  # of an entry that there is at other sizes
                return self.numbers[name][index]
        raise Unknown(f"nothing is known of {name}")

    def _drawn(self, one: Input) -> Any:
        np = self._np
        if one.shape.kind == "size":
            return np.array(self.length(one.tensor))
        shape = tuple(map(self.length, factors_of(one.axes)))
        if one.shape.kind == "labels":
            made = self._random.integers(0, self._classes[one.name], shape)
        elif self.values == _TIED:
            made = self._random.choice([-1.0, 0.0, 0.0, 0.5, 1.0], shape)
        else:
            made = self._random.normal(size=shape)
        symbol: Any = getattr(one.tensor, "label", one.tensor)
        if one.shape.kind != "labels" and (_is_unit(self.values) or symbol.is_nonnegative):
            made = self._random.uniform(0.05, 0.95, shape)
        if self.values == _POSITIVE and one.shape.kind != "labels":
            made = np.abs(made) + 0.25
        if (
            one.shape.kind != "labels"
        ):  # so that differences are exact, and a maximum equals its largest entry
            made = np.round(made * _GRID) / _GRID
        if _is_single(self.values) and one.shape.kind != "labels":
            made = np.asarray(made, dtype=np.float32)
        made = np.array(made)
        for place, value in one.values.items():
            made[tuple(map(int, place))] = int(value)
        return made

    def array(self, one: Input) -> Any:
        """A copy of an input, in the shape that the code sees."""
        made = self.numbers[one.name].reshape([self.length(Mul(*axis)) for axis in one.axes]).copy()
        return made if one.axes else made[()]

    def arrays(self) -> dict[str, Any]:
        """Copies of all inputs, by name."""
        return {one.name: self.array(one) for one in self.inputs}

    def kept(self, value: Any) -> Any:
        """What the code returned, safe from its later writes."""
        return self._np.array(value, dtype=self._np.float64)


class _Loop:
    """What a loop carries, in numbers: run after run."""

    def __init__(self, np: Any, recurrence: Recurrence):
        self._np, self._recurrence = np, recurrence
        self._starts = {one.name: _Quantity(np, one.name, one.start) for one in recurrence.states}
        self._steps = {one.name: _Quantity(np, one.name, self._step(one)) for one in recurrence.states}

    def _step(self, state: State) -> Content:
        axes = ((self._recurrence.size,), *state.start.axes)
        return Content(axes, lambda index: state.made(index[0]).at(index[1:]))

    def run(self, draw: Draw) -> None:
        """Give a draw what each run finds; nothing where that is not known, or rounding decides it."""
        with suppress(Unknown):
            found, nudged = self._unrolled(draw), self._unrolled(draw, _NUDGE)
            near = (
                self._np.abs(one - other) <= _NUDGE * _MOST_GROWTH * (1 + self._np.abs(one))
                for one, other in zip(found.values(), nudged.values(), strict=True)
            )
            if all(self._np.all(one) for one in near):
                draw.numbers |= found

    def _unrolled(self, draw: Draw, nudge: float = 0.0) -> dict[str, Any]:
        """What each run finds, where each value is off by a factor ``1 + nudge``."""
        runs = range(draw.length(self._recurrence.size))
        try:
            found = {name: start.values(draw) for name, start in self._starts.items()}
            for name, values in found.items():
                draw.numbers[name] = self._np.empty((len(runs) + 1, *values.shape))
            for run in reversed(runs) if self._recurrence.descending else runs:
                for name, values in found.items():
                    draw.numbers[name][run] = values * (1 + nudge)
                found = {name: step.values(draw, run)[0] for name, step in self._steps.items()}
            for name, values in found.items():  # what the last run made, behind what the others found
                draw.numbers[name][-1] = values
            return {name: draw.numbers[name] for name in self._starts}
        finally:
            for name in self._starts:
                draw.numbers.pop(name, None)


_NUDGE, _MOST_GROWTH = 1e-12, 1e4
"""By how much what a loop carries is changed to see whether rounding decides it, and how that may grow."""


class _Quantity:
    """What was read, entry by entry: one expression for all places along axes of symbolic size."""

    def __init__(self, np: Any, name: str, content: Content):
        self._np, self.name = np, name
        self._axes, self._factors = content.axes, factors_of(content.axes)
        symbols = [fresh_index() for f in self._factors if not is_concrete(f)]
        known = list(product(*(range(int(f)) for f in self._factors if is_concrete(f))))
        if len(known) > _MOST_PLACES:
            known = known[:: -(-len(known) // _MOST_PLACES)]
        self._expressions: list[tuple[tuple[int | None, ...], Compiled | None]] = []
        for chosen in known:
            rest, free = iter(chosen), iter(symbols)
            places = tuple(next(rest) if is_concrete(f) else None for f in self._factors)
            index = tuple(next(free) if i is None else Integer(i) for i in places)
            try:
                made = Compiled(np, content.at(index), symbols)
            except Unknown:
                made = None
            self._expressions.append((places, made))

    def values(self, draw: Draw, first: int | None = None) -> Any:
        """All entries, one dimension for each factor, or those at one place along the ``first``.

        Raises `Unknown` where one is not known.
        """
        lengths = [draw.length(f) for f in self._factors]
        listed: list[Sequence[int]] = [
            range(n) for n, f in zip(lengths, self._factors, strict=True) if not is_concrete(f)
        ]
        if first is not None:
            lengths[0], listed[0] = 1, [first]
        made = self._np.empty(lengths)
        for places, compiled in self._expressions:
            if compiled is None:
                raise Unknown(f"no value for {self.name}")
            value = compiled(draw, listed)
            if compiled.close:
                raise Unknown(f"{self.name} is too near to a kink")
            shape = tuple(map(len, listed))[::-1]
            made[tuple(slice(None) if i is None else i for i in places)] = self._np.broadcast_to(
                value, shape
            ).T
        return made

    def compared(self, found: Any, draw: Draw) -> Disagreement | None:
        """The first entry that is not what was read."""
        np = self._np
        shape = tuple(draw.length(Mul(*axis)) for axis in self._axes)
        if np.shape(found) != shape:
            why = f"the shape is {np.shape(found)}, as read {shape}"
            return Disagreement(self.name, draw.sizes, draw.values, why=why)
        lengths = [draw.length(f) for f in self._factors]
        flat = found.reshape(lengths)
        listed = [
            list(range(n)) if n <= _SAMPLE else sorted({0, n // 2, n - 2, n - 1})
            for n, f in zip(lengths, self._factors, strict=True)
            if not is_concrete(f)
        ]
        tolerance = 1e-2 if _is_single(draw.values) else 1e-4
        for places, compiled in self._expressions:
            try:
                expected = None if compiled is None else compiled(draw, listed)
            except Unknown:
                continue
            if compiled is None or compiled.close:
                continue
            free = iter(listed)
            at = [next(free) if i is None else [i] for i in places]
            here = flat[np.ix_(*at)] if at else flat
            # The symbols' dimensions run from the last to the first.
            expected = np.broadcast_to(expected, tuple(map(len, listed))[::-1]).T.reshape(here.shape)
            with np.errstate(all="ignore"):
                near = np.abs(here - expected) <= tolerance * (1 + np.abs(expected))
            wrong = np.isfinite(expected) & ~near
            if np.any(wrong):
                first = tuple(np.argwhere(wrong)[0])
                place = tuple(int(some[i]) for i, some in zip(first, at, strict=True))
                values = float(expected[first]), float(here[first])
                return Disagreement(self.name, draw.sizes, draw.values, place, *values)
        return None
