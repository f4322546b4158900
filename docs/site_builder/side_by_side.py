"""The code of a layer beside what each of its lines computes, read off by running the code on symbols.

A line that yields a result shows the closed form of its record, if the code is shown equal to it here; then
each term of that closed form is paired with the line that brings it in. Read in a process of its own, for the
same reason as `docs.site_builder.records`.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import BuildError

from docs.site_builder.following import RETURNED, SourceFile, Visit, following
from docs.site_builder.mathml import mark
from docs.site_builder.printed import read_printed

if TYPE_CHECKING:
    from sympy import Expr

    from yudo.derivations.calculus.definitions import Definition
    from yudo.derivations.calculus.records import Layer, Result

_DEPTH = 2
"""How many layers a net of any depth has on its page."""
_MUCH = 0.7
_WORTH = 20_000
"""How many steps of the algebra it is worth to show that a line computes what a formula says."""
_LONGEST, _LONGEST_RESULT = 390, 500
"""Letters of LaTeX of what a name holds, and of a result; more are cut off beside the code."""
_MOST_NAMES = 60
"""Arrays of one run; what more of them stand for, written out, is nothing to read beside a line of code."""


class SideBySideError(BuildError):
    """The code of a layer cannot be traced."""


def read_side_by_side(root: Path, cache: Path) -> dict[str, Any]:
    """Return, by stem and by the line that a function begins on, the formulas of its lines.

    For each stem there are ``functions`` and, for a net of any depth, the ``depth`` that was run. Each
    function has ``names`` (LaTeX by name), ``lines`` (by number, a list of ``name``, ``tex`` and, where the
    line yields it, the ``result``'s ID, or the ``tensor`` that it is by definition) and ``terms`` (the lines
    that the marks in ``tex`` stand for).
    """
    folders = (
        "derivations",
        "impl",
        "verification/programs",
        "verification/symbolic",
        "verification/symbolic/arrays",
    )
    here = Path(__file__).parent
    found: dict[str, Any] = read_printed(
        "docs.site_builder.side_by_side",
        *(root / folder for folder in folders),
        here / "following.py",
        here / "side_by_side.py",
        root=root,
        cache=cache,
        error=SideBySideError,
        wrong="the code of impl/ cannot be traced",
    )
    return found


def _side_by_side(root: Path) -> dict[str, Any]:
    from yudo import derivations
    from yudo.verification.program import axis_of_steps
    from yudo.verification.symbolic.instance import is_deep

    found: dict[str, Any] = {}
    for stem, layer in derivations.layers().items():
        # What a loop carries from step to step has no name that a formula beside the code could use.
        over_time = axis_of_steps(stem) is not None
        functions = {} if over_time else _Run(layer, root).functions()
        found[stem] = {"functions": functions, "depth": _DEPTH if is_deep(layer) and not over_time else None}
    return found


class _Run:
    """One run of a layer's program on symbols."""

    def __init__(self, layer: Layer, root: Path) -> None:
        from yudo.verification.program import program_of
        from yudo.verification.symbolic.instance import Instance
        from yudo.verification.symbolic.lets import LetBindings
        from yudo.verification.symbolic.tracing import Tracer

        self._layer = layer
        self._file = SourceFile(root / "impl" / f"{layer.stem}.py")
        self._bindings = LetBindings()
        given = Instance(layer, 2, _DEPTH).given()
        tracer = Tracer()
        # Whatever a function returns has a name where it was called: formulas mention it by that name.
        with following(self._file, _take, lambda _, value: self._bindings.bind(value)) as visits:
            _run_pairs(import_module(f"yudo.impl.{layer.stem}"), given, tracer)
            observed = program_of(layer.stem)(given, tracer.call)
        self._calls = [
            _Call(self, [visit for visit in visits if visit.call == call])
            for call in dict.fromkeys(visit.call for visit in visits)
        ]
        self._results = {
            id(one): name for name, value in _named_arrays(observed) for one in _regrouped(value)
        }
        self._kept = observed  # an id is an array's own as long as the array lives

    def functions(self) -> dict[int, Any]:
        """What `read_side_by_side` returns for one stem: nothing for a run of too many arrays."""
        if len(self._bindings.rules) > _MOST_NAMES:
            return {}
        return {first: self._function(set(own)) for first, own in self._file.functions.items()}

    def _function(self, lines: set[int]) -> dict[str, Any]:
        found: dict[int, list[dict[str, Any]]] = {}
        terms: list[int] = []
        names: dict[str, str] = {}
        first_call: dict[int, _Call] = {}
        for call in self._calls:
            for visit in call.visits:
                line = visit.statement.first
                if line not in lines:
                    continue
                shown = first_call.setdefault(line, call) is call
                known = found.setdefault(line, [])
                known += [one for one in call.formulas(visit, terms, shown) if one not in known]
                names |= call.names(visit)
        names.pop(RETURNED, None)
        return {"names": names, "lines": {line: _settled(one) for line, one in found.items()}, "terms": terms}

    def result_of(self, value: Any) -> Result | None:
        """The record of the result that an array is."""
        name = self._results.get(id(value))
        return None if name is None else self._layer.results[name]

    @cached_property
    def definitions(self) -> Sequence[tuple[Definition, Expr]]:
        """The definitions of the record, each with its value in terms of the layer's inputs."""
        from yudo.derivations.calculus.definitions import expand

        stated = {d: r.definitions for r in self._layer.results.values() for d in r.definitions}
        return [(definition, expand(definition.value, others)) for definition, others in stated.items()]

    def rule(self, base: Any) -> tuple[tuple[Any, ...], Expr] | None:
        """What an entry of a named array stands for."""
        return self._bindings.rules.get(base)

    def inlined(self, e: Expr) -> Expr:
        """An expression without the names that the run gave."""
        from yudo.verification.symbolic.lets import inlined

        return inlined(e, lambda entry: self.rule(entry.base))


def _settled(formulas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The formulas of a line without the values of names that are known as results."""
    results = {one["name"] for one in formulas if "result" in one}
    return [one for one in formulas if "result" in one or one["name"] not in results]


def _run_pairs(module: Any, given: Mapping[str, Any], tracer: Any) -> None:
    """Run each ``X_forward`` with the backward that belongs to it, on inputs and a general upstream gradient.

    The program that the prover looks at may call them in a special way, such as once for each class.
    """
    from yudo.derivations.calculus.symbols import tensor
    from yudo.verification.symbolic.arrays.array import ndarray
    from yudo.verification.symbolic.arrays.content import Content

    for name, forward in vars(module).items():
        backward = getattr(module, name.replace("_forward", "_backward"), None)
        if not name.endswith("_forward") or forward.__module__ != module.__name__ or backward is None:
            continue
        parameters = inspect.signature(forward).parameters
        upstream = len(inspect.signature(backward).parameters) - 1  # one is the cache
        if upstream != 1 or not all(parameter in given for parameter in parameters):
            continue
        if any(_has_gates(given[parameter]) for parameter in parameters):
            continue
        out, cache = tracer.call(forward, *(given[parameter] for parameter in parameters))
        axes = out.content.axes
        dout = tensor("dout", *(size for axis in axes for size in axis))
        tracer.call(backward, ndarray(Content(axes, lambda index, dout=dout: dout[index])), cache)


def _has_gates(value: Any) -> bool:
    """Whether an array has an axis of known length, which in the code is a part of another one."""
    from yudo.verification.symbolic.arrays.array import ndarray
    from yudo.verification.symbolic.arrays.axes import factors_of, is_concrete

    return isinstance(value, ndarray) and any(map(is_concrete, factors_of(value.content.axes)))


def _named_arrays(observed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in observed.items():
        for one in value.values() if isinstance(value, dict) else [value]:
            yield name, one


def _regrouped(value: Any) -> Iterator[Any]:
    """An array, and those that it is a view of where only axes were joined or divided."""
    return (one for one in value.seen_through() if _entry(one.content) == _entry(value.content))


def _take(value: Any) -> Any:
    """What is kept of a value: of an array, itself and what it holds at this moment."""
    from yudo.verification.symbolic.arrays.array import ndarray

    if isinstance(value, ndarray):
        return value, value.content
    if isinstance(value, dict):
        return {key: kept for key, part in value.items() if (kept := _take(part))}
    return None


class _Call:
    """One call of a function: the names that arrays have in it, and its lines' formulas."""

    def __init__(self, run: _Run, visits: Sequence[Visit]) -> None:
        self.visits = visits
        self._run = run
        self._local: dict[Any, str] = {}
        for visit in visits:
            for name, (_, content) in _written(visit):
                base = _base(content)
                if base is not None and run.rule(base) is not None and base not in self._local:
                    # A name that is given again stands for another array: out, out', out''.
                    again = sum(known.rstrip("'") == name for known in self._local.values())
                    self._local[base] = name + again * "'"

    def names(self, visit: Visit) -> dict[str, str]:
        """The LaTeX of the names that the formulas of a line may mention."""
        from sympy import Indexed

        from yudo.derivations.calculus.latex import name_latex

        found = {name for name, _ in _written(visit)}
        for _, (_, content) in _written(visit):
            found |= {str(e.base.label) for e in self._run.inlined(_entry(content)[1]).atoms(Indexed)}
        return {name: name_latex(name) for name in sorted(found)}

    def formulas(self, visit: Visit, terms: list[int], with_values: bool) -> Iterator[dict[str, Any]]:
        """The formulas of a line: closed forms of results that it finishes, values of what else it writes."""
        for name, (value, content) in _written(visit):
            record = None if visit.statement.renames else self._run.result_of(value)
            if record is not None and self._is_finished(value, content, visit):
                tex = self._closed_form(record, content, visit, terms) or self._value(name, content, visit)
                if tex is not None and len(tex) <= _LONGEST_RESULT:
                    yield {"name": self._label(name, content), "tex": tex, "result": record.id}
            elif with_values and name != RETURNED and (tex := self._value(name, content, visit)):
                if len(tex) > _LONGEST:
                    continue
                found = {"name": self._label(name, content), "tex": tex}
                tensor = self._tensor(content)
                yield found if tensor is None else {**found, "tensor": tensor}

    def _is_finished(self, value: Any, content: Any, visit: Visit) -> bool:
        """Whether an array holds at this line, for the last time in this call, what it holds in the end."""
        writes = [v for v in self.visits if any(kept[0] is value for _, kept in _written(v))]
        if visit is not writes[-1]:
            return False
        _, now = _entry(content)
        _, at_last = _entry(value.content)
        return self._run.inlined(now) == self._run.inlined(at_last)

    def _tensor(self, content: Any) -> str | None:
        """The tensor of the record that an array is, by definition."""
        from sympy import Symbol

        for definition, entry in self._run.definitions:
            indices, tensor = definition.entry.indices, definition.tensor
            same = tensor.layer is None and content.axes == tuple((size,) for size in tensor.axes)
            same = same and all(isinstance(index, Symbol) for index in indices)
            if same and self._holds(content.at, entry, indices, content.axes):
                return tensor.name
        return None

    def _label(self, name: str, content: Any) -> str:
        """A name as formulas write it: ``out'`` if it stood for another array before."""
        label = self._local.get(_base(content), name)
        return label if label.rstrip("'") == name else name

    def _value(self, name: str, content: Any, visit: Visit) -> str | None:
        """What a name holds as an equation; None if it is but another name of something known."""
        from sympy import Indexed, Symbol

        from yudo.derivations.calculus.latex import latex, name_latex
        from yudo.verification.symbolic.arrays.axes import FlatIndex
        from yudo.verification.symbolic.arrays.ranges import IndexSymbol
        from yudo.verification.symbolic.comparison import readable

        subscripts, entry = _entry(content)
        base = _base(content)
        own = self._label(name, content)
        value = self._in_local_names(entry, own)
        if any(isinstance(s, IndexSymbol) for s in value.free_symbols - {*subscripts}):
            return None  # in a loop over a size: another at each turn
        is_another = isinstance(value, Indexed) and list(value.indices)[-len(subscripts) :] == subscripts
        if is_another and not (visit.statement.renames and base in self._local):
            return None
        if isinstance(value, Symbol) and value.name == name:
            return None
        subscript = f"_{{{','.join(map(latex, subscripts))}}}" if subscripts else ""
        value = value.replace(FlatIndex, lambda *places: FlatIndex(*places).definition())
        return f"{name_latex(own)}{subscript} = {latex(readable(_simpler(value)))}"

    def _closed_form(self, record: Result, content: Any, visit: Visit, terms: list[int]) -> str | None:
        """The record's closed form with its terms marked; None if it is not shown to be what the code has."""
        from yudo.derivations.calculus.definitions import expand
        from yudo.derivations.calculus.latex import latex

        index = tuple(i for i, _ in record.indices) if content.axes else ()
        if len(index) != sum(map(len, content.axes)):
            return None
        if not self._holds(content.at, expand(record.closed_form, record.definitions), index, content.axes):
            return None
        parts = [
            (term, expand(whole, record.definitions), index, content.axes)
            for term, whole in _terms(record.closed_form)
        ]
        for definition in record.definitions:
            axes = tuple((size,) for size in definition.tensor.axes)
            entry = expand(definition.value, record.definitions)
            for found in record.closed_form.atoms(type(definition.entry)):
                if found.base == definition.tensor:
                    parts.append((found, entry, definition.entry.indices, axes))
        marks: dict[Expr, int] = {}
        for shown, whole, place, axes in parts:
            line = self._line_of(whole, place, axes, visit)
            if line is not None:
                if line not in terms:
                    terms.append(line)
                marks.setdefault(shown, terms.index(line))
        return f"{latex(record.subject)} = {_marked_latex(record.closed_form, marks)}"

    def _line_of(self, term: Expr, index: tuple[Expr, ...], axes: Any, until: Visit) -> int | None:
        """The line that brings a term in: it writes the term itself, or adds it to what was there."""
        last = next(place for place, visit in enumerate(self.visits) if visit is until)
        for visit in self.visits[: last + 1]:
            for name, (_, content) in _written(visit):
                if content.axes != axes:
                    continue
                before = visit.before[name][1].at if visit.statement.adds and visit.before.get(name) else None
                if self._holds(content.at, term, index, axes, before):
                    return visit.statement.first
        return None

    def _holds(
        self,
        at: Callable[[tuple[Expr, ...]], Expr],
        expected: Expr,
        index: tuple[Expr, ...],
        axes: Any,
        before: Callable[[tuple[Expr, ...]], Expr] | None = None,
    ) -> bool:
        """Whether an array, less what was there, has the expected entries; known axes place by place."""
        from yudo.verification.symbolic.comparison import places

        return all(
            _shown_equal(
                self._run.inlined(at(place)) - (self._run.inlined(before(place)) if before else 0),
                expected.xreplace(dict(zip(index, place, strict=True))),
            )
            for place in places(axes, index, ())
        )

    def _in_local_names(self, e: Expr, own: str) -> Expr:
        """An expression with arrays under the names that this call has for them, ``own`` excepted."""
        from sympy import Indexed, IndexedBase

        from yudo.verification.symbolic.lets import inlined

        kept = {base: name for base, name in self._local.items() if name != own}
        opened = inlined(e, lambda entry: None if entry.base in kept else self._run.rule(entry.base))
        renaming = {
            entry: IndexedBase(kept[entry.base], real=True)[entry.indices]
            for entry in opened.atoms(Indexed)
            if entry.base in kept
        }
        return opened.xreplace(renaming)


def _written(visit: Visit) -> Iterator[tuple[str, Any]]:
    """The arrays that a line wrote, by name: of a dict, those entries that are new or changed."""
    for name, kept in visit.values.items():
        if isinstance(kept, dict):
            known = visit.before.get(name) or {}
            for key, part in kept.items():
                old = known.get(key)
                if isinstance(part, tuple) and (old is None or old[1] is not part[1]):
                    yield f"{name}[{key}]", part
        elif kept is not None and name != "_":
            yield name, kept


def _base(content: Any) -> Any:
    """The named array that a content is, entry by entry."""
    from sympy import Indexed

    _, entry = _entry(content)
    return entry.base if isinstance(entry, Indexed) else None


def _entry(content: Any) -> tuple[list[Expr], Expr]:
    """One entry of an array: its subscripts, named after the axes, and its expression."""
    from yudo.verification.symbolic.comparison import places

    (*_, index) = places(content.axes, (), ())
    return list(index), content.at(index)


def _simpler(e: Expr) -> Expr:
    """The normal form where that is much shorter than what the code does, as after a write at the labels."""
    from yudo.derivations.calculus.algebra import Undecidable
    from yudo.derivations.calculus.normal_form import normal_form
    from yudo.derivations.calculus.steps import budget

    try:
        with budget(_WORTH):
            normal = normal_form(e)
    except Undecidable:
        return e
    return normal if normal.count_ops() < _MUCH * e.count_ops() else e


def _shown_equal(a: Expr, b: Expr) -> bool:
    from yudo.derivations.calculus.algebra import Undecidable
    from yudo.derivations.calculus.normal_form import equal
    from yudo.derivations.calculus.steps import budget

    try:
        with budget(_WORTH):
            return equal(a, b)
    except Undecidable:
        return False


def _terms(closed_form: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The terms of the outermost sum: as they stand there, and with the factors around the sum."""
    from sympy import Add, Mul

    if isinstance(closed_form, Add):
        yield from ((term, term) for term in closed_form.args)
    elif isinstance(closed_form, Mul):
        sums = [factor for factor in closed_form.args if isinstance(factor, Add)]
        if len(sums) == 1:
            around = closed_form / sums[0]
            yield from ((term, around * term) for term in sums[0].args)


def _marked_latex(e: Expr, marks: Mapping[Expr, int]) -> str:
    from yudo.derivations.calculus.latex import Printer

    class Marking(Printer):
        def _print(self, part: Any, **options: Any) -> str:
            text = str(super()._print(part, **options))
            if part not in marks:
                return text
            # A sign stays outside: the sum prints it as its own.
            return f"-{mark(text[1:], marks[part])}" if text.startswith("-") else mark(text, marks[part])

    return str(Marking().doprint(e))


if __name__ == "__main__":
    print(json.dumps(_side_by_side(Path.cwd())))
