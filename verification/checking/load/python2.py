"""Python 2 as Python 3, line for line.

What has another syntax is rewritten where it stands; names and methods that are gone are the business of
`rewriting`. No library is used: lib2to3 has left the standard library, and its fork is a whole parser that
stops at the first error, for what is a dozen rules here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_QUOTES = (r"'''(?:\\.|[^\\])*?'''", r'"""(?:\\.|[^\\])*?"""', r"'(?:\\.|[^\\'\n])*'", r'"(?:\\.|[^\\"\n])*"')
_TOKEN = re.compile(
    rf"""
    (?P<string>[A-Za-z]{{0,2}}(?:{"|".join(_QUOTES)}))
  | (?P<comment>\#[^\n]*)
  | (?P<newline>\n)
  | (?P<space>(?:[ \t\f]|\\\n)+)
  | (?P<number>(?:0[xX][0-9a-fA-F]+[lL]?|\d[\w.]*(?:(?<=[eE])[+-]\d+)?|\.\d\w*))
  | (?P<name>[^\W\d]\w*)
  | (?P<mark><>|>>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADERS = {"if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class"}
_SILENT = {"comment", "space"}


@dataclass
class _Token:
    kind: str
    text: str


def to_python3(source: str) -> str:
    """The source with Python 2's statements in Python 3's syntax, on the same lines."""
    return "".join(token.text for statement in _statements(source) for token in _rewritten(statement))


def _statements(source: str) -> Iterator[list[_Token]]:
    """Simple statements and headers of compound ones, each with the marks that end it."""
    statement: list[_Token] = []
    depth, lambdas, at_start = 0, 0, True
    for match in _TOKEN.finditer(source):
        token = _Token(str(match.lastgroup), match.group())
        if at_start and token.kind == "space":
            # Python 2 counts a tab up to the next multiple of eight columns.
            token.text = token.text.expandtabs(8)
        at_start = False
        statement.append(token)
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
        depth = max(depth, 0)
        ends = token.kind == "newline" and (depth == 0 or _starts_afresh(source, match.end()))
        if depth == 0 and token.text == "lambda":
            lambdas += 1
        elif depth == 0 and token.text == ":":
            ends = not lambdas and _is_header(statement)
            lambdas = max(lambdas - 1, 0)
        elif depth == 0 and token.text == ";":
            ends = True
        if ends:
            yield statement
            statement = []
            at_start, depth, lambdas = token.kind == "newline", 0, 0
    yield statement


def _starts_afresh(source: str, place: int) -> bool:
    """Whether a definition begins here: a bracket that is still open was never closed."""
    return re.compile(r"(?:def|class)\s+\w+\s*[(:]|@\w").match(source, place) is not None


def _is_header(statement: Sequence[_Token]) -> bool:
    first = next((token for token in statement if token.kind not in _SILENT), None)
    return first is not None and first.text in _HEADERS


def _rewritten(statement: list[_Token]) -> list[_Token]:
    for token in statement:
        _rewrite_token(token)
    _rewrite_backticks(statement)
    words = [place for place, token in enumerate(statement) if token.kind not in _SILENT]
    while words and (statement[words[-1]].kind == "newline" or statement[words[-1]].text in (";", ":")):
        words.pop()
    if not words:
        return statement
    first = statement[words[0]].text
    if first == "print":
        return _print(statement, words)
    if first == "exec" and len(words) > 1 and statement[words[1]].text != "(":
        return _exec(statement, words)
    if first == "raise":
        return _raise(statement, words)
    if first == "except":
        return _except(statement, words)
    return statement


def _rewrite_token(token: _Token) -> None:
    if token.text == "<>":
        token.text = "!="
    elif token.kind == "number":
        token.text = token.text.rstrip("lL")
        if re.fullmatch(r"0\d+", token.text) and token.text.strip("0"):
            token.text = f"0o{token.text[1:]}"
    elif token.kind == "string":
        token.text = re.sub(r"^[uU][rR]", "r", token.text)


def _rewrite_backticks(statement: list[_Token]) -> None:
    ticks = [token for token in statement if token.kind == "mark" and token.text == "`"]
    for place, token in enumerate(ticks):
        token.text = ")" if place % 2 else "repr("


def _print(statement: list[_Token], words: list[int]) -> list[_Token]:
    rest = words[1:]
    if not rest:
        return _spliced(statement, words[0], words[0], "print()")
    following = statement[rest[0]].text
    if following in ("=", ".", ",") or (following == "(" and _closing(statement, rest[0]) == rest[-1]):
        return statement
    file = ""
    if following == ">>":
        comma = _comma(statement, rest)
        end = rest[-1] if comma is None else rest[rest.index(comma) - 1]
        file = _text(statement, rest[1], end)
        rest = [] if comma is None else rest[rest.index(comma) + 1 :]
    end_text = ""
    if rest and statement[rest[-1]].text == ",":
        rest = rest[:-1]
        end_text = 'end=" "'
    given = _text(statement, rest[0], rest[-1]) if rest else ""
    parts = [part for part in (given, end_text, f"file={file}" if file else "") if part]
    return _spliced(statement, words[0], words[-1], f"print({', '.join(parts)})")


def _exec(statement: list[_Token], words: list[int]) -> list[_Token]:
    inside = _text(statement, words[1], words[-1])
    code, separator, names = inside.partition(" in ")
    return _spliced(
        statement, words[0], words[-1], f"exec({code}, {names})" if separator else f"exec({inside})"
    )


def _raise(statement: list[_Token], words: list[int]) -> list[_Token]:
    comma = _comma(statement, words)
    if comma is None:
        return statement
    place = words.index(comma)
    kind = _text(statement, words[1], words[place - 1])
    second = _comma(statement, words[place + 1 :])
    end = words[-1] if second is None else words[words.index(second) - 1]
    message = _text(statement, words[place + 1], end)
    return _spliced(statement, words[0], words[-1], f"raise {kind}({message})")


def _except(statement: list[_Token], words: list[int]) -> list[_Token]:
    comma = _comma(statement, words)
    if comma is not None:
        statement[comma].text = " as"
    return statement


def _comma(statement: list[_Token], words: Sequence[int]) -> int | None:
    """The first comma outside brackets."""
    depth = 0
    for place in words:
        text = statement[place].text
        if statement[place].kind == "mark":
            depth += (text in "([{") - (text in ")]}")
            if text == "," and depth == 0:
                return place
    return None


def _closing(statement: list[_Token], opening: int) -> int | None:
    depth = 0
    for place in range(opening, len(statement)):
        text = statement[place].text
        if statement[place].kind == "mark":
            depth += (text in "([{") - (text in ")]}")
            if depth == 0:
                return place
    return None


def _text(statement: list[_Token], start: int, end: int) -> str:
    return "".join(token.text for token in statement[start : end + 1])


def _spliced(statement: list[_Token], start: int, end: int, text: str) -> list[_Token]:
    return [*statement[:start], _Token("name", text), *statement[end + 1 :]]
