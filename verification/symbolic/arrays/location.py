"""Which line of the traced code is running."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple


class TracedGlobals(dict[str, Any]):
    """The globals of a traced function; by their type its frames are recognised."""


class Origin(NamedTuple):
    """A line of traced code."""

    file: str
    line: int
    function: str


def origin() -> Origin | None:
    """The innermost line of traced code that is running, if any."""
    frame = sys._getframe(1)
    while frame is not None:
        if isinstance(frame.f_globals, TracedGlobals):
            return Origin(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back  # type: ignore[assignment]
    return None
