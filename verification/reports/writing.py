"""Writing what was asked for: as a whole or not at all, and into devices and pipes as they are."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

_OPEN = {"/dev/stdout": 1, "/dev/stderr": 2}

_ERRORS = "backslashreplace"  # half of a surrogate pair in a stranger's text, which JSON reads back


class CannotWrite(click.ClickException):
    """The disk, or whoever owns it, took a file after all the work was done."""

    exit_code = 2

    def __init__(self, path: Path, reason: OSError):
        said = reason.strerror or str(reason)
        super().__init__(f"cannot write {path}: {said}; make room there, or choose another place")


class OutputFile(click.Path):  # its base, `ParamType`, is generic from click 8.4 on only
    """A path on the command line that will be written to; one that cannot be is refused before the work."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; `click.BadParameter` if it cannot be written."""
        path = Path(value)
        if why := refusal(path):
            self.fail(why, param, ctx)
        return path


def refusal(path: Path) -> str | None:
    """Why a file cannot be written, in a sentence; None if it can. Nothing is left behind."""
    try:
        with suppress(FileNotFoundError):
            if stat.S_ISDIR(os.stat(path).st_mode):
                return f"{path} is a folder; expected a file to write"
            if not os.access(path, os.W_OK):
                return f"cannot write {path}: it may only be read"
        destination = _destination(path)
        if isinstance(destination, Path):
            folder = next(parent for parent in destination.parents if parent.exists())
            with tempfile.TemporaryFile(dir=folder):  # permissions alone say too little of it
                pass
    except OSError as reason:
        return f"cannot write {path}: {reason.strerror or reason}"
    return None


def write_text(path: Path, content: str) -> None:
    """Write a file that is either complete or as it was before; folders are made as needed.

    Links are followed; a device, a pipe, or what is open already is written to and stays what it is.

    Raises
    ------
    CannotWrite
        If the system refuses, for want of room, say.
    """
    try:
        destination = _destination(path)
        if isinstance(destination, Path):
            _replace(destination, content)
        else:
            sys.stdout.flush()
            # A descriptor of its own, but at the place that the one which is open has come to.
            target = os.dup(destination) if isinstance(destination, int) else destination
            with open(target, "w", encoding="utf-8", errors=_ERRORS) as file:
                file.write(content)
    except OSError as reason:
        raise CannotWrite(path, reason) from reason


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that people can read, too."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _destination(path: Path) -> Path | int | str:
    """The plain file that the path leads to, there already or not; else what `open` takes for writing."""
    end = Path(os.path.realpath(path))
    step = path.absolute()
    while (descriptor := _descriptor(str(step))) is None and step.is_symlink() and step != end:
        step = step.parent / os.readlink(step)
    if descriptor is not None:  # a shell may have redirected it: what it leads to is not ours to replace
        return descriptor
    return end if end.is_file() or not end.exists() else str(path)


def _descriptor(path: str) -> int | None:
    """The number of what this process has open already under such a name."""
    opened = re.fullmatch(r"/(?:dev|proc/self)/fd/(\d+)", path)
    return int(opened[1]) if opened else _OPEN.get(path)


def _replace(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".yudo-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors=_ERRORS) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(unfinished, mode)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
