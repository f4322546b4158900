"""A terminal or a pipe in any encoding: what it cannot show is written with what it can."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def end_interrupted() -> NoReturn:
    """Say in a line that Ctrl-C was pressed, and exit."""
    sys.stderr.write("interrupted\n")
    # An interrupt within exec(text), as dataclasses use it, makes CPython die of the signal at its very end,
    # whatever the exit code; the next text makes it forget.
    exec("")
    sys.exit(INTERRUPTED)


_ASCII = {
    "✓": "v", "✗": "x", "×": "x", "·": "*", "…": "...", "–": "-", "—": "-", "−": "-", "→": "->",
    "≠": "!=", "≤": "<=", "≥": ">=", "±": "+-", "∂": "d", "Σ": "sum ", "σ": "sigmoid", "λ": "lambda",
    "“": '"', "”": '"', "‘": "'", "’": "'", "½": "1/2", "²": "^2",
}  # fmt: skip


def closest(error: UnicodeError) -> tuple[str, int]:
    """Answer for what cannot be encoded: the nearest ASCII, or an escape as in a string of Python."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = [_closest(character) for character in error.object[error.start : error.end]]
    return "".join(written), error.end


def _closest(character: str) -> str:
    if character in _ASCII:
        return _ASCII[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or character.encode("ascii", "backslashreplace").decode()


def take_any_text() -> None:
    """Let the standard streams write every text: in EUC-KR and ASCII, too, nobody's verdict is lost."""
    codecs.register_error("yudo.closest", closest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="yudo.closest")


CODE = 10
"""Spaces that a line to be pasted begins with, at least."""


def print_line(console: Console, line: str) -> None:
    """Print a line of a report; a terminal has it broken between words, which terminals themselves do not do.

    Code stays as it is, to be pasted.
    """
    from rich.text import Text  # Ctrl-C and encodings are looked after before anything is loaded

    indent = len(line) - len(line.lstrip())
    if not console.is_terminal or indent >= CODE:
        console.print(line)
        return
    width = max(console.width - indent, 2 * CODE)
    for row in Text.from_markup(line.strip()).wrap(console, width):
        row.rstrip()
        console.print(Text(" " * indent).append(row))
