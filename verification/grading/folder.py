"""Work through a folder of submissions with any executor, and resume where an earlier run stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from pathlib import Path
from typing import Any

from verification.checking.documents import rows, write_whole
from verification.checking.files import FileReport
from verification.checking.presentation import markdown
from verification.grading.journal import Journal
from verification.grading.submissions import Submission, check_submission

COLUMNS = (
    "submission", "file", "function", "line", "verdict", "evidence", "wrong", "diagnosis", "findings",
    "convention", "reason", "seconds",
)  # fmt: skip
ATTEMPTS = 3
"""How often a submission is tried whose worker died with it."""


class WorkersDied(RuntimeError):
    """The workers of an executor died again and again; the message names the submissions that are left."""


def key_of(submission: Submission, options: Mapping[str, Any]) -> str:
    """What makes a finished submission the same: its name, contents, what was asked, and the version."""
    asked = json.dumps(options, sort_keys=True, ensure_ascii=False)
    text = "\0".join((submission.name, submission.digest, asked, version("yudo")))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def work_through(
    chosen: Sequence[Submission],
    options: Mapping[str, Any],
    make_executor: Callable[[], Executor],
    journal: Journal,
    told: Callable[[str], None] = lambda name: None,
) -> None:
    """Check all submissions that the journal does not have yet.

    Parameters
    ----------
    make_executor
        Makes the executor; again where its processes have died.
    told
        Called with the name of each submission that is finished.

    Raises
    ------
    WorkersDied
        If the workers keep dying; what was finished before is in the journal.
    """
    keys = {key_of(one, options): one for one in chosen}
    for _ in range(ATTEMPTS):
        open_ones = {key: one for key, one in keys.items() if key not in journal.finished}
        if not open_ones:
            return
        with make_executor() as executor:
            futures: dict[Future[list[dict[str, Any]]], str] = {
                executor.submit(check_submission, one.name, one.files, one.contents, options): key
                for key, one in open_ones.items()
            }
            try:
                for future in as_completed(futures):
                    key = futures[future]
                    journal.add(key, keys[key].name, future.result())
                    told(keys[key].name)
            except BrokenProcessPool:
                continue
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
    left = [one.name for key, one in keys.items() if key not in journal.finished]
    if left:
        raise WorkersDied(f"the workers died {ATTEMPTS} times; not checked: {', '.join(left)}")


def write_reports(
    folder: Path, journal: Journal, chosen: Sequence[Submission], options: Mapping[str, Any], language: str
) -> list[FileReport]:
    """Write the rows of all functions as CSV and JSON, and a report for each submission.

    Returns
    -------
    list of FileReport
        The reports of the chosen submissions that are finished.
    """
    keys = {key_of(one, options) for one in chosen}
    listed: list[FileReport] = []
    table: list[dict[str, Any]] = []
    for entry in journal:
        if entry["key"] not in keys:
            continue
        reports = [FileReport.from_json(one) for one in entry["reports"]]
        listed += reports
        table += [
            {"submission": entry["submission"], **row} for report in reports for row in rows(report, language)
        ]
        text = "\n".join([f"# {entry['submission']}\n", *markdown(reports, language)])
        write_whole(folder / "reports" / f"{_file_name(entry['submission'])}.md", text)
    write_whole(folder / "functions.csv", _csv(table))
    write_whole(
        folder / "functions.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table)
    )
    return listed


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.\-() ]", "_", name)


def _csv(table: Sequence[Mapping[str, Any]]) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in table:
        flat = dict(row)
        flat["wrong"] = " ".join(row["wrong"])
        flat["findings"] = "; ".join(one["text"] for one in row["findings"])
        flat["convention"] = row["convention"] and row["convention"]["text"]
        writer.writerow({name: _harmless(value) for name, value in flat.items()})
    return written.getvalue()


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet does not take for a formula: the names in it are strangers'."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
