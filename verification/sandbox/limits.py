"""How much a job may use."""

from __future__ import annotations

from dataclasses import dataclass

MiB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds for one job; what runs into one of them costs only its own verdict.

    Attributes
    ----------
    seconds
        Processor time, after which the job and all its descendants are killed: how busy the machine is
        makes no difference.
    patience
        How many times as long it may take by the clock, for what waits instead of working.
    memory
        Bytes of address space beyond what the helper process has loaded already.
    output
        Bytes of standard output, and of standard error, that are kept; the rest is read and dropped.
    result
        Bytes of the result as JSON.
    file
        Bytes of one file that the job writes.
    open_files
        File descriptors.
    scratch
        Bytes of all files the job writes; held only under bubblewrap.
    copied, copied_files
        Bytes and number of the submission's files that are copied for the job.
    """

    seconds: float = 30.0
    patience: float = 4.0
    memory: int = 1024 * MiB
    output: int = 32 * 1024
    result: int = 8 * MiB
    file: int = 16 * MiB
    open_files: int = 64
    scratch: int = 128 * MiB
    copied: int = 16 * MiB
    copied_files: int = 500

    @property
    def wall(self) -> float:
        """Seconds by the clock."""
        return self.seconds * self.patience
