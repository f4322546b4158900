"""One run over a folder of submissions: progress on the terminal, reports on the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.files import FileReport
from yudo.verification.checking.presentation import summary
from yudo.verification.grading.folder import ClassRun, write_reports
from yudo.verification.grading.journal import Journal
from yudo.verification.grading.submissions import submissions
from yudo.verification.grading.workers import dask, local
from yudo.verification.sandbox import Demand, ForkServer

JOURNAL = "journal.jsonl"
DONE = Text(
    "제출물 {count}개(이미 끝나 있던 것 {before}개): {said}",
    "{count} submissions ({before} from an earlier run): {said}",
)
NOT_CHECKED = Text("검사하지 못했다. 까닭은 보고서에 있다", "not checked, see its report")
REPORTS = Text("보고서", "reports")
SUBMISSIONS = Text("제출물", "submissions")


class NotAFolder(ValueError):
    """What is given is not a folder with submissions in it; the message says what it is."""


def grade(
    paths: Sequence[Path],
    options: Mapping[str, Any],
    jobs: int,
    cluster: str | None,
    out: Path,
    language: str,
    isolation: Demand,
) -> dict[str, list[FileReport]]:
    """Check a folder of submissions, and write the reports to another folder.

    An interruption loses nothing that was finished: the reports are written all the same, and the next run
    goes on from there.

    Returns
    -------
    dict of list of FileReport
        The reports on their files by submission.

    Raises
    ------
    NotAFolder
        If not exactly one folder is given, or there is no submission in it.
    Unavailable
        If this machine is to do it and has not the isolation that is asked for.
    NoCluster, Unusable, WorkersLost
        If there is nobody to do the work, or no place to write it down.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        raise NotAFolder("with --jobs or --dask, give one folder: each folder or file in it is a submission")
    chosen = [one for one in submissions(paths[0]) if (paths[0] / one.name).resolve() != out.resolve()]
    if not any(one.files for one in chosen):
        raise NotAFolder(f"{paths[0]} holds no submission: no Python file or notebook")
    if cluster is None:
        with ForkServer(preloaded=(), isolation=isolation):
            pass
    with Journal(out / JOURNAL) as journal, _progress(language) as progress:
        task = progress.add_task("", total=len(chosen))
        run = ClassRun(chosen, options, journal, lambda: progress.advance(task), isolation)
        before = sum(key in journal.finished for key in run.chosen)
        progress.advance(task, before)
        try:
            with local(jobs) if cluster is None else dask(cluster) as workers:
                run.work_through(workers)
        finally:
            journal.read_again()
            done = write_reports(out, run, language)
    said = summary([report for reports in done.values() for report in reports], language)
    click.echo(DONE[language].format(count=len(chosen), before=before, said=said))
    for name in (run.chosen[key].name for key in run.failures):
        click.echo(f"{NOT_CHECKED[language]}: {name}", err=True)
    click.echo(f"{REPORTS[language]}: {out}")
    return done


def _progress(language: str) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(SUBMISSIONS[language]), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
