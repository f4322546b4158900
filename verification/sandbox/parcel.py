"""The bounded copy of a submission, sent to the job over its pipe, so that the two share no directory."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from yudo.verification.sandbox.importing import imported
from yudo.verification.sandbox.limits import Limits

_SOURCES = (".py", ".ipynb")
_LEFT_OUT = (".so", ".pyd", ".dll", ".dylib", ".pyc", ".zip", ".gz", ".tar")
_PLACES = {"__pycache__", "__macosx", "node_modules", "site-packages", "venv", "env"}
_LARGEST_DATA = 1 << 20
_DEEPEST = 6
_LISTED = 20_000


@dataclass(frozen=True)
class Parcel:
    """Files, packed: their names and lengths, and all their bytes one after the other."""

    files: list[tuple[str, int]]
    content: bytes
    left_out: int


def submission_root(file: Path) -> Path:
    """The directory from which imports in the file start: the first above it that is no package."""
    directory = file.resolve().parent
    while (directory / "__init__.py").exists() and directory.parent != directory:
        directory = directory.parent
    return directory


def pack(file: Path, root: Path, limits: Limits, *, whole: bool = False) -> Parcel:
    """Pack the file with what it imports, or, where the ``whole`` of root is one submission, with all of it.

    Of a whole submission sources come first, those near the file before those far away. Symbolic links,
    compiled extensions, archives, hidden and installed things, and data of more than a mebibyte are not
    copied. A root that is the file itself keeps it from everything else.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        The file is not below root, or larger than the limit.
    """
    file, root = file.resolve(), root.resolve()
    alone = root == file
    root = file.parent if alone else root
    if not file.is_relative_to(root):
        raise ValueError(f"{file} is not below {root}")
    content = file.read_bytes()
    if len(content) > limits.copied:
        raise ValueError(f"{file} has {len(content)} bytes, more than the limit of {limits.copied}")
    parts, files = [content], [(file.relative_to(root).as_posix(), len(content))]
    held, left_out = len(content), 0
    waiting = deque(sorted(_around(root), key=lambda path: _distance(path, file)) if whole else ())
    seen = {file}
    if not (whole or alone):
        waiting.extend(imported(file, content, root))
    while waiting:
        path = waiting.popleft()
        if path in seen:
            continue
        seen.add(path)
        found = _content(path, limits.copied - held) if len(files) < limits.copied_files else None
        if found is None:
            left_out += 1
            continue
        parts.append(found)
        files.append((path.relative_to(root).as_posix(), len(found)))
        held += len(found)
        if not whole:
            waiting.extend(imported(path, found, root))
    return Parcel(files, b"".join(parts), left_out)


def unpack(files: list[Any], content: bytes, directory: Path) -> None:
    """Lay the files out below the directory."""
    start = 0
    for name, length in files:
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"{name} leads out of the directory")
        target = directory / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content[start : start + length])
        start += length


def is_foreign(folder: Path) -> bool:
    """Whether a folder holds what nobody of the submission wrote: hidden, made by tools, or installed."""
    name = folder.name
    return name.startswith(".") or name.lower() in _PLACES or (folder / "pyvenv.cfg").exists()


def _around(root: Path) -> Iterator[Path]:
    listed = 0
    for directory, folders, names in os.walk(root):
        here = Path(directory)
        deep = len(here.relative_to(root).parts) >= _DEEPEST
        folders[:] = [] if deep else sorted(name for name in folders if not is_foreign(here / name))
        for name in sorted(names):
            listed += 1
            if listed > _LISTED:
                return
            if not name.startswith(".") and not name.endswith(_LEFT_OUT):
                yield here / name


def _distance(path: Path, file: Path) -> tuple[bool, int, str]:
    common = len(os.path.commonpath([path.parent, file.parent]))
    away = len(str(path.parent)) + len(str(file.parent)) - 2 * common
    return path.suffix not in _SOURCES, away, str(path)


def _content(path: Path, room: int) -> bytes | None:
    try:
        status = path.lstat()
        largest = room if path.suffix in _SOURCES else min(room, _LARGEST_DATA)
        fits = stat.S_ISREG(status.st_mode) and status.st_size <= largest
        return path.read_bytes() if fits else None
    except OSError:
        return None
