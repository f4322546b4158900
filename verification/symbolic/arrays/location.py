"""Which line of the traced code is running."""

from __future__ import annotations

import os
import sys
from types import FrameType
from typing import Any, NamedTuple


class TracedGlobals(dict[str, Any]):
    """The globals of a traced function; by their type its frames are recognised."""


class Origin(NamedTuple):
    """A line of traced code."""

    file: str
    line: int
    function: str


_FRAMEWORKS = os.path.join(os.path.dirname(__file__), "..", "..", "frameworks")


def is_of_the_code(frame: FrameType) -> bool:
    """Whether a frame runs traced code, and not what stands for a framework in it."""
    home = os.path.dirname(frame.f_code.co_filename)
    return isinstance(frame.f_globals, TracedGlobals) and home != os.path.normpath(_FRAMEWORKS)


def origin() -> Origin | None:
    """The innermost line of traced code that is running, if any."""
    frame = sys._getframe(1)
    while frame is not None:
        if is_of_the_code(frame):
            return Origin(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back  # type: ignore[assignment]
    return None
