"""The process of a contender: what comes back, and what ends it."""

import time

import pytest

from benchmarks.processes import Stumbled, TimeLimit, Unavailable, environment, worker

PROBE = "tests.benchmarks.probe"


@pytest.fixture(scope="module")
def session():
    with worker(1) as started:
        yield started


def test_a_function_is_called_by_name_with_arguments_as_json(session):
    assert session.ask(f"{PROBE}:double", number=21) == 42


def test_what_a_library_prints_does_not_get_between_the_answers(session):
    assert session.ask(f"{PROBE}:talk") == "heard"
    assert session.ask(f"{PROBE}:double", number=1) == 2


def test_a_worker_goes_on_after_an_error_which_is_named(session):
    with pytest.raises(Stumbled, match=r"TypeError: .*'nosuch'"):
        session.ask(f"{PROBE}:double", nosuch=1)
    assert session.ask(f"{PROBE}:double", number=1) == 2


def test_what_is_not_installed_is_named(session):
    with pytest.raises(Unavailable, match="a_library_that_nobody_has is not installed"):
        session.ask(f"{PROBE}:need_what_is_missing")


def test_a_time_limit_ends_the_process():
    with worker(1) as started:
        started.ask(f"{PROBE}:double", number=1)
        begin = time.monotonic()
        with pytest.raises(TimeLimit):
            started.ask(f"{PROBE}:wait", 0.2, seconds=60)
        assert time.monotonic() - begin < 30
        with pytest.raises(Stumbled, match="the process has ended"):
            started.ask(f"{PROBE}:double", number=1)


def test_every_library_is_told_the_same_number_of_threads():
    told = environment(3)
    assert {told[name] for name in told if name.endswith("_NUM_THREADS")} == {"3"}
