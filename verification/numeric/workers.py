"""Carrying out plans in worker processes, one layer each, as many at a time as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty
from typing import Any

from yudo.verification.numeric.search import Exploration, Plan, Tallies
from yudo.verification.symbolic.prove import proof_checks

Report = Callable[[str, int, int], None]
"""Called with a stem, how many of its cases are done and how many there are."""

_queue: Any = None


@dataclass(frozen=True)
class LayerEvidence:
    """What was found out about one layer.

    Attributes
    ----------
    tallies
        The numeric checks, by result and check.
    proofs
        What `yudo.verification.symbolic.prove.proof_checks` says, by result; empty for a replayed case.
    """

    tallies: Tallies
    proofs: Mapping[str, Mapping[str, Any]]


class Interrupted(RuntimeError):
    """A worker process ended before its layer was done."""


def carry_out(plans: Sequence[Plan], jobs: int, report: Report) -> dict[str, LayerEvidence]:
    """Carry out the plans and return the evidence by stem.

    Parameters
    ----------
    plans
        At most one per layer; those that take longest first keep all processors busy.
    jobs
        How many worker processes.
    report
        Is told of progress.

    Raises
    ------
    Interrupted
        If a worker crashed.
    KeyboardInterrupt
        On Ctrl-C, once the workers have been stopped.
    """
    context = multiprocessing.get_context("spawn")
    with _interrupts_noted() as interrupts:
        others = set(multiprocessing.active_children())
        queue = context.Queue()
        pool = ProcessPoolExecutor(min(jobs, len(plans)), context, _start_worker, (queue,))
        try:
            with _interrupts_kept_from_children():
                futures = {plan.stem: pool.submit(_explore, plan) for plan in plans}
            while not all(future.done() for future in futures.values()):
                if interrupts:
                    raise KeyboardInterrupt
                _pass_on(queue, report, wait=0.1)
            _pass_on(queue, report, wait=0.05)
            return {stem: future.result() for stem, future in futures.items()}
        except BrokenProcessPool as error:
            raise Interrupted("a worker process ended before its layer was done") from error
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            queue.close()
            queue.cancel_join_thread()


@contextmanager
def _interrupts_noted() -> Iterator[list[int]]:
    """Note Ctrl-C instead of raising it wherever it falls: the locks of a pool would stay held."""
    noted: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # Python delivers no signals here
        yield noted
        return
    before = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)
    if noted:
        raise KeyboardInterrupt


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Let processes started meanwhile never see Ctrl-C, as their parent ends them itself."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _pass_on(queue: Any, report: Report, wait: float) -> None:
    try:
        while True:
            report(*queue.get(timeout=wait))
    except Empty:
        return


def _start_worker(queue: Any) -> None:
    global _queue
    _queue = queue
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _explore(plan: Plan) -> LayerEvidence:
    exploration = Exploration(plan)
    planned = exploration.planned_cases()
    # SymPy and JAX hold many objects that live as long as the worker: no need to look through them again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    done = 0

    def advance(cases: int) -> None:
        nonlocal done
        done += cases
        _queue.put((plan.stem, done, planned))

    exploration.progress = advance
    _queue.put((plan.stem, 0, planned))
    try:
        proofs = {} if plan.replayed is not None else proof_checks(plan.stem)
        return LayerEvidence(exploration.run(), proofs)
    except Exception as error:
        raise Interrupted(f"{plan.stem}: {error}\n{traceback.format_exc()}") from None
