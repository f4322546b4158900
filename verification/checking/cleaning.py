"""Strangers' text, made harmless once, where it comes in: it can be shown, written down and read back.

What a file of a submission says, and what it is called, ends up on terminals and in JSON, XML, CSV and
Markdown. After `clean` it holds no control character, nothing that turns the direction of writing, no half of
a surrogate pair, and no line that it was not given room for.
"""

from __future__ import annotations

import unicodedata
from typing import Any

LONGEST = 20_000
"""Characters of one text."""
_NESTED = 40


def clean(text: str, *, lines: bool = False, longest: int = LONGEST) -> str:
    """The text with what cannot be shown spelled out by its number.

    Parameters
    ----------
    lines
        Whether it may have several lines; otherwise a line break is spelled out, too.
    """
    kept = "\n\t" if lines else ""
    shown = "".join(one if one in kept or _can_be_shown(one) else _spelled(one) for one in text[:longest])
    return shown if len(text) <= longest else f"{shown} …"


def clean_all(value: Any, *, lines: frozenset[str] = frozenset(), depth: int = _NESTED) -> Any:
    """JSON of strangers with all its texts cleaned; those under the keys in ``lines`` may have several lines.

    Raises
    ------
    ValueError
        If it is nested deeper than anything of ours.
    """
    return _cleaned(value, lines, False, depth)


def _cleaned(value: Any, lines: frozenset[str], many: bool, depth: int) -> Any:
    if depth < 0:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return clean(value, lines=many)
    if isinstance(value, dict):
        return {
            clean(str(key)): _cleaned(part, lines, many or key in lines, depth - 1)
            for key, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_cleaned(part, lines, many, depth - 1) for part in value]
    return value


def _can_be_shown(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or character in "\u200c\u200d"


def _spelled(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
