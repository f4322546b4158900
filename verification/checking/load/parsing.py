"""From source to a syntax tree, as much of it as can be read.

A file with a syntax error is read in pieces, so that one broken function costs only itself.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.load.notes import Note
from yudo.verification.checking.load.python2 import to_python3
from yudo.verification.checking.load.reading import Source

_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")
_DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")
_METHOD = re.compile(r"(\s+)(?:@|(?:async\s+)?def\s)")
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_LONGEST = 12  # statements that a text of several lines may seem to be


@dataclass
class Parsed:
    """A module's tree.

    Attributes
    ----------
    tree
        What could be read.
    notes
        What had to be done, and what could not be read.
    broken
        Definitions that could not be read, with their lines; methods as ``"Net.loss"``.
    """

    tree: ast.Module
    notes: list[Note] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)

    @property
    def python2(self) -> bool:
        """Whether it is written in Python 2."""
        return any(note.code == "python2" for note in self.notes)


def parse(source: Source) -> Parsed:
    """Read the source, as Python 3 or else as Python 2, whole or else in pieces."""
    try:
        return Parsed(_tree(source.text))
    except _UNREADABLE:
        converted = to_python3(source.text)
    try:
        return Parsed(_tree(converted), [_python2()])
    except _UNREADABLE:
        return _Salvage(source, converted).parsed()


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
        # Some errors only show when code is made of the tree: a return outside a function, say.
        compile(tree, "<source>", "exec", dont_inherit=True)
    return tree


def _python2() -> Note:
    return Note(
        "python2",
        Text(
            "Python 2 문법을 Python 3 문법으로 바꾸어 읽었다. 정수끼리는 Python 2처럼 나눈다.",
            "The file is written in Python 2 and was read in Python 3's syntax; integers are divided as "
            "Python 2 divides them.",
        ),
    )


class _Lines:
    """A file's lines as they are and as Python 3's."""

    def __init__(self, lines: list[str], converted: list[str]):
        self._lines, self._converted = lines, converted

    def without(self, *parts: tuple[int, int]) -> _Lines:
        """The same with some lines left empty."""
        left = self._lines.copy(), self._converted.copy()
        for lines in left:
            for start, end in parts:
                lines[start:end] = [""] * (end - start)
        return _Lines(*left)

    def read(self, start: int, end: int) -> tuple[list[ast.stmt] | SyntaxError, bool]:
        """The statements in a range of lines, or the first error; and whether they are Python 2."""
        try:
            return self._body(self._lines, start, end), False
        except _UNREADABLE as reason:
            error = reason if isinstance(reason, SyntaxError) else SyntaxError(str(reason))
        try:
            return self._body(self._converted, start, end), True
        except _UNREADABLE:
            return error, False

    @staticmethod
    def _body(lines: list[str], start: int, end: int) -> list[ast.stmt]:
        # Empty lines before it keep the line numbers.
        return _tree("\n" * start + "\n".join(lines[start:end]) + "\n").body


class _Salvage:
    """Reads a file in pieces: the statements of the module, each as Python 3 or else as Python 2."""

    def __init__(self, source: Source, converted: str):
        self._source, self._lines = source, source.text.split("\n")
        self._whole = _Lines(self._lines, converted.split("\n"))
        self._python2 = False
        self._found = Parsed(ast.Module([], []))

    def parsed(self) -> Parsed:
        starts = [place for place in range(len(self._lines)) if self._begins(place)]
        ends = [*starts[1:], len(self._lines)]
        piece = 0
        while piece < len(starts):
            taken = self._longer(starts[piece], ends[piece:])
            if taken is None:
                self._rescue(starts[piece], ends[piece])
            piece += taken or 1
        if self._python2:
            self._found.notes.insert(0, _python2())
        return self._found

    def _begins(self, place: int) -> bool:
        """Whether a statement of the module may begin in this line."""
        line = self._lines[place]
        if not line.strip() or line[0] in " \t#" or _CONTINUES.match(line):
            return False
        # A decorator and what it decorates are one piece.
        before = next((text for text in reversed(self._lines[:place]) if text.strip() and text[0] != "#"), "")
        return not before.startswith("@")

    def _longer(self, start: int, ends: list[int]) -> int | None:
        """Read a piece, with those after it while a text or a bracket goes on; return how many it took."""
        for taken, end in enumerate(ends[:_LONGEST], 1):
            error = self._take(self._whole, start, end)
            if error is None:
                return taken
            message = error.msg or ""
            following = self._lines[end] if end < len(self._lines) else ""
            goes_on = "was never closed" in message and not _DEFINITION.match(following)
            if not goes_on and "triple-quoted" not in message:
                return None
        return None

    def _take(self, lines: _Lines, start: int, end: int) -> SyntaxError | None:
        body, old = lines.read(start, end)
        if isinstance(body, SyntaxError):
            return body
        self._found.tree.body += body
        self._python2 = self._python2 or old
        return None

    def _rescue(self, start: int, end: int) -> None:
        """Note a piece that cannot be read; of a class, only the methods that cannot."""
        name, lost = self._definition(start, end), []
        whole, _ = self._whole.read(start, end)
        methods = list(self._methods(start, end))
        for method in methods:
            others = [other for other in methods if other != method]
            body, _ = self._whole.without(*others).read(start, end)
            if isinstance(body, SyntaxError):
                lost.append((method, body))
        error = self._take(self._whole.without(*(method for method, _ in lost)), start, end)
        if error is not None:
            self._tell(start, name, whole if isinstance(whole, SyntaxError) else error)
            return
        for method, reason in lost:
            self._tell(method[0], f"{name}.{self._definition(*method)}", reason)

    def _methods(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the methods of a class begin and end."""
        if not any(self._lines[place].startswith("class") for place in range(start, end)):
            return
        matches = {
            place: found for place in range(start, end) if (found := _METHOD.match(self._lines[place]))
        }
        if not matches:
            return
        indent = min((found.group(1) for found in matches.values()), key=len)
        first = [place for place, found in matches.items() if found.group(1) == indent]
        first = [place for place in first if not self._lines[place - 1].strip().startswith("@")]
        yield from zip(first, [*first[1:], end], strict=True)

    def _definition(self, start: int, end: int) -> str | None:
        for line in self._lines[start:end]:
            found = _DEFINITION.match(line.strip())
            if found:
                return found.group(1)
        return None

    def _tell(self, start: int, name: str | None, error: SyntaxError) -> None:
        line = error.lineno or start + 1
        text = self._lines[line - 1].strip() if line <= len(self._lines) else ""
        where = self._source.place(line)
        ko, en = (
            f"문법 오류({where.ko}): {error.msg}: {text}",
            f"Syntax error ({where.en}): {error.msg}: {text}",
        )
        if name is not None:
            self._found.broken[name] = start + 1
            ko, en = f"{ko} — 검사할 수 없는 이름: {name}", f"{en} — {name} cannot be checked"
        self._found.notes.append(Note("syntax-error", Text(ko, en), line))
