"""What is finished stays finished: a line for each submission, on the disk before the next one is told of."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from yudo.verification.reports.writing import CannotWrite
from yudo.verification.sandbox.frames import write_all


class Unusable(RuntimeError):
    """The journal cannot be used; the message says why, and what to do."""


class Journal:
    """A file of JSON lines, one for each finished submission, by key.

    A line that an interruption cut off is overwritten. Opened with ``with``, by one run at a time.

    Raises
    ------
    Unusable
        If another run has it open, or a line of it is damaged.
    CannotWrite
        If the system refuses: a disk that is full, a folder that may only be read.
    """

    def __init__(self, path: Path):
        self.path = path
        self.finished: dict[str, dict[str, Any]] = {}
        self._file: BinaryIO | None = None

    def __enter__(self) -> Journal:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(self.path, "a+b")
            self._begin()
        except BaseException as reason:
            if self._file is not None:
                self._file.close()
            if isinstance(reason, OSError):
                raise CannotWrite(self.path, reason) from reason
            raise
        return self

    def _begin(self) -> None:
        assert self._file is not None
        self._lock()
        self._file.truncate(self._read())
        # A new file is on the disk when its folder is.
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    @property
    def salt(self) -> int:
        """What the inputs of what is finished were drawn from; 0 if there is nothing."""
        reports = (report for entry in self.finished.values() for report in entry["reports"])
        return next((report["salt"] for report in reports if report.get("salt")), 0)

    def read_again(self) -> None:
        """Take what is in the file for what is finished: Ctrl-C may have come between writing and noting."""
        self._read()

    def _lock(self) -> None:
        import fcntl  # missing on Windows, where nothing is checked

        assert self._file is not None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            raise Unusable(
                f"another run is writing to {self.path}; let it finish, or take another --out"
            ) from reason

    def _read(self) -> int:
        """Read what is finished; return the bytes of all whole lines."""
        assert self._file is not None
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file, start=1):
            if not line.endswith(b"\n"):
                break
            try:
                entry = json.loads(line)
                self.finished[entry["key"]] = entry
            except (ValueError, KeyError, TypeError) as reason:
                raise Unusable(
                    f"line {number} of {self.path} is damaged; remove that line to check its submission anew"
                ) from reason
            whole += len(line)
        return whole

    def __exit__(self, *_: object) -> None:
        assert self._file is not None
        self._file.close()

    def add(self, key: str, name: str, reports: list[dict[str, Any]]) -> None:
        """Write a finished submission, and wait until the disk has it.

        Raises
        ------
        ValueError
            If the journal has that key already: nothing is graded twice.
        CannotWrite
            If the system refuses. No part of the submission is left in the file then.
        """
        if key in self.finished:
            raise ValueError(f"{name} is in {self.path} already")
        assert self._file is not None
        entry = {"key": key, "submission": name, "reports": reports}
        before = self._file.seek(0, os.SEEK_END)
        try:  # without a buffer, which would try again what was refused
            write_all(self._file.fileno(), json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            os.fsync(self._file.fileno())
        except OSError as reason:
            with suppress(OSError):
                self._file.truncate(before)
            raise CannotWrite(self.path, reason) from reason
        self.finished[key] = entry
