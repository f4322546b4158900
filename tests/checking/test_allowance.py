"""What a submission may use in all, and what becomes of a function that ran out of time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from yudo.verification.checking import verdicts
from yudo.verification.checking.files import SPENT, Allowance, check_file
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.sandbox import ForkServer, Job, JobOutcome, Limits

FOUND = ["a_forward", "a_backward", "b_forward"]


class Helper:
    """Carries out jobs as told, without processes."""

    limits, isolation = Limits(seconds=60), "kernel"

    def __init__(self, slow: Mapping[str, int], seconds: float = 60.0):
        self.slow, self.seconds, self.asked = dict(slow), seconds, list[str]()

    def run(self, job: Job) -> JobOutcome:
        only = job.arguments["options"].get("only", "all")
        if job.target.endswith(":survey"):
            return JobOutcome("ok", "kernel", SPENT, FOUND, processor=1.0)
        self.asked.append(only)
        if self.slow.get(only, 0):
            self.slow[only] -= 1
            return JobOutcome("timed out", "kernel", SPENT, processor=self.seconds)
        one = FunctionReport(only, verdicts.CORRECT).to_json()
        return JobOutcome("ok", "kernel", SPENT, {"functions": [one], "notes": [], "unread": None})


def checked(helper: Helper, **options: Any) -> dict[str, FunctionReport]:
    report = check_file(cast(ForkServer, helper), Path("layers.py"), {}, **options)
    assert report.unread is None
    return {one.function: one for one in report.functions}


def test_a_function_that_ran_out_of_time_is_tried_once_more_after_all_others() -> None:
    helper = Helper({"all": 1, "a_forward": 1})
    found = checked(helper)
    assert helper.asked == ["all", *FOUND, "a_forward"]
    assert {one.verdict for one in found.values()} == {verdicts.CORRECT}
    assert list(found) == FOUND


def test_what_runs_out_of_time_twice_is_undecided_and_costs_the_others_nothing() -> None:
    helper = Helper({"all": 1, "a_forward": 9})
    found = checked(helper)
    assert helper.asked.count("a_forward") == 2
    assert [found[name].verdict for name in FOUND] == [verdicts.UNDECIDED, verdicts.CORRECT, verdicts.CORRECT]


def test_a_submission_that_has_used_up_its_time_is_run_no_more() -> None:
    allowance = Allowance(100.0)
    helper = Helper(dict.fromkeys(["all", *FOUND], 9))
    found = checked(helper, allowance=allowance)
    assert helper.asked == ["all", "a_forward"]
    assert {one.verdict for one in found.values()} == {verdicts.UNDECIDED}
    other = check_file(cast(ForkServer, helper), Path("second.py"), {}, allowance=allowance)
    assert other.unread == SPENT
    assert helper.asked == ["all", "a_forward"]


def test_the_processor_time_of_a_job_is_told() -> None:
    with ForkServer(Limits(seconds=20), preloaded=()) as fork_server:
        assert fork_server.run(Job("builtins:dict", {"a": 1})).processor > 0
