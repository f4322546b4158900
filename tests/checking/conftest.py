from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.checking.corpus_files import CORPUS
from yudo.verification.checking.files import FileReport, check_file
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.sandbox import ForkServer, Limits


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    with ForkServer(Limits(seconds=60)) as made:
        yield made


Check = Callable[..., FileReport]


@pytest.fixture(scope="session")
def report_of(fork_server: ForkServer) -> Callable[[str], FileReport]:
    """The report on a file of the corpus, by its name there: made once for all tests of it."""
    return cache(lambda file: check_file(fork_server, CORPUS / file, {}, CORPUS / file.partition("/")[0]))


@pytest.fixture
def check_source(fork_server: ForkServer, tmp_path: Path) -> Check:
    """Check a file with the given text."""

    def check(source: str, **options: object) -> FileReport:
        file = tmp_path / "layers.py"
        file.write_text("import numpy as np\n" + textwrap.dedent(source), encoding="utf-8")
        return check_file(fork_server, file, options)

    return check


@pytest.fixture
def verdict_of(check_source: Check) -> Callable[..., FunctionReport]:
    """The report on one function of a file with the given text."""

    def verdict(source: str, function: str, **options: object) -> FunctionReport:
        report = check_source(source, **options)
        return {one.function: one for one in report.functions}[function]

    return verdict
