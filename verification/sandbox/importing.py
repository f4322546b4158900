"""Which files of a folder a file imports, found in its text without running or parsing it.

A neighbour that nothing imports stays at home. Text is enough: it reads Python 2, notebooks and files with
broken lines alike, and a name too many only brings along what could have been imported anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_LISTED = rb"[^\n#;]{0,4000}"
_FROM = re.compile(rb"\bfrom[ \t]+([\w.]{1,200})[ \t]*\bimport\b[ \t]*(\([^)]{0,4000}\)|" + _LISTED + rb")")
_IMPORT = re.compile(rb"\bimport[ \t]+(" + _LISTED + rb")")
_CALL = re.compile(rb"\b(?:import_module|__import__)\(\s*\\?[\"']([\w.]+)")
_NAME = re.compile(r"(?:[^\W\d]\w*)(?:\.[^\W\d]\w*)*")
_MOST, _DEEPEST = 500, 8
"""Modules of one file that are looked for, and the packages that one may be in."""


def imported(file: Path, content: bytes, root: Path) -> Iterator[Path]:
    """The packages that the file is in, and the files below root that its imports may mean; each once."""
    seen = {one / "__init__.py": None for one in _upwards(file.parent, root) if one != root}
    yield from (one for one in seen if _is_there(one))
    for name in modules(content):
        parts = name.split(".")
        for directory in _upwards(file.parent, root):
            for start in range(len(parts)):  # a package that the file was lifted out of is not there
                for found in _files(directory, parts[start:]):
                    if found not in seen:
                        seen[found] = None
                        yield found


def modules(content: bytes) -> list[str]:
    """The modules that a source or a notebook names in imports, without the dots of relative ones."""
    names: dict[str, None] = {}
    for package, listed in _FROM.findall(content):
        base = _text(package).strip(". \t")
        names |= dict.fromkeys([base] if base else [])
        names |= dict.fromkeys(f"{base}.{one}" if base else one for one in _listed(listed))
    for listed in _IMPORT.findall(content):
        names |= dict.fromkeys(_listed(listed))
    names |= dict.fromkeys(map(_text, _CALL.findall(content)))
    return [name for name in names if name.count(".") < _DEEPEST][:_MOST]


def _listed(names: bytes) -> Iterator[str]:
    """``a.b as c, d`` names ``a.b`` and ``d``."""
    for part in _text(names).replace("\\n", " ").split(","):
        found = _NAME.search(part)
        if found is not None:
            yield found[0]


def _text(name: bytes) -> str:
    return name.decode(errors="replace")


def _upwards(directory: Path, root: Path) -> Iterator[Path]:
    while directory != root:
        yield directory
        directory = directory.parent
    yield root


def _files(directory: Path, parts: list[str]) -> Iterator[Path]:
    """The module's file, its package, or the Cython source of it; and the packages that it is in."""
    place = directory.joinpath(*parts)
    found = [place.with_name(f"{place.name}{suffix}") for suffix in (".py", ".pyx")]
    inits = [directory.joinpath(*parts[:length], "__init__.py") for length in range(1, len(parts) + 1)]
    yield from filter(_is_there, (*found, *inits))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file() and path.resolve() == path  # no link leads anywhere
    except OSError:  # a name that is too long
        return False
