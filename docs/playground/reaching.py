"""The modules that a program can reach through its import statements, compiled for the browser.

This runs in the browser's own Python, whose bytecode no other understands: `compile.mjs` calls `pack` there.
It needs the standard library alone.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import marshal
import os
import sys
import types
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

Source = tuple[str, str]
"""The path of a module below the folder that holds its package, and its text."""
Locate = Callable[[str], Source | None]

BY_NAME = ("encodings.ascii", "encodings.cp437", "encodings.latin_1", "encodings.utf_8")
"""What Python asks for by a name that no import statement has."""
NEVER_LATER = frozenset(
    [
        "_pyrepl",
        "argparse",
        "concurrent.futures.process",
        "doctest",
        "email",
        "ftplib",
        "html",
        "http",
        "importlib.metadata",
        "mpmath.tests",
        "multiprocessing",
        "optparse",
        "pdb",
        "plistlib",
        "pydoc",
        "statistics",
        "sympy.testing",
        "tarfile",
        "unittest",
        "urllib.request",
        "xml",
        "xmlrpc",
    ]
)
"""What functions import for a terminal, a network, processes or tests, which a page does not have."""
NEVER = frozenset(["_pydatetime", "_pydecimal", "asyncio.proactor_events", "asyncio.windows_events", "ssl"])
"""What the standard library imports on other systems, or where a module in C is missing, or is there."""
DOCUMENTS = frozenset(["mpmath.function_docs"])
"""Modules of texts about functions, which no page shows: their names stay, and the texts are left out."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def imported(module: str, source: str, *, is_package: bool) -> set[str]:
    """What a module may import, within its functions too; names that are no modules are among it."""
    found: set[str] = set()
    for node, later in _imports([ast.parse(source)]):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        else:
            home = module.split(".")[: None if is_package else -1]
            parts = home[: len(home) + 1 - node.level] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            names = {base, *(f"{base}.{alias.name}" for alias in node.names)}
        found |= {name for name in names if not _is_never_needed(name, later)}
    return found


def _is_never_needed(name: str, later: bool) -> bool:
    never = NEVER | NEVER_LATER if later else NEVER
    return any(f"{name}.".startswith(f"{one}.") for one in never)


def _imports(
    nodes: Iterable[ast.AST], later: bool = False
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """The import statements among nodes, and whether each is in a function; none that no import runs."""
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node, later
        elif isinstance(node, ast.If) and _is_false(ast.unparse(node.test)):
            yield from _imports(node.orelse, later)
        else:
            is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            yield from _imports(ast.iter_child_nodes(node), later or is_function)


def _is_false(condition: str) -> bool:
    """Whether it holds for type checkers alone, or where a module is run and not imported."""
    return condition.split(".")[-1] == "TYPE_CHECKING" or condition == "__name__ == '__main__'"


def reachable(
    entries: Iterable[str], locate: Locate, imports: Callable[[str, Source], Iterable[str]]
) -> dict[str, Source]:
    """The sources of all modules that can be reached from some, their packages included."""
    found: dict[str, Source] = {}
    waiting = list(entries)
    while waiting:
        parts = waiting.pop().split(".")
        for depth in range(1, len(parts) + 1):
            module = ".".join(parts[:depth])
            if module in found:
                continue
            source = locate(module)
            if source is None:
                break
            found[module] = source
            waiting += imports(module, source)
    return found


def without_texts(source: str) -> str:
    """A module with the same names as one of texts, each for an empty text."""
    targets = (node.targets for node in ast.parse(source).body if isinstance(node, ast.Assign))
    return "".join(f"{ast.unparse(target)} = ''\n" for several in targets for target in several)


def compiled(source: str, path: str, *, annotated: bool) -> bytes:
    """The contents of a ``.pyc`` without docstrings and line numbers; no source is looked for.

    What is ``annotated`` keeps the annotations of its functions: some of the standard library reads them.
    """
    tree = ast.parse(source, path)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not annotated:
            node.returns = None
        if isinstance(node, ast.arg) and not annotated:
            node.annotation = None
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and (
            ast.get_docstring(node, clean=False) is not None
        ):
            node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]
    code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    return MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8) + marshal.dumps(_lean(code))


def _lean(code: types.CodeType) -> types.CodeType:
    constants = (_lean(one) if isinstance(one, types.CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(constants))


def keep(path: Path, content: bytes) -> None:
    """Write a file that is named by what it is made of, as a whole: another build may be at it, too."""
    unfinished = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    unfinished.write_bytes(content)
    try:
        unfinished.replace(path)
    except FileExistsError:  # in the browser's Python, which replaces no file; the other build wrote the same
        unfinished.unlink()


class _Cache:
    """What was read and compiled before, by the content of each file."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._reading = (
            self._salt(imported, _imports, _is_never_needed)
            + repr([sorted(NEVER_LATER), sorted(NEVER)]).encode()
        )
        self._compiling = self._salt(compiled, _lean) + MAGIC_NUMBER

    @staticmethod
    def _salt(*ways: Callable[..., Any]) -> bytes:
        return "".join(map(inspect.getsource, ways)).encode()

    def _file(self, salt: bytes, module: str, source: Source) -> Path:
        return self._folder / hashlib.sha256(salt + "\n".join((module, *source)).encode()).hexdigest()

    def imports(self, module: str, source: Source) -> list[str]:
        """See `imported`."""
        kept = self._file(self._reading, module, source)
        if not kept.exists():
            package = source[0].endswith("/__init__.py")
            found = sorted(imported(module, source[1], is_package=package))
            keep(kept, json.dumps(found).encode())
        return list(json.loads(kept.read_text()))

    def compiled(self, module: str, source: Source, *, annotated: bool) -> bytes:
        """See `compiled`."""
        kept = self._file(self._compiling + b"annotated" * annotated, module, source)
        if not kept.exists():
            keep(kept, compiled(source[1], source[0], annotated=annotated))
        return kept.read_bytes()


def locator(packages: Mapping[str, Iterable[Path]], library: zipfile.ZipFile) -> Locate:
    """Where modules are: those of some packages in their folders, all others in the standard library."""
    names = set(library.namelist())

    def locate(module: str) -> Source | None:
        top, _, rest = module.partition(".")
        ends = [f"/{rest.replace('.', '/')}{end}" if rest else end for end in ("/__init__.py", ".py")]
        for end in ends:
            for folder in packages.get(top, ()):
                file = Path(f"{folder}{end}")
                if file.is_file():
                    return top + end, file.read_text(encoding="utf-8")
            if top not in packages and top + end in names:
                return top + end, library.read(top + end).decode("utf-8")
        return None

    return locate


def pack(task: Mapping[str, Any]) -> None:
    """Write one archive of compiled modules for each name in ``task["archives"]``.

    ``task`` has ``packages`` (the folders of each), ``archives`` (the packages in each; the standard library
    is in the one that has none), ``entries``, those ``texts`` that are packed as they are instead, and the
    folders ``cache`` and ``out``.
    """
    packages = {name: list(map(Path, folders)) for name, folders in task["packages"].items()}
    cache, out = _Cache(Path(task["cache"])), Path(task["out"])
    standard = next(path for path in sys.path if path.endswith(".zip"))
    loaded = (name for name in sys.modules if name.partition(".")[0] not in packages)
    started = [name for name in loaded if not _is_never_needed(name, later=False)]
    with zipfile.ZipFile(standard) as library:
        entries = [*task["entries"], *started, *BY_NAME]
        found = reachable(entries, locator(packages, library), cache.imports)
    found |= {name: (found[name][0], without_texts(found[name][1])) for name in DOCUMENTS & found.keys()}
    for archive, tops in task["archives"].items():
        with zipfile.ZipFile(out / archive, "w", zipfile.ZIP_STORED) as written:
            for module in sorted(found):
                top = module.partition(".")[0]
                if not (top in tops or (not tops and top not in packages)):
                    continue
                path, source = found[module]
                if module in task["texts"]:
                    written.writestr(zipfile.ZipInfo(path, _EPOCH), source)
                else:
                    code = cache.compiled(module, found[module], annotated=not tops)
                    written.writestr(zipfile.ZipInfo(f"{path}c", _EPOCH), code)
