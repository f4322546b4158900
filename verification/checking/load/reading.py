"""From the bytes of a file to Python source: encodings and notebooks."""

from __future__ import annotations

import ast
import codecs
import io
import json
import re
import tokenize
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.load.notes import Note

_ENCODINGS = ("utf-8", "cp949", "latin-1")
_MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$)")
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$")
_PYTHON_CELL = re.compile(r"%%(?:time|timeit|capture|prun|python3?|check|writefile\s+\S+\.py)\b")


class UnreadableFile(ValueError):
    """There is no Python source in the file; ``text`` says why."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True)
class Source:
    """Python source, and where its lines come from.

    Attributes
    ----------
    text
        The source; a notebook's code cells one after the other.
    starts
        The first line of each code cell of a notebook; empty for a module.
    notes
        What had to be done.
    """

    text: str
    starts: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()

    def place(self, line: int) -> Text:
        """A line in words: in a notebook it is counted within its cell."""
        if not self.starts:
            return Text(f"{line}번째 줄", f"line {line}")
        cell = bisect_right(self.starts, line)
        within = line - self.starts[cell - 1] + 1
        return Text(f"코드 셀 {cell}의 {within}번째 줄", f"code cell {cell}, line {within}")


def read(path: Path) -> Source:
    """The Python source of a module or a notebook.

    Raises
    ------
    OSError
        The file cannot be read.
    UnreadableFile
        A notebook is not one, or the file is binary.
    """
    text, notes = _decoded(path.read_bytes(), path)
    if path.suffix != ".ipynb":
        return Source(text, (), tuple(notes))
    return _notebook(text, path, notes)


def _decoded(content: bytes, path: Path) -> tuple[str, list[Note]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", errors="replace").encode()
    if b"\0" in content:
        raise UnreadableFile(
            Text(
                f"텍스트 파일이 아니다: {path.name}",
                f"{path.name} is not a text file",
            )
        )
    try:
        declared, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError:
        declared = "utf-8"
    encoding, text = next(_readings(content, declared))
    notes = []
    if encoding != declared:
        notes.append(
            Note(
                "encoding",
                Text(
                    f"UTF-8이 아니라 {encoding} 인코딩으로 읽었다.",
                    f"The file is not UTF-8; it was read as {encoding}.",
                ),
            )
        )
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), notes


def _readings(content: bytes, declared: str) -> Iterator[tuple[str, str]]:
    for encoding in (declared, *_ENCODINGS):  # the last one reads everything
        with suppress(UnicodeDecodeError):
            yield encoding, content.decode(encoding)


def _notebook(text: str, path: Path, notes: list[Note]) -> Source:
    try:
        document = json.loads(text)
        # Version 3 of the format keeps cells in worksheets.
        sheets = document.get("worksheets") or [document]
        cells = [
            cell.get("source", cell.get("input", ""))
            for sheet in sheets
            for cell in sheet["cells"]
            if cell["cell_type"] == "code"
        ]
        sources = ["".join(cell) if isinstance(cell, list) else str(cell) for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise UnreadableFile(
            Text(f"노트북 파일이 아니다: {path.name}({reason})", f"{path.name} is not a notebook: {reason}")
        ) from reason
    lines: list[str] = []
    starts = []
    magic = False
    for source in sources:
        starts.append(len(lines) + 1)
        cleaned = _without_magic(source)
        magic = magic or cleaned != source
        lines += cleaned.splitlines() or [""]
    if magic:
        notes.append(
            Note(
                "notebook-magic",
                Text("노트북의 매직 명령은 건너뛰었다.", "The notebook's magic commands were left out."),
            )
        )
    return Source("\n".join(lines) + "\n", tuple(starts), tuple(notes))


def _without_magic(source: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
        return source
    except (SyntaxError, ValueError, RecursionError):
        pass
    lines = source.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and not _PYTHON_CELL.match(first):
        return "\n".join("" for _ in lines)
    return "\n".join(_ASSIGNED_MAGIC.sub(r"\1None", _MAGIC.sub(r"\1pass  # \g<0>", line)) for line in lines)
