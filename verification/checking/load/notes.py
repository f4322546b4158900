"""What was done to a file so that it could be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yudo.derivations.calculus.text import Text

Code = Literal[
    "encoding",
    "notebook-magic",
    "python2",
    "syntax-error",
    "removed-numpy-name",
    "course-module",
    "stubbed-import",
    "module-level-error",
    "module-level-too-long",
    "decorator-left-out",
    "class-repaired",
    "restored-module",
    "read-as-numpy",
]


@dataclass(frozen=True)
class Note:
    """One thing that had to be done, or that could not be.

    Attributes
    ----------
    code
        What kind of thing, for programs.
    text
        The same in words, with the place.
    line
        In the source of the file that was loaded; None if it concerns no line, or a file next to it.
    """

    code: Code
    text: Text
    line: int | None = None
