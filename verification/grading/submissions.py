"""What is handed in: one folder or one file per submission, packed so that it can travel to any worker."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.cleaning import clean
from yudo.verification.checking.files import LIMITS, SUFFIXES, Allowance, check_one, left_out, sources
from yudo.verification.sandbox import Demand, Limits

NO_SOURCE = Text(
    "파이썬 파일도 노트북도 없다. 압축을 풀거나 .py 또는 .ipynb 파일로 제출해야 한다",
    "no Python file or notebook there; unpack it, or hand in .py or .ipynb files",
)
LINK = Text("심볼릭 링크는 따라가지 않는다", "symbolic links are not followed")
DATA_LIMIT = 1 << 20
"""Bytes of a file beside the sources that still travels with a submission."""


@dataclass(frozen=True)
class Submission:
    """One person's files.

    Attributes
    ----------
    name
        The name of the folder, or of the file.
    files
        The files that are checked, relative to the submission, in order.
    contents
        Bytes by relative path: of these files and of small ones beside them.
    unread
        Why its files cannot be read, if so.
    """

    name: str
    files: tuple[str, ...]
    contents: Mapping[str, bytes]
    unread: Text | None = None

    @property
    def digest(self) -> str:
        """A hash of all contents: a submission that is handed in anew is another one."""
        state = hashlib.sha256()
        for path, content in sorted(self.contents.items()):
            state.update(f"{path}\0{len(content)}\0".encode())
            state.update(content)
        return state.hexdigest()


def submissions(folder: Path) -> Iterator[Submission]:
    """The submissions of a folder: each folder in it, and each Python file or notebook directly in it.

    Everything else that is not hidden is a submission without a file to check, and says so. Symbolic links
    stay behind: a link in a submission could lead to the solution. Names that read the same are numbered.
    """
    named: Counter[str] = Counter()
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__")):
            continue
        name = _readable(path.name)
        named[name] += 1
        if named[name] > 1:
            name = f"{name} ({named[name]})"
        if path.is_symlink():
            yield Submission(name, (), {}, LINK)
            continue
        if path.is_dir():
            found = [file for file, _ in sources([path]) if not file.is_symlink()]
            held = {*found, *(file for file in path.rglob("*") if _travels(file, path))}
            root = path
        else:
            found = [path] if _is_source(path) else []
            held, root = set(found), folder
        if not found:
            yield Submission(name, (), {}, NO_SOURCE)
            continue
        files = tuple(_relative(file, root) for file in found)
        try:
            contents = {_relative(file, root): file.read_bytes() for file in sorted(held)}
        except OSError as reason:
            why = f"{_readable(reason.filename)}: {reason.strerror}"
            yield Submission(name, files, {}, Text(f"읽을 수 없다: {why}", f"cannot be read: {why}"))
        else:
            yield Submission(name, files, contents)


def _relative(file: Path, root: Path) -> str:
    return _readable(file.relative_to(root).as_posix())


def _readable(name: str) -> str:
    """A name that can be written down, whatever bytes it is made of."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "cp949"):  # which Korean Windows packs into archives
        with suppress(UnicodeDecodeError):
            return clean(raw.decode(encoding))
    return clean(raw.decode(errors="backslashreplace"))


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES


def _travels(file: Path, root: Path) -> bool:
    here = file.is_file() and not file.is_symlink() and not left_out(file, root)
    return here and file.stat().st_size <= DATA_LIMIT


def check_submission(
    name: str,
    files: tuple[str, ...],
    contents: Mapping[str, bytes],
    options: Mapping[str, Any],
    limits: Limits = LIMITS,
    preloaded: tuple[str, ...] = (),
    isolation: Demand = "auto",
) -> list[dict[str, Any]]:
    """The reports on all files of a submission, as JSON; runs on a worker, which need not see the folder."""
    with tempfile.TemporaryDirectory(prefix="yudo-submission-") as place:
        root = Path(place) / "submission"
        for path, content in contents.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        allowance = Allowance()
        reports = [
            check_one(str(root / file), options, str(root), limits, preloaded, isolation, allowance)
            for file in files
        ]
    for file, report in zip(files, reports, strict=True):
        report["file"] = name if file == name else f"{name}/{file}"
    return reports
