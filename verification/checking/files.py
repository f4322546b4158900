"""Check files, each in a process of its own."""

from __future__ import annotations

import re
import secrets
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yudo.derivations.calculus.text import Text, said
from yudo.verification.checking import verdicts
from yudo.verification.checking.cleaning import clean, clean_all
from yudo.verification.checking.recognise.looks import looks_like_a_layer
from yudo.verification.checking.recognise.names import COURSE_PACKAGES
from yudo.verification.checking.verdicts import FunctionReport, Remark
from yudo.verification.sandbox import (
    Demand,
    ForkServer,
    Job,
    JobOutcome,
    Limits,
    fork_server_of_this_process,
    is_foreign,
)
from yudo.verification.sandbox.forkserver import PRELOADED

SUFFIXES = (".py", ".ipynb")
_OPEN = "yudo.verification.checking.submission:opened"
_JUDGE = "yudo.verification.checking.examine:examine"
_SURVEY = "yudo.verification.checking.submission:survey"


@dataclass
class FileReport:
    """What is said about one file.

    Attributes
    ----------
    file
        The path as it was given.
    functions
        The verdicts.
    notes
        What had to be done to load the file.
    unread
        Why it could not be read, if so.
    isolation
        ``"bubblewrap"``, ``"kernel"`` or the weaker ``"process"``; None where nothing was run.
    refused
        Operations that the file tried and that were not let through.
    stdout
        The beginning and the end of what it printed.
    salt
        What the inputs were drawn from, besides the usual seed.
    """

    file: str
    functions: list[FunctionReport] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    unread: Text | None = None
    isolation: str | None = None
    refused: tuple[str, ...] = ()
    stdout: str = ""
    seconds: float = 0.0
    salt: int = 0

    @property
    def checked(self) -> list[FunctionReport]:
        """The functions that were checked, whatever came of it."""
        return [one for one in self.functions if one.verdict != verdicts.NOT_CHECKED]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON in both languages; `from_json` reads it."""
        return {
            "file": self.file,
            "functions": [one.to_json() for one in self.functions],
            "notes": [{"key": note.key, "text": vars(note.text)} for note in self.notes],
            "unread": self.unread and vars(self.unread),
            "isolation": self.isolation,
            "refused": list(self.refused),
            "stdout": self.stdout,
            "seconds": self.seconds,
            "salt": self.salt,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FileReport:
        """The report that `to_json` wrote."""
        return cls(
            file=data["file"],
            functions=[FunctionReport.from_json(one) for one in data["functions"]],
            notes=[Remark(one["key"], Text(**one["text"])) for one in data["notes"]],
            unread=data["unread"] and Text(**data["unread"]),
            isolation=data["isolation"],
            refused=tuple(data["refused"]),
            stdout=data["stdout"],
            seconds=data["seconds"],
            salt=data["salt"],
        )


def passes(reports: Sequence[FileReport], *, strict: bool = True) -> bool:
    """Whether every function is correct, and there is one in each file.

    Unless it is ``strict``, functions that no definition was compared with may stand beside others.
    """
    if strict:
        return all(
            report.functions and all(one.verdict == verdicts.CORRECT for one in report.functions)
            for report in reports
        )
    found = {one.verdict for report in reports for one in report.functions}
    return found <= {verdicts.CORRECT, *verdicts.OPEN} and found != {verdicts.NOT_CHECKED} and bool(found)


def sources(paths: Iterable[Path]) -> Iterator[tuple[Path, Path | None]]:
    """The files to check, with what they may import from: folders are searched.

    That is the folder. But where the entries of a folder are submissions of several people, each keeps to its
    own: to its folder, or to itself.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            found = [
                file
                for file in sorted(path.rglob("*"))
                if file.suffix.lower() in SUFFIXES and file.is_file() and not left_out(file, path)
            ]
            several = _of_several(found, path)
            yield from ((file, _entry(file, path) if several else path) for file in found)
        elif path.exists():
            yield path, None
        else:
            raise FileNotFoundError(path)


_DEFINED = re.compile(rb"(?:^|\")(?:def|class)[ \t]+(\w+)", re.MULTILINE)  # in notebooks, too
_OF_ANY_LAYER = {"forward", "backward", "loss", "update"}
_EXAMINED = 1 << 20


def _of_several(files: Sequence[Path], folder: Path) -> bool:
    """Whether the entries of a folder are by several people: two of them define the same layer.

    The folders of a course's code do not count: chapters of a book define a layer again and again.
    """
    by_entry: dict[Path, set[str]] = {}
    for file in files:
        entry = _entry(file, folder)
        if entry.name not in COURSE_PACKAGES:
            by_entry.setdefault(entry, set()).update(_defined(file))
    if len(by_entry) < 2:
        return False
    times = Counter(name for names in by_entry.values() for name in names - _OF_ANY_LAYER)
    return any(count > 1 and looks_like_a_layer(name) for name, count in times.items())


def _entry(file: Path, folder: Path) -> Path:
    return folder / file.relative_to(folder).parts[0]


def _defined(file: Path) -> set[str]:
    try:
        with file.open("rb") as opened:
            return {name.decode(errors="replace") for name in _DEFINED.findall(opened.read(_EXAMINED))}
    except OSError:  # which is said when the file is checked
        return set()


def left_out(file: Path, folder: Path) -> bool:
    """Whether a file of a folder is hidden, or nobody wrote what is there."""
    between = list(file.relative_to(folder).parents)[:-1]  # the last one is the folder itself
    return file.name.startswith(".") or any(is_foreign(folder / one) for one in between)


MOST_SALT = 2**31 - 1


def new_salt() -> int:
    """A salt that nobody knows beforehand."""
    return 1 + secrets.randbelow(MOST_SALT)


ALLOWANCE = 300.0
SPENT = Text(
    f"이 제출물에 주어진 프로세서 시간 {ALLOWANCE:g}초를 다 썼다",
    f"the submission has used up its {ALLOWANCE:g} seconds of processor time",
)


@dataclass
class Allowance:
    """The time for all jobs of one submission together.

    Attributes
    ----------
    seconds
        Processor time that is left; waiting counts less, by the patience of the limits. The job that uses it
        up still comes to its own end.
    """

    seconds: float = ALLOWANCE

    def run(self, fork_server: ForkServer, job: Job) -> JobOutcome:
        """Carry out a job, or say that there is no time left for it."""
        if self.seconds <= 0:
            return JobOutcome("timed out", fork_server.isolation or "process", SPENT)
        outcome = fork_server.run(job)
        self.seconds -= max(outcome.processor, outcome.seconds / fork_server.limits.patience)
        return outcome


def check_file(
    fork_server: ForkServer,
    file: Path,
    options: Mapping[str, Any],
    root: Path | None = None,
    *,
    whole: bool = False,
    allowance: Allowance | None = None,
) -> FileReport:
    """The verdicts on one file; whatever it does costs only its own.

    Parameters
    ----------
    fork_server
        The process that children are forked from.
    file
        A Python file or a notebook.
    options
        As `examination.Options` takes them.
    root
        The folder whose files it may import; by default its own. The file itself keeps it alone.
    whole
        Whether all that lies in the folder is one submission, and comes along.
    allowance
        What is left of the time for the submission that the file is part of; by default it is alone in it.
    """
    allowance = allowance or Allowance()
    job = Job(_OPEN, {"options": dict(options)}, file=file, root=root, whole=whole, judge=_JUDGE)
    try:
        outcome = allowance.run(fork_server, job)
    except (OSError, ValueError) as reason:
        return FileReport(clean(str(file)), unread=said(reason))
    report = _report(file, outcome)
    report.salt = options.get("salt", 0)
    if outcome.status == "ok":
        return _read(report, outcome.result)
    return _one_by_one(fork_server, report, job, outcome, allowance)


def _one_by_one(
    fork_server: ForkServer, report: FileReport, job: Job, failed: JobOutcome, allowance: Allowance
) -> FileReport:
    """Find out which function ended the process, and judge the others; what ran out of time, once more."""
    listed = allowance.run(fork_server, replace(job, target=_SURVEY, judge=None))
    if listed.status != "ok":
        report.unread = failed.message
        return report
    waiting, slow = deque(listed.result), set()
    while waiting:
        name = waiting.popleft()
        alone = {"options": {**job.arguments["options"], "only": name}}
        outcome = allowance.run(fork_server, replace(job, arguments=alone))
        report.seconds += outcome.seconds
        if outcome.status == "ok":
            single = _read(_report(Path(report.file), outcome), outcome.result)
            report.functions += single.functions
            report.notes = single.notes
        elif outcome.status == "timed out" and name not in slow:
            slow.add(name)
            waiting.append(name)
        else:
            verdict = verdicts.UNDECIDED if outcome.status == "timed out" else verdicts.CRASHES
            report.functions.append(FunctionReport(clean(str(name)), verdict, reason=outcome.message))
    order = list(listed.result)
    report.functions.sort(key=lambda one: order.index(one.function) if one.function in order else len(order))
    if not order:
        report.unread = failed.message
    return report


def _report(file: Path, outcome: JobOutcome) -> FileReport:
    return FileReport(
        clean(str(file)),
        isolation=outcome.isolation,
        refused=tuple(clean(one, longest=200) for one in outcome.refused),
        stdout=clean(outcome.stdout, lines=True),
        seconds=outcome.seconds,
    )


_LINES = frozenset({"snippet", "reason", "text", "unread"})


def _read(report: FileReport, result: Any) -> FileReport:
    """Take in what a job sent; what has not the form of a result is none."""
    try:
        return _taken_in(report, clean_all(result, lines=_LINES))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        report.functions, report.notes, report.unread = [], [], FORGED
        return report


FORGED = Text(
    "검사 결과의 꼴이 아닌 것이 왔다. 파일이 검사에 손을 댔을 수 있다",
    "what came back has not the form of a result; the file may have tampered with the check",
)


def _taken_in(report: FileReport, result: Mapping[str, Any]) -> FileReport:
    report.functions = [FunctionReport.from_json(one) for one in result["functions"]]
    report.notes = [Remark(note["code"], Text(**note["text"])) for note in result["notes"]]
    report.unread = result["unread"] and Text(**result["unread"])
    return report


LIMITS = Limits(seconds=120, patience=2)
"""For what hangs: proofs have used up their steps long before."""


def check_one(
    file: str,
    options: Mapping[str, Any],
    root: str | None = None,
    limits: Limits = LIMITS,
    preloaded: tuple[str, ...] = (),
    isolation: Demand = "auto",
    allowance: Allowance | None = None,
) -> dict[str, Any]:
    """`check_file` for workers of an executor: everything that goes in and comes out can be pickled.

    The helper of the worker loads the modules that are ``preloaded`` beside the checker.

    Raises
    ------
    Unavailable
        If the worker has not the isolation that is asked for.
    """
    fork_server = fork_server_of_this_process(limits, (*PRELOADED, *preloaded), isolation)
    place = None if root is None else Path(root)
    return check_file(
        fork_server, Path(file), options, place, whole=root is not None, allowance=allowance
    ).to_json()
