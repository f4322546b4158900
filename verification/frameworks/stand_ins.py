"""The modules that stand for PyTorch and JAX: made of NumPy, so that what reads NumPy reads them."""

from __future__ import annotations

import linecache
import pkgutil
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from yudo.derivations.calculus.text import Text

NAMES = {"torch": "torch_of_numpy", "jax": "jax_of_numpy"}
"""They have names of their own: the real ones may be loaded, too."""


class NotRead(ImportError):
    """Code uses what is not here, or what is not known as operations of NumPy; the text says what."""

    def __init__(self, text: Text, name: str | None = None):
        super().__init__(text.en, name=name)
        self.text = text


def stand_in(framework: str) -> ModuleType:
    """A new module in the place of ``torch`` or ``jax``."""
    module = ModuleType(NAMES[framework])
    run_as_text(__package__, framework, module)
    _refuse_others(module)
    return module


def run_as_text(package: str, stem: str, module: ModuleType) -> None:
    """Fill a module with what a file of a package defines; it may be in an archive."""
    source = pkgutil.get_data(package, f"{stem}.py")
    assert source is not None
    text = source.decode("utf-8")
    file = module.__file__ = str(Path(import_module(package).__path__[0]) / f"{stem}.py")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    exec(compile(text, file, "exec", dont_inherit=True), vars(module))


def import_as_if(framework: str) -> None:
    """Let imports of a framework that is not here find what stands for it."""
    module = sys.modules[NAMES[framework]] = stand_in(framework)
    todo = {framework: module}
    while todo:
        name, module = todo.popitem()
        sys.modules[name] = module
        todo |= {
            f"{name}.{key}": part
            for key, part in vars(module).items()
            if isinstance(part, ModuleType) and part.__name__.startswith(f"{module.__name__}.")
        }


def without_names(name: str) -> ModuleType:
    """A module of a framework that stands for nothing, and says so when it is used."""
    module = ModuleType(name)
    vars(module)["__getattr__"] = lambda part: _refusing(name)(None, part)
    return module


def part_of(module: ModuleType, names: Sequence[str]) -> Any:
    """What lies in a stand-in under a dotted name, or None."""
    found: Any = module
    for name in names:
        found = None if found is None else vars(found).get(name)
    return found


def _refuse_others(module: ModuleType) -> None:
    """Let what a framework's counterpart lacks, its modules and its arrays, say so."""
    for part in vars(module).values():
        if isinstance(part, ModuleType) and part.__name__.startswith(f"{module.__name__}."):
            _refuse_others(part)
        elif isinstance(part, type) and "__array_ufunc__" in vars(part):
            part.__getattr__ = _refusing(part.__name__)  # type: ignore[attr-defined]
    refuse = _refusing(module.__name__.replace("_of_numpy", ""))
    vars(module)["__getattr__"] = lambda name: refuse(None, name)


def _refusing(owner: str) -> Callable[[Any, str], NoReturn]:
    def refuse(_: Any, name: str) -> NoReturn:
        if name.startswith("__"):  # a protocol that Python or NumPy asks for
            raise AttributeError(name)
        raise NotRead(
            Text(
                f"`{owner}.{name}`에 해당하는 NumPy 연산을 모른다",
                f"`{owner}.{name}` has no counterpart in NumPy here",
            ),
            owner,
        )

    return refuse
