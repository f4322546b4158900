"""Where the work is done: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager


class NoCluster(RuntimeError):
    """The cluster cannot be used; the message says why."""


@contextmanager
def local(jobs: int) -> Iterator[Callable[[], Executor]]:
    """Processes of this machine; all of them are ended when this ends."""
    context = multiprocessing.get_context("spawn")
    try:
        yield lambda: ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts)
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise


def _leave_interrupts() -> None:
    # Ctrl-C goes to every process of the terminal; the one that the workers belong to answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def dask(address: str) -> Iterator[Callable[[], Executor]]:
    """The workers of a Dask cluster, which must have Yudo installed.

    Raises
    ------
    NoCluster
        If ``distributed`` is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as reason:
        raise NoCluster("--dask needs the package distributed: pip install 'yudo[dask]'") from reason
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as reason:
        raise NoCluster(f"no Dask scheduler answers at {address}: {reason}") from reason
    try:
        yield lambda: client.get_executor(pure=False)
    finally:
        client.close()
