"""One run over a folder of submissions: progress on the terminal, reports on the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from verification.checking.files import FileReport
from verification.checking.presentation import summary
from verification.grading.folder import key_of, work_through, write_reports
from verification.grading.journal import Journal
from verification.grading.submissions import submissions
from verification.grading.workers import dask as on_cluster
from verification.grading.workers import local

JOURNAL = "journal.jsonl"


class NotAFolder(ValueError):
    """What is given is not a folder with submissions in it; the message says what it is."""


def grade(
    paths: Sequence[Path],
    options: Mapping[str, Any],
    jobs: int,
    cluster: str | None,
    out: Path,
    language: str,
) -> list[FileReport]:
    """Check a folder of submissions, and write the reports to another folder.

    An interruption loses nothing that was finished: the reports are written all the same, and the next run
    goes on from there.

    Raises
    ------
    NotAFolder
        If not exactly one folder is given, or there is no submission in it.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        raise NotAFolder("with --jobs or --dask, give one folder: each folder or file in it is a submission")
    chosen = [one for one in submissions(paths[0]) if not _is_inside(paths[0] / one.name, out)]
    if not chosen:
        raise NotAFolder(f"{paths[0]} holds no Python file or notebook")
    console = Console(highlight=False, soft_wrap=True)
    workers = on_cluster(cluster) if cluster is not None else local(jobs)
    with Journal(out / JOURNAL) as journal:
        before = sum(key_of(one, options) in journal.finished for one in chosen)
        try:
            with workers as make_executor, _progress() as progress:
                task = progress.add_task("", total=len(chosen), completed=before)
                work_through(chosen, options, make_executor, journal, lambda _: progress.advance(task))
        finally:
            reports = write_reports(out, journal, chosen, options, language)
    console.print(f"{len(chosen)} submissions ({before} from an earlier run): {summary(reports, language)}")
    console.print(f"reports: {out}")
    return reports


def _is_inside(path: Path, out: Path) -> bool:
    return path.resolve() == out.resolve()


def _progress() -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("submissions"), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
