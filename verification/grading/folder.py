"""Work through a folder of submissions with any executor, and resume where an earlier run stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.files import FileReport, new_salt
from yudo.verification.checking.presentation import NOTHING, markdown, plain_markdown
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.grading.journal import Journal
from yudo.verification.grading.submissions import Submission, check_submission
from yudo.verification.grading.workers import Workers
from yudo.verification.reports.documents import rows
from yudo.verification.reports.writing import write_text
from yudo.verification.sandbox import Demand

COLUMNS = (
    "submission", "file", "function", "line", "verdict", "evidence", "wrong", "diagnosis", "findings",
    "convention", "reason", "seconds", "isolation", "refused",
)  # fmt: skip
MANY = 16
"""Submissions for which it is worth the while to prepare the workers."""
WARMING = "yudo.verification.grading.warming"
_LONGEST_NAME = 120
NOT_READ, NOTHING_FOUND = "not read", "nothing found"
"""In the column of verdicts, for files of which no function can be told of."""
DIED = Text(
    "이 제출물을 검사하던 작업 프로세스가 거듭 죽었다. 다시 실행하면 이 제출물부터 검사한다.",
    "The worker that checked this submission died, again and again; another run tries it anew.",
)
FAILED = Text(
    "검사 자체가 실패했다({reason}). 다시 실행하면 이 제출물부터 검사한다.",
    "The check itself failed ({reason}); another run tries it anew.",
)


class WorkersLost(RuntimeError):
    """Nobody is left to work; what was finished is in the journal."""


def key_of(submission: Submission, options: Mapping[str, Any]) -> str:
    """What makes a finished submission the same: its name, contents, what was asked, and the version."""
    asked = json.dumps(options, sort_keys=True, ensure_ascii=False)
    text = "\0".join((submission.name, submission.digest, asked, version("yudo")))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class ClassRun:
    """One run over submissions.

    Parameters
    ----------
    chosen
        The submissions; those that the journal has are not checked again.
    options
        As `examine.Options` takes them. Without a ``salt``, the inputs are drawn from a new one, or from
        that of the run that is resumed.
    told
        Called for each submission that is done.
    isolation
        What the workers must have.

    Attributes
    ----------
    failures
        Why submissions could not be checked, by key. They are not in the journal, so that another run tries
        them anew.
    """

    def __init__(
        self,
        chosen: Sequence[Submission],
        options: Mapping[str, Any],
        journal: Journal,
        told: Callable[[], None] = lambda: None,
        isolation: Demand = "auto",
    ):
        self.chosen = {key_of(one, options): one for one in chosen}
        self.failures: dict[str, Text] = {}
        self._options, self._journal, self._told = options, journal, told
        self._isolation = isolation
        self._given = 0
        self._salt = options["salt"] if "salt" in options else journal.salt or new_salt()
        for key, one in self.chosen.items():
            if one.unread is not None:
                self.failures[key] = one.unread

    def work_through(self, workers: Workers) -> None:
        """Check what is open. A submission that takes its worker with it costs only its own row.

        Raises
        ------
        WorkersLost
            If nobody is left to work.
        """
        done = self._journal.finished.keys() | self.failures.keys()
        waiting = deque(key for key in self.chosen if key not in done)
        while waiting:
            # One of those that were being checked is at fault: one at a time, it is found out.
            suspects = deque(self._round(waiting, workers, workers.width))
            while suspects:
                for culprit in self._round(suspects, workers, lambda: 1):
                    self._failed(culprit, DIED)

    def reports(self) -> Iterator[tuple[str, list[FileReport]]]:
        """The submissions that are done, by name, with the reports on their files."""
        for key, one in self.chosen.items():
            if key in self._journal.finished:
                entry = self._journal.finished[key]
                yield one.name, [FileReport.from_json(report) for report in entry["reports"]]
            elif key in self.failures:
                yield one.name, [FileReport(one.name, unread=self.failures[key])]

    def _round(self, waiting: deque[str], workers: Workers, width: Callable[[], int]) -> list[str]:
        """Work until nothing waits or a worker dies; return what was being checked then."""
        suspects: list[str] = []
        running: dict[Future[list[dict[str, Any]]], str] = {}
        with workers.make() as executor:
            try:
                while running or (waiting and not suspects):
                    while waiting and not suspects and len(running) < width():
                        key = waiting.popleft()
                        try:
                            running[self._submit(executor, self.chosen[key], width())] = key
                        except workers.died:
                            suspects.append(key)
                    done = wait(running, return_when=FIRST_COMPLETED).done
                    for future in [one for one in running if one in done]:  # in the order of submission
                        key = running.pop(future)
                        try:
                            reports = future.result()
                        except workers.died:
                            suspects.append(key)
                        except workers.lost:
                            raise
                        except Exception as reason:
                            self._failed(key, _because(f"{type(reason).__name__}: {reason}"))
                        else:
                            self._journal.add(key, self.chosen[key].name, reports)
                            self._told()
            except BaseException as reason:
                for future in running:
                    future.cancel()
                with suppress(OSError):  # a scheduler that is gone cannot be told
                    executor.shutdown(wait=False)
                if isinstance(reason, workers.lost):
                    raise WorkersLost(f"the workers are gone ({reason!r})") from reason
                raise
        return suspects

    def _submit(self, executor: Executor, one: Submission, at_once: int) -> Future[list[dict[str, Any]]]:
        # To know beforehand what many have in common takes seconds, for which the first ones do not wait.
        preloaded = (WARMING,) if len(self.chosen) >= MANY and self._given >= at_once else ()
        self._given += 1
        return executor.submit(
            check_submission,
            one.name,
            one.files,
            one.contents,
            {**self._options, "salt": self._salt},
            preloaded=preloaded,
            isolation=self._isolation,
        )

    def _failed(self, key: str, why: Text) -> None:
        self.failures[key] = why
        self._told()


def _because(reason: str) -> Text:
    return Text(FAILED.ko.format(reason=reason), FAILED.en.format(reason=reason))


def write_reports(folder: Path, run: ClassRun, language: str) -> dict[str, list[FileReport]]:
    """Write the rows of all functions as CSV and JSON, and a report for each submission.

    Returns
    -------
    dict of list of FileReport
        The reports on the files of the submissions that are done.
    """
    table: list[dict[str, Any]] = []
    done = dict(run.reports())
    for name, reports in done.items():
        table += [
            {"submission": name, **row, "isolation": report.isolation, "refused": list(report.refused)}
            for report in reports
            for row in _rows(report, language)
        ]
        text = "\n".join([f"# {plain_markdown(name)}\n", *markdown(reports, language)])
        write_text(folder / "reports" / f"{_file_name(name)}.md", text)
    write_text(folder / "functions.csv", _csv(table))
    write_text(
        folder / "functions.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table)
    )
    return done


def _rows(report: FileReport, language: str) -> list[dict[str, Any]]:
    """A row for each function; for a file without any, one that says why."""
    listed = rows(report, language)
    if report.unread is not None:
        said = NOT_READ, report.unread
    elif not listed:
        said = NOTHING_FOUND, NOTHING
    else:
        return listed
    verdict, reason = said
    empty = FunctionReport("", verdict, reason=reason)
    return [*listed, {"file": report.file, **empty.row(language), "function": None}]


def _file_name(name: str) -> str:
    """The name where any file system takes it; else a readable one that no other submission gets."""
    readable = re.sub(r"[^\w.\-() ]", "_", name)
    if len(readable.encode()) > _LONGEST_NAME:
        readable = readable.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return name if readable == name else f"{readable}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _csv(table: Sequence[Mapping[str, Any]]) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in table:
        flat = dict(row)
        flat["wrong"] = " ".join(row["wrong"])
        flat["refused"] = "; ".join(row["refused"])
        flat["findings"] = "; ".join(one["text"] for one in row["findings"])
        flat["convention"] = row["convention"] and row["convention"]["text"]
        writer.writerow({name: _harmless(value) for name, value in flat.items()})
    return written.getvalue()


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_JUST_A_NAME = re.compile(r"[-+@][^\W\d][\w.\-/]*")  # nothing is called, compared or piped in it


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet computes nothing of: the names in it are strangers'.

    A name such as ``-rf`` stays what it is, so that the table can be joined with a roster.
    """
    if isinstance(value, str) and value.startswith(_FORMULA) and not _JUST_A_NAME.fullmatch(value):
        return f"'{value}"
    return value
