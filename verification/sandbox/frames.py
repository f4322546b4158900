"""Messages on a pipe: a JSON object, and bytes that go along with it."""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any

FAULT = 120
"""The exit code of a child in which the job could not even be called, or not be answered."""

_HEADER = struct.Struct(">II")
_CHUNK = 1 << 20


def write_all(fd: int, data: bytes) -> None:
    """Write all of the data, however many calls it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def write_frame(fd: int, message: dict[str, Any], blob: bytes = b"") -> None:
    """Write one message."""
    text = json.dumps(message).encode()
    write_all(fd, _HEADER.pack(len(text), len(blob)) + text + blob)


def read_frame(
    fd: int, deadline: float | None = None, most: int | None = None
) -> tuple[dict[str, Any], bytes]:
    """Read one message.

    Parameters
    ----------
    fd
        Where to read.
    deadline
        On the clock of ``time.monotonic``; None waits as long as it takes.
    most
        Bytes that it may have.

    Raises
    ------
    EOFError
        The other side is gone.
    TimeoutError
        The deadline passed.
    ValueError
        It is too long, or no message.
    """
    text_length, blob_length = _HEADER.unpack(_read(fd, _HEADER.size, deadline))
    if most is not None and text_length + blob_length > most:
        raise ValueError(f"it has {text_length + blob_length} bytes, more than {most}")
    content = _read(fd, text_length + blob_length, deadline)
    return json.loads(content[:text_length]), content[text_length:]


def _read(fd: int, length: int, deadline: float | None) -> bytes:
    parts = []
    while length:
        if deadline is not None:
            poll = select.poll()
            poll.register(fd, select.POLLIN)
            if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TimeoutError
        part = os.read(fd, min(length, _CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
