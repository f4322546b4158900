"""Where the work is done: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata

import click


class NoCluster(RuntimeError):
    """The cluster cannot be used; the message says why."""


@dataclass(frozen=True)
class Workers:
    """Executors, and what has to be known of them.

    Attributes
    ----------
    make
        Makes an executor; again after its workers have died.
    width
        How many tasks it should be given at a time: enough to keep every worker busy, and no more, so that
        little is to be done again when one dies.
    died
        The exceptions of a task whose worker died with it.
    lost
        The exceptions that say that there is nobody left to work.
    """

    make: Callable[[], Executor]
    width: Callable[[], int]
    died: tuple[type[BaseException], ...]
    lost: tuple[type[BaseException], ...] = ()


@contextmanager
def local(jobs: int) -> Iterator[Workers]:
    """Processes of this machine; all of them, and their files, are gone when this ends."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="yudo-", ignore_cleanup_errors=True) as place:
        os.chmod(place, 0o711)  # jobs run as somebody else, below it

        def make() -> Executor:
            return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(place,))

        try:
            yield Workers(make, lambda: 2 * jobs, (BrokenExecutor,))
        except BaseException:
            children = multiprocessing.active_children()
            for process in children:
                process.terminate()
            for process in children:
                process.join()
            raise


def _begin(place: str) -> None:
    tempfile.tempdir = place
    # Ctrl-C goes to every process of the terminal; the one that the workers belong to answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_caller, args=(place,), daemon=True).start()


def _end_with_the_caller(place: str) -> None:
    caller = multiprocessing.parent_process()
    assert caller is not None
    caller.join()  # a caller that was killed cannot tell
    shutil.rmtree(place, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def dask(address: str) -> Iterator[Workers]:
    """The workers of a Dask cluster, which must have this version of Yudo installed.

    Raises
    ------
    NoCluster
        If ``distributed`` is not installed, nobody answers at the address, or a worker lacks this version.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as reason:
        raise NoCluster("--dask needs the package distributed: pip install 'yudo[dask]'") from reason
    # What matters of a lost connection is said in a sentence, not in the tracebacks of its attempts.
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as reason:
        raise NoCluster(f"no Dask scheduler answers at {address}: {reason}") from reason
    try:
        versions = client.run(metadata.version, "yudo", on_error="return")
        _agree(versions)
        if not versions:
            click.echo(f"{address} has no worker yet; waiting for one", err=True)

        def width() -> int:
            try:
                return 2 * max(1, int(sum(client.nthreads().values())))
            except OSError as reason:
                raise CancelledError(str(reason)) from reason

        yield Workers(lambda: client.get_executor(pure=False), width, (KilledWorker,), (CancelledError,))
    finally:
        client.close()


def _agree(versions: dict[str, str | BaseException]) -> None:
    here = metadata.version("yudo")
    for worker, there in versions.items():
        if isinstance(there, metadata.PackageNotFoundError):
            raise NoCluster(f"the worker at {worker} has no Yudo: install version {here} there")
        if there != here:
            raise NoCluster(f"the worker at {worker} has Yudo {there}, and here is {here}: install the same")
