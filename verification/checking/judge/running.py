"""Runs of somebody's function on numbers: what it returned, raised, printed into its arguments."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.cleaning import clean
from yudo.verification.checking.judge.trials import Trial
from yudo.verification.checking.recognise.agreement import gap, rounding
from yudo.verification.checking.recognise.calling import WrongReturn
from yudo.verification.checking.recognise.candidate import Program, Values
from yudo.verification.checking.recognise.nets import Unmade
from yudo.verification.sandbox.timeouts import FUNCTION, TimeLimitExceeded, time_limit


@dataclass(frozen=True)
class ProgramRun:
    """One call: its values, or what it raised."""

    trial: Trial
    values: Values
    error: BaseException | None = None
    changed: tuple[str, ...] = ()
    """The inputs that it wrote into."""

    @property
    def ok(self) -> bool:
        """Whether it returned."""
        return self.error is None


class Raised(Exception):
    """What code raised in another process: in words, and as it said itself."""

    def __init__(self, text: Text, said: str):
        super().__init__(said)
        self.text = text


def apart(one: ProgramRun, expected: Values, quantity: str) -> float:
    """How far a value is from what it ought to be, beyond rounding: see `gap`."""
    return gap(one.values.get(quantity), expected[quantity], rounding(one.trial.given, expected))


_LONGEST = 1_000
_IGNORED = {"all": "ignore"}
SECONDS = 5.0
"""Of processor time for one call."""


def run(
    program: Program, trial: Trial, *, errors: Mapping[str, Any] = _IGNORED, copied: bool = True
) -> ProgramRun:
    """Call a program on copies of a trial's inputs, or on the inputs themselves.

    Parameters
    ----------
    program, trial
        What is called, and on what.
    errors
        What NumPy does about overflows and the like: see ``np.errstate``.
    copied
        Whether to leave the trial's own inputs alone.
    """
    given = trial.copy() if copied else trial.given
    try:
        if getattr(program, "is_elsewhere", False):  # it is held there, and its arrays are nobody else's
            values = program.run(given)
        else:
            with _held(errors):
                values = program.run(given)
            values = {name: detached(value) for name, value in values.items()}
    except (Exception, TimeLimitExceeded) as error:
        return ProgramRun(trial, {}, error)
    return ProgramRun(trial, values, None, changed(trial.given, given) if copied else ())


@contextmanager
def _held(errors: Mapping[str, Any]) -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(**errors), time_limit(SECONDS, FUNCTION):
        warnings.simplefilter("ignore")
        yield


def detached(value: Any) -> Any:
    """A copy, so that nothing that runs later changes it."""
    return np.array(value) if isinstance(value, np.ndarray) else value


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The inputs that are not what they were."""
    return tuple(
        name
        for name, value in before.items()
        if not np.array_equal(np.asarray(value), np.asarray(after[name]))
    )


def what_went_wrong(error: BaseException) -> Text:
    """An exception in one line, with the line of somebody's code that raised it."""
    described = _described(error)
    return Text(clean(described.ko, longest=_LONGEST), clean(described.en, longest=_LONGEST))


def _described(error: BaseException) -> Text:
    if isinstance(error, Unmade) and error.__cause__ is not None:
        said, raised = error.text, error.__cause__
    elif isinstance(error, (TimeLimitExceeded, Raised, Unmade, WrongReturn)):
        return error.text
    else:
        text = f"{type(error).__name__}: {error}"
        said, raised = Text(text, text), error
    frames = [
        frame
        for frame in traceback.extract_tb(raised.__traceback__)
        if "/verification/" not in frame.filename and "/numpy/" not in frame.filename
    ]
    if not frames:
        return said
    last = frames[-1]
    code = f": {last.line}" if last.line else ""
    return Text(f"{said.ko} ({last.lineno}행{code})", f"{said.en} (line {last.lineno}{code})")
