"""Points per function, from a small TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadRubric(ValueError):
    """The rubric cannot be read; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class Rubric:
    """Points by function: ``{"affine_forward": 2.0, "TwoLayerNet.loss": 5.0}``.

    A function that is correct gets its points; any other verdict, and a missing function, gets none.
    """

    points: Mapping[str, float]


def read_rubric(path: Path) -> Rubric:
    """Read a rubric: a table ``[points]`` with a number for each function.

    Raises
    ------
    BadRubric
        If the file is not there, is not TOML, or holds anything else.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as reason:
        raise BadRubric(f"{path}: {reason.strerror}") from reason
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise BadRubric(f"{path} is not TOML: {reason}") from reason
    unknown = set(data) - {"points"}
    if unknown or not isinstance(data.get("points"), dict):
        found = f"; found {', '.join(sorted(unknown))}" if unknown else ""
        raise BadRubric(f"{path}: expected one table [points], such as affine_forward = 2{found}")
    points = _flat(data["points"])
    for name, value in points.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
            raise BadRubric(f"{path}: {name} = {value!r}; expected a number of points that is not negative")
    if not points:
        raise BadRubric(f"{path}: [points] is empty")
    return Rubric({name: float(value) for name, value in points.items()})


def _flat(points: Mapping[str, Any]) -> dict[str, Any]:
    """``TwoLayerNet.loss = 5`` is a table in TOML; here it is a name."""
    flat: dict[str, Any] = {}
    for name, value in points.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": points for inner, points in value.items()}
        else:
            flat[name] = value
    return flat
