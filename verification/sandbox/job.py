"""What is run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from yudo.derivations.calculus.text import Text

Status = Literal["ok", "timed out", "out of memory", "exited", "killed", "failed"]
Isolation = Literal["bubblewrap", "kernel", "process"]
Demand = Literal["auto", "strong"] | Isolation
"""What is asked for: the best there is, the best but for "process", or just one."""


@dataclass(frozen=True)
class Job:
    """A call of a function in a process of its own.

    Attributes
    ----------
    target
        ``"package.module:function"``. What it returns must be JSON; what it yields, if it is a generator, is
        sent at once.
    arguments
        Keyword arguments, JSON.
    file
        The file that the job is about, if any: it and its surroundings are copied, and the function also
        gets ``path`` (of the copy, relative to the working directory) and ``root`` (the working directory).
    root
        The directory whose files it may import; by default the one that its imports would start from. The
        file itself keeps it alone.
    whole
        Whether all of root is one submission, data included; else only what the file imports is copied.
    judge
        ``"package.module:function"`` for a job in two processes. The target, which gets the file alone,
        returns ``answer(question, blob)``, and answers from its process. ``function(confined, **arguments)``
        asks it from another, where no code of the file ever runs: see `Confined`. What it returns is the
        result.
    """

    target: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    file: Path | None = None
    root: Path | None = None
    whole: bool = False
    judge: str | None = None


@dataclass(frozen=True)
class JobOutcome:
    """What came of a job.

    Attributes
    ----------
    status
        "ok"; "timed out"; "out of memory"; "exited" (it ended its process by itself); "killed" (by a signal);
        "failed" (it raised, or no readable result came).
    result
        What the function returned, for the status "ok".
    parts
        What the function yielded, if it is a generator: kept also where the job did not come to its end.
    stdout, stderr
        The beginning and the end of what was printed.
    seconds
        Wall-clock time of the job.
    processor
        Processor time of it and its descendants, in seconds.
    isolation
        "bubblewrap" (no network, read-only file system, process numbers of its own, and the kernel's filters
        where it has them); "kernel" (its filters alone: no network, no files but the job's own, no
        processes); or "process", which holds accidents and nobody who means harm.
    message
        The status in plain words.
    detail
        The traceback of a job that failed, else empty.
    refused
        Operations that the code tried and that were not let through, such as "os.system".
    left_out
        How many of the submission's files were not copied, because of the limits.
    """

    status: Status
    isolation: Isolation
    message: Text
    result: Any = None
    parts: tuple[Any, ...] = ()
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0
    processor: float = 0.0
    detail: str = ""
    refused: tuple[str, ...] = ()
    left_out: int = 0
