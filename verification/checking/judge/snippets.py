"""Programs to paste: what a report says of a function, shown by running it beside its file."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

from yudo.verification.checking.recognise.candidate import Described
from yudo.verification.checking.verdicts import RIGHT_IS
from yudo.verification.frameworks.tensors import TENSORS, framework_of

_PRINTED = re.compile(r"^print\((?!.*\.shape\))(.*)\)(?=  # )")
IN_NOTEBOOK = "# in the notebook, below the cells that define it"


@dataclass(frozen=True)
class Listed:
    """An array as nested lists and the name of its dtype, for who has no NumPy."""

    values: Any
    dtype: str

    def tolist(self) -> Any:
        """The nested lists."""
        return self.values


def program(source: Any, given: Mapping[str, Any], calls: Sequence[str], *last: str) -> str:
    """A program that calls a function, or makes an object of a class.

    Parameters
    ----------
    source
        What the file defines: it says where the program has to find it.
    given
        Inputs by name.
    calls
        The calls; the functions that they call, and the classes, are imported from the file.
    last
        What is printed or said at the end. Calls that have no part in it are left out, and their inputs.
    """
    calls = _needed(last, calls)
    code = "\n".join(line.partition("#")[0] for line in (*calls, *last))
    given = {name: value for name, value in given.items() if re.search(rf"\b{name}\b", code)} or given
    known = {
        "lambda",
        "len",
        "print",
        "np",
        "torch",
        "jax",
        *given,
        *re.findall(r"(\w+)(?=[\w, *]* = )", code),
    }
    names = re.findall(r"jax\.vjp\((\w+)|(?<![\w.])(\w+)(?:\.(?:forward|backward|apply))?\(", code)
    called = dict.fromkeys(name for found in names for name in found if name and name not in known)
    framework = framework_of(source)
    assigned = [_assigned(name, value, framework) for name, value in given.items()]
    shown = [_PRINTED.sub(r"print(float(\1))", line) for line in last] if framework else last
    needed = ["import numpy as np"] if not framework or re.search(r"\bnp\.", code) else []
    lines = [*needed, *([TENSORS[framework][0]] if framework else []), *_imports(source, called), ""]
    return "\n".join([*lines, *assigned, *calls, *shown])


def _needed(last: Sequence[str], calls: Sequence[str]) -> Sequence[str]:
    """The calls that what is printed depends on.

    All of them, unless each call is one of a function alone and can be read: ``<lambda>(x)`` cannot.
    """
    try:
        made = [_assigned_by_function(line) for line in calls]
        needed = _names("\n".join(last))
        if not all(made) or not needed & set().union(*made):
            return calls
        kept = []
        for line, names in zip(reversed(calls), reversed(made), strict=True):
            if names & needed:
                kept.append(line)
                needed |= _names(line)
    except SyntaxError:
        return calls
    return kept[::-1]


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _assigned_by_function(line: str) -> set[str]:
    """The variables of ``out, cache = forward(x, w)``; none of what may change an object or draw numbers."""
    match ast.parse(line).body:
        case [ast.Assign(targets=[target], value=ast.Call(func=ast.Name()) | ast.Tuple())]:
            return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    return set()


def comparison(quantity: str, found: str, right: str) -> str:
    """The line that prints a value, beside what it will print and what is right."""
    return f"print({quantity})  # {found}; {RIGHT_IS.en} {right}"


def part(
    sources: Sequence[Any], given: Mapping[str, Any], calls: Sequence[str], last: str, quantity: str
) -> str:
    """How one gradient is written, when the last expression gives several: it is run to see what it gives.

    Parameters
    ----------
    sources
        The functions and classes that the calls name.
    given, calls
        As of a program.
    last
        An expression after the calls.
    quantity
        The gradient, such as ``"dx"``.
    """
    import numpy as np

    names: dict[str, Any] = {"np": np}
    for one in sources:
        name, _, method = one.__name__.partition(".")
        if method:
            setattr(names.setdefault(name, SimpleNamespace()), method, one)
        else:
            names[name] = one
    try:
        exec("\n".join([*(_assigned(name, value) for name, value in given.items()), *calls]), names)
        returned = eval(last, names)
    except Exception:
        return last
    wanted = quantity.removeprefix("d")
    if isinstance(returned, dict):
        key = quantity if quantity in returned else wanted
        return f"{last}[{key!r}]" if key in returned else last
    if not isinstance(returned, (tuple, list)):
        return last
    inputs = [one for one in given if not one.startswith(("dout", "upstream"))]
    if len(returned) != len(inputs):  # some have no gradient: shapes tell which
        shapes = [np.shape(value) for value in returned]
        inputs = [one for one in inputs if np.shape(given[one]) in shapes]
    return f"{last}[{inputs.index(wanted)}]" if wanted in inputs[: len(returned)] else last


def readable(value: Any) -> Any:
    """Nested lists; whole numbers without a point."""
    value = value.tolist() if hasattr(value, "tolist") else value  # an array, or a number of NumPy's
    if isinstance(value, (list, tuple)):
        return [readable(one) for one in value]
    return int(value) if value == int(value) else value


def _assigned(name: str, value: Any, framework: str = "") -> str:
    shown = readable(value)
    if not isinstance(shown, list):
        return f"{name} = {shown}"
    dtype = str(getattr(value, "dtype", "float"))
    _, array, kind = TENSORS.get(framework, ("", "np.array({0}{1})", "np.{0}"))
    if not framework and dtype != "float32":
        kind = "float"
    told = "" if "int" in dtype else f", dtype={kind.format('float32' if dtype == 'float32' else 'float64')}"
    return f"{name} = {array.format(shown, told)}"


def _imports(source: Any, names: Iterable[str]) -> list[str]:
    module = (module_of(source) or "your_file").removeprefix("submission.")
    listed = ", ".join(names)
    if not listed or module == "__main__" or PurePath(file_of(source)).suffix == ".ipynb":
        return [IN_NOTEBOOK]
    if all(part.isidentifier() for part in module.split(".")):
        return [f"from {module} import {listed}"]
    # No identifier, and so nothing that an import statement can name.
    return ["from importlib import import_module", "", f"layers = import_module({module!r})", *(
        f"{name} = layers.{name}" for name in names
    )]  # fmt: skip


def module_of(source: Any) -> str:
    """The name of the module that a function or a class is in."""
    return source.module if isinstance(source, Described) else getattr(source, "__module__", None) or ""


def file_of(source: Any) -> str:
    """The file that it is in, as far as it is known."""
    if isinstance(source, Described):
        return source.file
    parts = vars(source).values() if isinstance(source, type) else [source]
    codes = (getattr(inspect.unwrap(part), "__code__", None) for part in parts if callable(part))
    return next((code.co_filename for code in codes if code is not None), "")
