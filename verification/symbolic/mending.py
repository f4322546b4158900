"""The mistake in words, found by mending it: the small change of the code after which it is right."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from yudo.verification.symbolic.edits import edits
from yudo.verification.symbolic.edits.tree import Edit
from yudo.verification.symbolic.tracing.rewriting import Source
from yudo.verification.verdicts import Diagnosis

_OURS = str(Path(__file__).parents[1])
_MOST = 1500
"""Changes that are tried; a backward of twenty lines has some hundreds."""


def mended(
    functions: Sequence[FunctionType], wrong: Collection[str], right: Callable[[], Mapping[str, str]]
) -> dict[str, Diagnosis]:
    """The mistakes by quantity: what makes it right once it is changed in somebody's functions.

    The functions are as they were in the end.

    Parameters
    ----------
    functions
        Those that may hold the mistake, the likeliest first.
    wrong
        The quantities that are wrong.
    right
        Runs the functions as they are now: the quantities that are right (``""``), or right but for a factor,
        and that factor. What was right must stay so.
    """
    kept = {quantity for quantity, factor in right().items() if not factor}
    wrong = {*wrong} - kept  # the others are wrong for other inputs than these
    if not wrong:
        return {}
    found: list[_Mend] = []
    for edit, now in islice(_tried(functions, right), _MOST):
        exact = frozenset(quantity for quantity, factor in now.items() if not factor)
        if not kept <= exact:
            continue
        if exact & wrong:
            found.append(_Mend(edit, exact & wrong))
        if exact >= wrong:
            break
        for factor in {now.get(quantity) for quantity in wrong} - {None, ""}:
            alike = frozenset(quantity for quantity in wrong if now.get(quantity) == factor)
            found.append(_Mend(edit, alike, factor or ""))
    return _fewest(found)


@dataclass(frozen=True)
class _Mend:
    """An edit and the quantities that it makes right, or right but for a factor."""

    edit: Edit
    quantities: frozenset[str]
    factor: str = ""


def _tried(
    functions: Sequence[FunctionType], right: Callable[[], Mapping[str, str]]
) -> Iterator[tuple[Edit, Mapping[str, str]]]:
    """The edits of all functions, and what is right with each."""
    sources = [
        (one, source)
        for one in functions
        if (source := Source.of(one)) is not None and not _may_run_on(source.tree)
    ]
    attributes = _attributes(source.tree for _, source in sources)
    for function, source in sources:
        for edit in edits(source.tree, attributes, _name_of_numpy(function)):
            code = source.compiled()
            if code is not None and not _is_like(code, function.__code__):
                yield edit, _with(function, code, right)


def _with(
    function: FunctionType, code: CodeType, right: Callable[[], Mapping[str, str]]
) -> Mapping[str, str]:
    """What is right while a function has another code."""
    own = function.__code__
    function.__code__ = code
    try:
        with redirect_stdout(StringIO()):
            return right()
    except Exception:  # it is somebody's code, changed blindly
        return {}
    finally:
        function.__code__ = own


def _may_run_on(tree: ast.AST) -> bool:
    """Whether a small change might keep it from ending."""
    return any(isinstance(one, ast.While) for one in ast.walk(tree))


def _fewest(found: Sequence[_Mend]) -> dict[str, Diagnosis]:
    """The edits that mend most, the first of those that mend the same; with a factor left, last."""
    said: dict[str, Diagnosis] = {}
    for exact in (True, False):
        left = [one for one in found if exact is not bool(one.factor)]
        while left := [one for one in left if one.quantities - said.keys()]:
            best = max(left, key=lambda one: len(one.quantities - said.keys()))  # the first of them
            mends = best.quantities - said.keys()
            told = Diagnosis(best.edit.key, best.edit.told(sorted(mends), best.factor))
            said.update(dict.fromkeys(mends, told))
    return said


def _is_like(code: CodeType, other: CodeType) -> bool:
    return (
        code.co_code == other.co_code
        and code.co_consts == other.co_consts
        and code.co_names == other.co_names
    )


def _attributes(trees: Iterable[ast.FunctionDef]) -> list[str]:
    """What methods keep in their object."""
    return list(
        dict.fromkeys(
            one.attr
            for tree in trees
            for one in ast.walk(tree)
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "self"
        )
    )


def _name_of_numpy(function: FunctionType) -> str:
    names = (
        name
        for name, value in function.__globals__.items()
        if isinstance(value, ModuleType) and value.__name__ == "numpy"
    )
    return next(names, "np")


# -- somebody's functions ------------------------------------------------------------------------------------


def functions_of(*roots: Any) -> list[FunctionType]:
    """Somebody's functions that are reached from some things: through calls, classes and what wraps them."""
    found: dict[int, FunctionType] = {}
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, FunctionType):
            waiting += _closed_over(one)
            if not one.__code__.co_filename.startswith(_OURS):
                found[id(one)] = one
                waiting += _called_by_name(one)
        else:
            waiting += _parts(one)
    return list(found.values())


def _closed_over(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not bound yet
            continue


def _called_by_name(function: FunctionType) -> Iterator[Any]:
    """The functions and classes of its own module that a function names."""
    names = function.__globals__
    for name in _names(function.__code__):
        value = names.get(name)
        if getattr(value, "__module__", None) == function.__module__:
            yield value


def _names(code: CodeType) -> set[str]:
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, MethodType):
        yield value.__func__
    elif isinstance(value, partial):
        yield value.func
    elif isinstance(value, (staticmethod, classmethod)):
        yield value.__func__
    elif isinstance(value, type) and value.__module__ != "builtins":
        yield from sorted(vars(value).values(), key=_is_forward)


def _is_forward(method: Any) -> bool:
    return getattr(method, "__name__", "") in ("__init__", "forward")
