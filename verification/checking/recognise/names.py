"""What courses call the functions and classes that are recognised; each layer's module lists its own."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise import subjects

COURSE_PACKAGES = {"cs231n", "common", "src", "lib", *(f"ch{chapter:02}" for chapter in range(1, 9))}
"""Folders that the code of courses lies in, and is imported from."""


@dataclass(frozen=True)
class Called:
    """One function or class, by all its names.

    Attributes
    ----------
    names
        The one of the course first; capitals make no difference, nor do underscores in a class's name.
    signature
        How it is called, and what it returns.
    results
        The IDs of what it computes.
    takes
        How many arguments it may be given; none for a class.
    note
        What is particular about it.
    optional
        Those among the results that it may leave out.
    """

    names: tuple[str, ...]
    signature: str
    results: tuple[str, ...]
    takes: tuple[int, ...] = ()
    note: Text | None = None
    optional: tuple[str, ...] = ()

    @property
    def is_class(self) -> bool:
        """Whether it is a class."""
        return not self.takes

    def has(self, name: str) -> bool:
        """Whether a name is one of these."""
        return _plain(name) in map(_plain, self.names)


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def known() -> list[Called]:
    """All that is recognised, layer by layer."""
    return [one for stem in stems() for one in import_module(f"{subjects.__name__}.{stem}").CALLED]


def stems() -> list[str]:
    """The layers that functions are recognised of."""
    return [module.name for module in pkgutil.iter_modules(subjects.__path__)]


def canonical() -> dict[str, tuple[Called | None, Called | None]]:
    """For ``--function NAME=ID``: the function and the class of the course that compute a result."""
    listed = known()
    found = {}
    for identifier in dict.fromkeys(result for one in listed for result in one.results):
        bearing = [one for one in listed if identifier in one.results]
        found[identifier] = (
            next((one for one in bearing if not one.is_class), None),
            next((one for one in bearing if one.is_class), None),
        )
    return found


def table(language: str) -> str:
    """The list as a table in Markdown."""
    heads = {"ko": "| 이름 | 인자와 반환값 |", "en": "| name | signature |"}
    lines = [heads[language], "| --- | --- |"]
    for one in known():
        names = ", ".join(f"`{name}`" for name in one.names)
        note = f"; {one.note[language]}" if one.note else ""
        lines.append(f"| {names} | `{one.signature}`{note} |")
    return "\n".join(lines)
