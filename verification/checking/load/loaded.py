"""Load a file."""

from __future__ import annotations

import ast
import builtins
import linecache
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.load.imports import Imports
from yudo.verification.checking.load.inert import Inert
from yudo.verification.checking.load.notes import Note
from yudo.verification.checking.load.parsing import parse
from yudo.verification.checking.load.plain import namespace
from yudo.verification.checking.load.reading import Source, UnreadableFile, read
from yudo.verification.checking.load.rewriting import rewrite
from yudo.verification.checking.load.running import Runner, definitions_in
from yudo.verification.symbolic.tracing.rewriting import remember

_SECONDS = 1.0
_TOTAL = 3.0


@dataclass
class Loaded:
    """A file as a module.

    Attributes
    ----------
    module
        Its names; functions are ordinary ones, and can be traced.
    notes
        What was done to load it, in the order of the file.
    source
        Its text; a notebook's code cells one after the other.
    definitions
        Lines of the functions and classes that were defined, methods as ``"Net.loss"``, and of names that
        stand for a ``lambda``.
    broken
        Lines of the functions and classes that could not be read, or not be defined.
    """

    module: ModuleType
    notes: list[Note]
    source: str
    definitions: dict[str, int]
    broken: dict[str, int] = field(default_factory=dict)
    _read: Source = field(default_factory=lambda: Source(""), repr=False)
    _imports: Imports | None = field(default=None, repr=False)

    def place(self, line: int) -> Text:
        """A line in words; in a notebook it is counted within its cell."""
        return self._read.place(line)

    @property
    def references(self) -> set[str]:
        """The modules that were not handed in and have the course's right functions in their place."""
        return set() if self._imports is None else set(self._imports.references)

    @property
    def own_names(self) -> set[str]:
        """What the file defines itself; what it imports is checked where it is written."""
        made = {
            name
            for name, value in vars(self.module).items()
            if isinstance(value, (FunctionType, type)) and value.__module__ == self.module.__name__
        }
        return made | {name.partition(".")[0] for name in self.definitions}

    def unload(self) -> None:
        """Undo what loading did to this process: its import hook and the modules that came of it."""
        if self._imports is not None:
            self._imports.uninstall()


def load(
    path: Path,
    *,
    root: Path | None = None,
    source: Source | None = None,
    seconds: float = _SECONDS,
    total: float = _TOTAL,
) -> Loaded:
    """Turn a module or a notebook into a module object, whatever stands in the way.

    Parameters
    ----------
    path
        The file, ending in ``.py`` or ``.ipynb``. Tracebacks show it as it is given here.
    root
        The directory of the submission; the file is in it or below it, and imports files from there. By
        default the directory of the file.
    source
        What is in the file, where there is only a text that is called so.
    seconds, total
        How long one statement of the module, and all of them, may run.

    Raises
    ------
    OSError
        The file cannot be read.
    UnreadableFile
        There is no Python source in it.
    """
    source = read(path) if source is None else source
    where = path.resolve()
    directory = where.parent if root is None else root.resolve()

    def run_sibling(module: ModuleType, sibling: Path) -> None:
        try:
            read_sibling = read(sibling)
        except (OSError, UnreadableFile) as reason:
            raise ImportError(str(reason), name=module.__name__) from reason
        # What was done to other files is their own affair; what they lack is told by the imports.
        _run(read_sibling, module, sibling, str(sibling), imports, seconds, total)

    imports = Imports(directory, where, run_sibling)
    module = imports.module()
    module.__file__ = str(path)
    imports.install()
    tree, notes, broken = _run(source, module, where, str(path), imports, seconds, total)
    _bind_missing(tree, module, imports.absent)
    found = dict(_definitions(tree, module))
    missing = {part.name: part.lineno for part in definitions_in(tree.body) if part.name not in found}
    notes = [*source.notes, *notes, *imports.notes]
    notes.sort(key=lambda note: (note.line is not None, note.line or 0))
    return Loaded(module, notes, source.text, found, broken | missing, source, imports)


def _run(
    source: Source,
    module: ModuleType,
    path: Path,
    shown: str,
    imports: Imports,
    seconds: float,
    total: float,
) -> tuple[ast.Module, list[Note], dict[str, int]]:
    # Tracebacks and `inspect` show the file as it was written.
    linecache.cache[shown] = (len(source.text), None, source.text.splitlines(keepends=True), shown)
    parsed = parse(source)
    tree, notes, guarded = rewrite(parsed.tree, imports.resolver(path), source.place, parsed.python2)
    imports.watch(shown, guarded)
    remember(shown, tree)
    vars(module)["__builtins__"] = namespace(imports.hidden)
    runner = Runner(module, shown, source.place, seconds, total)
    runner.run(tree)
    return tree, [*parsed.notes, *notes, *runner.notes], parsed.broken


_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _bind_missing(tree: ast.Module, module: ModuleType, absent: set[str]) -> None:
    """Let names that nothing defines stand for what ``from … import *`` would have brought."""
    nodes = list(ast.walk(tree))
    source = next(
        (
            node.module
            for node in nodes
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.module in absent
        ),
        None,
    )
    if source is None:
        return
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, (*_DEFINING, ast.ExceptHandler)) and node.name}
    bound |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    for name in {node.id for node in names} - bound - {*vars(module), *vars(builtins)}:
        setattr(module, name, Inert(source, name))


def _definitions(tree: ast.Module, module: ModuleType) -> Iterator[tuple[str, int]]:
    for statement in definitions_in(tree.body):
        if statement.name not in vars(module):
            continue
        yield statement.name, statement.lineno
        if isinstance(statement, ast.ClassDef):
            for part in definitions_in(statement.body):
                yield f"{statement.name}.{part.name}", part.lineno
    for assigned in tree.body:
        if isinstance(assigned, ast.Assign) and isinstance(assigned.value, ast.Lambda):
            for target in assigned.targets:
                if isinstance(target, ast.Name) and target.id in vars(module):
                    yield target.id, assigned.lineno
