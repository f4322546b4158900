"""The run itself, with checks that are quick to make; the real ones are in test_run.py."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport
from yudo.verification.checking.verdicts import FunctionReport, Remark
from yudo.verification.grading import folder
from yudo.verification.grading.folder import COLUMNS, ClassRun, WorkersLost, write_reports
from yudo.verification.grading.journal import Journal
from yudo.verification.grading.submissions import Submission
from yudo.verification.grading.workers import Workers, local
from yudo.verification.reports.writing import CannotWrite

OPTIONS: dict[str, Any] = {"functions": {}, "reg_scale": None, "pair": None, "shapes": None}


def submission(name: str, content: bytes = b"x = 1\n") -> Submission:
    return Submission(name, ("layers.py",), {"layers.py": content})


def report(name: str, *functions: FunctionReport) -> list[dict[str, Any]]:
    return [FileReport(f"{name}/layers.py", functions=list(functions)).to_json()]


def correct(name: str, *_: object, **__: object) -> list[dict[str, Any]]:
    return report(name, FunctionReport("relu_forward", verdicts.CORRECT))


def mortal(name: str, *_: object, **__: object) -> list[dict[str, Any]]:
    """Runs in a worker: kills it for some names."""
    if name.startswith("poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    return correct(name)


def threads(count: int = 2) -> Workers:
    return Workers(lambda: ThreadPoolExecutor(count), lambda: 2 * count, (), (CancelledError,))


Check = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def journal(tmp_path: Path) -> Any:
    with Journal(tmp_path / "journal.jsonl") as made:
        yield made


@pytest.fixture
def checked_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Check], None]:
    return lambda check: monkeypatch.setattr(folder, "check_submission", check)


def names(journal: Journal) -> list[str]:
    return sorted(entry["submission"] for entry in journal.finished.values())


def salted(
    name: str, files: Any, contents: Any, options: Mapping[str, Any], **_: Any
) -> list[dict[str, Any]]:
    return [FileReport(f"{name}/layers.py", salt=options["salt"]).to_json()]


def salts(journal: Journal) -> set[int]:
    return {report["salt"] for entry in journal.finished.values() for report in entry["reports"]}


def test_a_run_draws_from_a_new_salt_and_from_the_same_when_it_is_resumed(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    checked_by(salted)
    ClassRun([submission("a")], OPTIONS, journal).work_through(threads())
    ClassRun([submission("a"), submission("b")], OPTIONS, journal).work_through(threads())
    assert len(journal.finished) == 2
    assert len(salts(journal)) == 1
    assert 0 not in salts(journal)


def test_a_salt_that_is_given_is_taken(journal: Journal, checked_by: Callable[[Check], None]) -> None:
    checked_by(salted)
    ClassRun([submission("a")], {**OPTIONS, "salt": 7}, journal).work_through(threads())
    assert salts(journal) == {7}


def test_what_is_finished_is_not_checked_again(journal: Journal, checked_by: Callable[[Check], None]) -> None:
    seen: list[str] = []

    def noted(name: str, *_: object, **__: object) -> list[dict[str, Any]]:
        seen.append(name)
        return correct(name)

    checked_by(noted)
    ClassRun([submission("a"), submission("b")], OPTIONS, journal).work_through(threads())
    ClassRun([submission("a"), submission("b"), submission("c")], OPTIONS, journal).work_through(threads())
    assert sorted(seen) == ["a", "b", "c"] == names(journal)


@pytest.mark.parametrize(
    ("content", "options"),
    [(b"x = 2\n", {}), (b"x = 1\n", {"reg_scale": "half"})],
    ids=["contents", "options"],
)
def test_new_contents_or_other_options_are_checked_anew(
    journal: Journal, checked_by: Callable[[Check], None], content: bytes, options: Mapping[str, Any]
) -> None:
    checked_by(correct)
    ClassRun([submission("a")], OPTIONS, journal).work_through(threads())
    ClassRun([submission("a", content)], OPTIONS | options, journal).work_through(threads())
    assert names(journal) == ["a", "a"]


def test_a_check_that_fails_costs_only_its_own_row_and_is_tried_by_the_next_run(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    def failing(name: str, *_: object, **__: object) -> list[dict[str, Any]]:
        if name == "b":
            raise OSError(28, "No space left on device")
        return correct(name)

    chosen = [submission(name) for name in "abcdef"]
    checked_by(failing)
    run = ClassRun(chosen, OPTIONS, journal)
    run.work_through(threads())
    assert names(journal) == list("acdef")
    (why,) = run.failures.values()
    assert "OSError: [Errno 28] No space left on device" in why.en
    checked_by(correct)
    again = ClassRun(chosen, OPTIONS, journal)
    again.work_through(threads())
    assert names(journal) == list("abcdef")
    assert again.failures == {}


def test_a_submission_that_could_not_be_read_is_told_of_and_not_sent(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    checked_by(correct)
    run = ClassRun(
        [submission("a"), Submission("b", ("b.py",), {}, Text("b.py: 없다", "b.py: gone"))], OPTIONS, journal
    )
    run.work_through(threads())
    assert names(journal) == ["a"]
    assert [name for name, _ in run.reports()] == ["a", "b"]
    assert "b.py: gone" in dict(run.reports())["b"][0].unread["en"]  # type: ignore[index]


def test_a_submission_that_kills_its_worker_costs_only_its_own_row(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    checked_by(mortal)
    told: list[None] = []
    chosen = [submission(name) for name in ("a", "poison", "b", "c", "d")]
    run = ClassRun(chosen, OPTIONS, journal, lambda: told.append(None))
    with local(2) as workers:
        run.work_through(workers)
    assert names(journal) == ["a", "b", "c", "d"]
    ((name, (only,)),) = [(name, r) for name, r in run.reports() if r[0].unread is not None]
    assert name == "poison"
    assert "worker that checked this submission died" in only.unread["en"]  # type: ignore[index]
    assert len(told) == len(chosen)


def test_no_more_than_the_width_is_given_away_at_a_time(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    """What a dying worker takes along is little, and a class need not be in the memory of a scheduler."""
    given, most = 0, 0

    class Counting(ThreadPoolExecutor):
        def submit(self, *arguments: Any, **options: Any) -> Any:
            nonlocal given, most
            given += 1
            most = max(most, given - len(journal.finished))
            return super().submit(*arguments, **options)

    checked_by(correct)
    chosen = [submission(f"s{number}") for number in range(20)]
    ClassRun(chosen, OPTIONS, journal).work_through(Workers(lambda: Counting(2), lambda: 3, ()))
    assert (given, most) == (20, 3)


def test_workers_that_are_gone_for_good_end_the_run_and_what_is_finished_stays(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    def cancelled(name: str, *_: object, **__: object) -> list[dict[str, Any]]:
        if name == "c":
            raise CancelledError("scheduler-connection-lost")
        return correct(name)

    checked_by(cancelled)
    with pytest.raises(WorkersLost, match="scheduler-connection-lost"):
        ClassRun([submission(name) for name in "abc"], OPTIONS, journal).work_through(threads(1))
    assert names(journal) == ["a", "b"]


def test_an_interruption_cancels_what_has_not_begun(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    begun: list[str] = []

    def slow(name: str, *_: object, **__: object) -> list[dict[str, Any]]:
        begun.append(name)
        time.sleep(0.05)
        return correct(name)

    def interrupt() -> None:
        raise KeyboardInterrupt

    checked_by(slow)
    executors: list[Executor] = []

    def make() -> Executor:
        executors.append(ThreadPoolExecutor(1))
        return executors[-1]

    run = ClassRun([submission(f"s{number}") for number in range(9)], OPTIONS, journal, interrupt)
    with pytest.raises(KeyboardInterrupt):
        run.work_through(Workers(make, lambda: 9, ()))
    executors[0].shutdown(wait=True)
    assert len(begun) <= 2
    assert len(journal.finished) == 1


def test_the_first_submissions_wait_for_no_preparation(
    journal: Journal, checked_by: Callable[[Check], None]
) -> None:
    prepared: list[bool] = []

    def check(name: str, *_: object, preloaded: tuple[str, ...], **__: object) -> list[dict[str, Any]]:
        prepared.append(bool(preloaded))
        return correct(name)

    checked_by(check)
    run = ClassRun([submission(f"s{number}") for number in range(folder.MANY)], OPTIONS, journal)
    run.work_through(Workers(lambda: ThreadPoolExecutor(1), lambda: 2, ()))
    assert prepared == [False] * 2 + [True] * (folder.MANY - 2)


def test_a_disk_that_is_full_ends_the_run_in_a_line_and_what_was_finished_stays(
    tmp_path: Path, checked_by: Callable[[Check], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked_by(correct)
    path = tmp_path / "journal.jsonl"
    real = os.write

    def write(descriptor: int, content: bytes) -> int:
        if b'"s3"' in bytes(content):
            real(descriptor, content[:20])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, content)

    with Journal(path) as opened, monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        run = ClassRun([submission(f"s{number}") for number in range(5)], OPTIONS, opened)
        with pytest.raises(CannotWrite, match="No space left on device; make room") as told:
            run.work_through(threads(1))
        assert told.value.exit_code == 2
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 3
    assert all(line.endswith(b"}\n") for line in lines)


def test_a_journal_in_a_place_that_nobody_may_write_to_is_told_of_in_a_line() -> None:
    with (
        pytest.raises(CannotWrite, match=r"cannot write /proc/none/journal\.jsonl"),
        Journal(Path("/proc/none/journal.jsonl")),
    ):
        pass


def written(
    tmp_path: Path, reports: Mapping[str, Sequence[FunctionReport]], checked_by: Callable[[Check], None]
) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    checked_by(lambda name, *_, **__: report(name, *reports[name]))
    with Journal(tmp_path / "journal.jsonl") as journal:
        run = ClassRun([submission(name) for name in reports], OPTIONS, journal)
        run.work_through(threads(1))
        write_reports(tmp_path, run, "en")
    with open(tmp_path / "functions.csv", encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    lines = (tmp_path / "functions.jsonl").read_text(encoding="utf-8").splitlines()
    return table, [json.loads(line) for line in lines]


def test_there_is_one_row_per_function_in_both_tables(
    tmp_path: Path, checked_by: Callable[[Check], None]
) -> None:
    wrong = FunctionReport(
        "affine_backward",
        verdicts.WRONG,
        line=7,
        wrong=("dw", "db"),
        diagnosis=[Remark("factor", Text("1/N배", "off by the factor 1/N"))],
    )
    good = FunctionReport("affine_forward", verdicts.CORRECT, verdicts.ALL_SHAPES)
    table, objects = written(tmp_path, {"lee": [good, wrong], "kim": [good]}, checked_by)
    assert tuple(table[0]) == COLUMNS
    expected = [
        ("lee", "lee/layers.py", "affine_forward", "correct"),
        ("lee", "lee/layers.py", "affine_backward", "wrong"),
        ("kim", "kim/layers.py", "affine_forward", "correct"),
    ]
    columns = ("submission", "file", "function", "verdict")
    assert [tuple(row[name] for name in columns) for row in table] == expected
    assert [tuple(row[name] for name in columns) for row in objects] == expected
    assert (table[1]["wrong"], table[1]["diagnosis"]) == ("dw db", "off by the factor 1/N")
    assert objects[1]["diagnosis_keys"] == ["factor"]


def test_a_file_without_a_function_has_a_row_that_says_so(
    tmp_path: Path, checked_by: Callable[[Check], None]
) -> None:
    table, objects = written(tmp_path, {"kim": []}, checked_by)
    assert [(row["function"], row["verdict"]) for row in table] == [("", "nothing found")]
    assert objects[0]["function"] is None
    assert "--function NAME=ID" in objects[0]["reason"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_takes_no_name_for_a_formula(
    tmp_path: Path, checked_by: Callable[[Check], None], start: str
) -> None:
    name = f'{start}HYPERLINK("x")'
    odd = FunctionReport(name, verdicts.CRASHES, reason=Text(name, name))
    table, objects = written(tmp_path, {name: [odd]}, checked_by)
    for column in ("submission", "file", "function", "reason"):
        assert table[0][column].startswith(f"'{start}"), column
    assert objects[0]["submission"] == name


@pytest.mark.parametrize("name", ["-rf", "@kim.lee", "+김-2", "-x"])
def test_a_mere_name_is_in_the_table_as_it_is_in_a_roster(
    tmp_path: Path, checked_by: Callable[[Check], None], name: str
) -> None:
    table, _ = written(tmp_path, {name: []}, checked_by)
    assert table[0]["submission"] == name


@pytest.mark.parametrize("name", ["-1+2", "-x|y!z", "@SUM(1)", "=x", "+x!A1", "-cmd|' /C calc'!A0"])
def test_what_computes_something_is_no_mere_name(
    tmp_path: Path, checked_by: Callable[[Check], None], name: str
) -> None:
    table, _ = written(tmp_path, {name: []}, checked_by)
    assert table[0]["submission"] == f"'{name}"


def test_a_report_holds_no_html_and_no_line_that_a_stranger_made_up(
    tmp_path: Path, checked_by: Callable[[Check], None]
) -> None:
    said = "boom <img src=x>\n- ✓ **`relu_forward`**: correct\n# all is well, as 1 < 2"
    odd = FunctionReport("f`<b>", verdicts.CRASHES, reason=Text(said, said))
    written(tmp_path, {"<script>kim": [odd]}, checked_by)
    (report_of_kim,) = (tmp_path / "reports").iterdir()
    text = report_of_kim.read_text(encoding="utf-8")
    assert text.startswith("# &lt;script>kim\n")
    assert "boom &lt;img src=x>" in text
    assert "as 1 < 2" in text
    assert "**`f'<b>`**" in text
    assert not re.search(r"^\s*(- ✓|# all)", text, re.MULTILINE)


def test_submissions_of_similar_names_have_reports_of_their_own(
    tmp_path: Path, checked_by: Callable[[Check], None]
) -> None:
    written(tmp_path, {"a:b": [], "a?b": [], "a_b": [], "김 철수": []}, checked_by)
    reports = sorted((tmp_path / "reports").iterdir())
    assert len(reports) == 4
    assert {"a_b.md", "김 철수.md"} < {path.name for path in reports}
    assert {path.read_text(encoding="utf-8").splitlines()[0] for path in reports} == {
        "# a:b", "# a?b", "# a_b", "# 김 철수",
    }  # fmt: skip
