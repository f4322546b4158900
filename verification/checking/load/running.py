"""Run a module statement by statement, so that one that fails takes nothing else with it."""

from __future__ import annotations
import __future__

import ast
import builtins
import contextlib
import math
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

import numpy

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.load.notes import Note
from yudo.verification.checking.load.rewriting import REMOVED_FROM_NUMPY

_FLAGS = __future__.annotations.compiler_flag  # what an annotation names need not exist
_AGAIN = 0.05
_WAITING = 4
_TOLD = 8
_KEPT_WHOLE = (numpy, numpy.linalg, builtins, math)
_ALWAYS_RUN = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_CONSTANT = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.UnaryOp, ast.BinOp, ast.Lambda)


class _TooLong(BaseException):
    """A statement of the module ran too long."""


class Runner:
    """Runs statements in a module's namespace and takes notes.

    Parameters
    ----------
    module, file
        Where names go, and the name that tracebacks show.
    place
        A line in words.
    seconds
        How long one statement may run.
    total
        After this many seconds only definitions, imports and constants are run.
    """

    def __init__(
        self,
        module: ModuleType,
        file: str,
        place: Callable[[int], Text],
        seconds: float,
        total: float,
    ):
        self._names, self._file, self._place = vars(module), file, place
        self._seconds, self._spent = seconds, time.process_time() + total
        self._deadline = time.monotonic() + _WAITING * total
        self._failures = 0
        self.notes: list[Note] = []

    def run(self, tree: ast.Module) -> None:
        """Run every statement of the module once."""
        with _undoing_changes(self.notes):
            for statement in tree.body:
                in_time = time.process_time() < self._spent and time.monotonic() < self._deadline
                if in_time or _is_cheap(statement):
                    self._statement(statement)
                else:
                    self._note_too_long(statement)
        if self._failures > _TOLD:
            more = self._failures - _TOLD
            self.notes.append(
                Note(
                    "module-level-error",
                    Text(
                        f"모듈 수준의 문장 {more}개도 실패하여 건너뛰었다.",
                        f"{more} more statements of the module failed and were skipped.",
                    ),
                )
            )

    def _statement(self, statement: ast.stmt) -> None:
        reason = self._attempt(statement)
        if reason is None:
            return
        if isinstance(reason, _TooLong):
            self._note_too_long(statement)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._function(statement, reason)
        elif isinstance(statement, ast.ClassDef):
            self._class(statement, reason)
        else:
            self._note_failure(statement, reason)
        self._inner_definitions(statement)

    def _attempt(self, statement: ast.stmt) -> BaseException | None:
        """Run one statement; return what it raised."""
        try:
            module = ast.Module([statement], [])
            code = compile(module, self._file, "exec", _FLAGS, dont_inherit=True)
            with _time_limit(self._seconds):
                exec(code, self._names)
        except BaseException as reason:  # SystemExit and KeyboardInterrupt of the code's own making, too
            return reason
        return None

    def _function(self, statement: ast.FunctionDef | ast.AsyncFunctionDef, reason: BaseException) -> None:
        """Define a function without the decorators or defaults that cannot be evaluated."""
        if statement.decorator_list:
            statement.decorator_list = []
            if self._attempt(statement) is None:
                self._note(
                    "decorator-left-out",
                    statement,
                    f"실행할 수 없는 데코레이터를 떼고 {statement.name} 함수를 정의했다",
                    f"{statement.name} was defined without its decorators, which cannot be run",
                    reason,
                )
                return
        self._note_failure(statement, reason)

    def _class(self, statement: ast.ClassDef, reason: BaseException) -> None:
        """Define a class without the parts that cannot be evaluated."""
        kept: list[ast.stmt] = [ast.Pass()]
        for part in statement.body:
            trial = ast.ClassDef(statement.name, [], [], [*kept, part], [])
            if sys.version_info >= (3, 12):
                trial.type_params = []
            if self._attempt(ast.fix_missing_locations(ast.copy_location(trial, statement))) is None:
                kept.append(part)
        statement.body, statement.decorator_list = kept, []
        ast.fix_missing_locations(statement)
        if self._attempt(statement) is not None:
            statement.bases, statement.keywords = [], []
            if self._attempt(statement) is not None:
                self._note_failure(statement, reason)
                return
        self._note(
            "class-repaired",
            statement,
            f"클래스 {statement.name}에서 실행할 수 없는 부분을 빼고 정의했다",
            f"The class {statement.name} was defined without what cannot be run in it",
            reason,
        )

    def _inner_definitions(self, statement: ast.stmt) -> None:
        """Define what a failed ``if``, ``try``, ``with`` or loop would have defined."""
        if isinstance(statement, _ALWAYS_RUN):
            return
        for part in definitions_in([statement]):
            if part.name not in self._names:
                self._statement(part)

    # -- notes ---------------------------------------------------------------------------------------------

    def _note_failure(self, statement: ast.stmt, reason: BaseException) -> None:
        self._failures += 1
        if self._failures <= _TOLD:
            self._note(
                "module-level-error",
                statement,
                "모듈 수준의 문장을 건너뛰었다",
                "A statement of the module was skipped",
                reason,
            )

    def _note_too_long(self, statement: ast.stmt) -> None:
        where = self._place(statement.lineno)
        self.notes.append(
            Note(
                "module-level-too-long",
                Text(
                    f"모듈 수준의 문장이 너무 오래 걸려 건너뛰었다({where.ko}).",
                    f"A statement of the module takes too long and was skipped ({where.en}).",
                ),
                statement.lineno,
            )
        )

    def _note(self, code: Any, statement: ast.stmt, ko: str, en: str, reason: BaseException) -> None:
        where, said = self._place(statement.lineno), _said(reason)
        self.notes.append(
            Note(code, Text(f"{ko}({where.ko}): {said}", f"{en} ({where.en}): {said}"), statement.lineno)
        )


def definitions_in(statements: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes that the statements define in the module, those within ``if`` and ``try`` too."""
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield statement
        elif not isinstance(statement, ast.AsyncFunctionDef) and not is_main(statement):
            for name in ("body", "orelse", "finalbody"):
                yield from definitions_in(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", []):
                yield from definitions_in(handler.body)


def is_main(statement: ast.stmt) -> bool:
    """Whether a statement is ``if __name__ == "__main__":``."""
    return (
        isinstance(statement, ast.If)
        and isinstance(statement.test, ast.Compare)
        and any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(statement.test))
    )


def _is_cheap(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assign):
        return isinstance(statement.value, _CONSTANT) and not any(
            isinstance(part, ast.Call) for part in ast.walk(statement.value)
        )
    return isinstance(statement, _ALWAYS_RUN)


def _said(reason: BaseException) -> str:
    try:
        words = str(reason).strip().split("\n")[0][:200]
    except BaseException:  # an exception of the code's own making may raise when it is shown
        words = ""
    name = type(reason).__name__
    return f"{name}: {words}" if words else name


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt what takes too much processor time, or many times as long by the clock, as what waits does.

    Code in C, and code that catches everything, is left to the limit of the process.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    running = True

    def interrupt(_: int, __: FrameType | None) -> None:
        if running:
            raise _TooLong

    clocks = (signal.SIGVTALRM, signal.ITIMER_VIRTUAL, 1), (signal.SIGALRM, signal.ITIMER_REAL, _WAITING)
    before = [signal.signal(number, interrupt) for number, _, _ in clocks]
    for _, timer, times in clocks:
        signal.setitimer(timer, times * seconds, _AGAIN)
    try:
        yield
    finally:
        running = False
        for (number, timer, _), handler in zip(clocks, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


@contextlib.contextmanager
def _undoing_changes(notes: list[Note]) -> Iterator[None]:
    """Take back what the module's statements change in NumPy, in the builtins and in the interpreter."""
    before = {module: dict(vars(module)) for module in _KEPT_WHOLE}
    modules = {name: sys.modules[name] for name in ("numpy", "builtins", "math", "sys")}
    streams = sys.stdout, sys.stderr, sys.stdin
    errors, printing, recursion = numpy.geterr(), numpy.get_printoptions(), sys.getrecursionlimit()
    tracing, profiling = sys.gettrace(), sys.getprofile()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            sys.modules.update(modules)
            sys.stdout, sys.stderr, sys.stdin = streams
            numpy.seterr(**errors)
            numpy.set_printoptions(**printing)
            sys.setrecursionlimit(recursion)
            if (sys.gettrace(), sys.getprofile()) != (tracing, profiling):
                sys.settrace(tracing)
                sys.setprofile(profiling)
            for module, names in before.items():
                changed = _restore(module, names)
                if changed:
                    listed = ", ".join(sorted(changed)[:5])
                    notes.append(
                        Note(
                            "restored-module",
                            Text(
                                f"파일이 바꾸어 놓은 {module.__name__} 모듈의 이름을 되돌렸다: {listed}",
                                f"Names that the file changed in {module.__name__} were restored: {listed}",
                            ),
                        )
                    )


def _restore(module: ModuleType, before: dict[str, Any]) -> list[str]:
    """Give a module the names back that it had; return those that were changed."""
    now = vars(module)
    changed = [name for name, value in before.items() if name != "_" and now.get(name, before) is not value]
    added = [name for name in now if name not in before and name != "_"]
    for name in changed:
        now[name] = before[name]
    for name in added:
        # Parts of NumPy that were imported meanwhile stay; names that NumPy once had are rewritten anyway.
        if not isinstance(now[name], ModuleType):
            del now[name]
            changed += [] if name in REMOVED_FROM_NUMPY else [name]
    return changed
