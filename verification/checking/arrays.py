"""Arrays between processes: raw bytes, and in JSON what they mean, which is checked before they are read."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

_KINDS = "biufc"
_MOST_AXES = 32


class Foreign:
    """Stands for a value of a strangers' process that is neither a number nor an array of numbers."""

    def __init__(self, kind: str):
        self.kind = kind


def packed(values: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Numbers and arrays by name, as JSON and bytes."""
    described, parts = {}, []
    for name, value in values.items():
        described[name], content = _packed(value)
        parts.append(content)
    return described, b"".join(parts)


def _packed(value: Any) -> tuple[Any, bytes]:
    if value is None or type(value) in (bool, int, float):
        return value, b""
    if isinstance(value, (list, tuple)):
        value = _as_array(value)
    if not isinstance(value, (np.ndarray, np.generic)) or value.dtype.kind not in _KINDS:
        return {"foreign": type(value).__name__}, b""
    array = np.asarray(value)
    columns = bool(array.flags.f_contiguous and not array.flags.c_contiguous)
    described = {
        "dtype": array.dtype.str,
        "shape": array.shape,
        "columns": columns,
        "writeable": array.flags.writeable,
        "scalar": isinstance(value, np.generic),
    }
    return described, array.tobytes(order="F" if columns else "C")


def _as_array(value: Any) -> Any:
    try:
        return np.asarray(value)
    except ValueError:  # of rows that differ in length
        return value


def unpacked(described: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """What `packed` was given: every array owns its memory, and has the layout that it had.

    Raises
    ------
    ValueError
        If the two do not fit each other.
    """
    values, start = {}, 0
    try:
        for name, one in described.items():
            values[name], start = _unpacked(one, content, start)
    except (TypeError, KeyError, AttributeError) as reason:
        raise ValueError(f"no arrays: {reason}") from reason
    if start != len(content):
        raise ValueError(f"{len(content)} bytes for arrays of {start}")
    return values


def _unpacked(one: Any, content: bytes, start: int) -> tuple[Any, int]:
    if one is None or isinstance(one, (bool, int, float)):
        return one, start
    if "foreign" in one:
        return Foreign(str(one["foreign"])), start
    dtype, shape = np.dtype(str(one["dtype"])), tuple(one["shape"])
    if dtype.kind not in _KINDS or len(shape) > _MOST_AXES:
        raise ValueError(f"no array of numbers: {dtype}, {len(shape)} axes")
    if not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError("lengths are whole numbers")
    end = start + dtype.itemsize * prod(shape)
    if end > len(content):
        raise ValueError(f"{len(content)} bytes are too few")
    array = np.ndarray(shape, dtype, content, start, order="F" if one["columns"] else "C").copy("K")
    if one["scalar"]:
        return array[()], end
    if not one["writeable"]:
        array.flags.writeable = False
    return array, end
