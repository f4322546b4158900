"""What is finished stays finished: a line for each submission, on the disk before the next one is told of."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO


class Journal:
    """A file of JSON lines, one for each finished submission, by key.

    A line that an interruption cut off is overwritten. Opened with ``with``.
    """

    def __init__(self, path: Path):
        self.path = path
        self.finished: dict[str, dict[str, Any]] = {}
        self._file: TextIO | None = None

    def __enter__(self) -> Journal:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        whole = 0
        if self.path.exists():
            data = self.path.read_bytes()
            for line in data.splitlines(keepends=True):
                if not line.endswith(b"\n"):
                    break
                entry = json.loads(line)
                self.finished[entry["key"]] = entry
                whole += len(line)
        self._file = open(self.path, "a", encoding="utf-8")
        self._file.truncate(whole)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._file is not None
        self._file.close()

    def add(self, key: str, name: str, reports: list[dict[str, Any]]) -> None:
        """Write a finished submission, and wait until the disk has it.

        Raises
        ------
        ValueError
            If the journal has that key already: nothing is graded twice.
        """
        if key in self.finished:
            raise ValueError(f"{name} is in {self.path} already")
        assert self._file is not None
        entry = {"key": key, "submission": name, "reports": reports}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.finished[key] = entry

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(sorted(self.finished.values(), key=lambda entry: entry["submission"]))
