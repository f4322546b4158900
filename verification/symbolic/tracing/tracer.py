"""Rebuild functions, methods and classes so that they run on symbolic arrays.

What their global names mean is exchanged: NumPy becomes symbolic NumPy, a few builtins that insist on known
integers become their counterparts, and helpers, methods and classes that the code uses are rebuilt in the
same way when they are first looked up. The code objects stay as they are, but for loops and branches
(`yudo.verification.symbolic.tracing.rewriting`).
"""

from __future__ import annotations

import builtins
import copy
import functools
import linecache
import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import BuiltinFunctionType, CellType, FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import AS_WRITTEN, as_content, ndarray
from yudo.verification.symbolic.arrays.dtypes import noting_casts
from yudo.verification.symbolic.arrays.errors import (
    NumPyRefuses,
    Refusal,
    Unreadable,
    listing_the_unsure,
    remembered,
)
from yudo.verification.symbolic.arrays.location import Origin, TracedGlobals, is_of_the_code
from yudo.verification.symbolic.arrays.sequences import TracedList
from yudo.verification.symbolic.arrays.writes import no_journals, summarising
from yudo.verification.symbolic.frontends import numpy
from yudo.verification.symbolic.tracing.builtins import traced_builtins
from yudo.verification.symbolic.tracing.lasting import CLOSURE, ENTRY, GLOBAL, Lasting, attribute, whole
from yudo.verification.symbolic.tracing.loops import assuming
from yudo.verification.symbolic.tracing.modules import (
    OF_SCIPY,
    PURE,
    SYMBOLIC,
    Namespace,
    Refusing,
    symbolic_np,
)
from yudo.verification.symbolic.tracing.rewriting import rewritten
from yudo.verification.symbolic.tracing.writing import catches, listing


class TraceFailed(Exception):
    """Traced code could not be run to its end.

    Attributes
    ----------
    reason
        What could not be read, or why NumPy would raise.
    refused
        Whether NumPy itself would raise here (shapes that do not fit, say).
    origin
        The line of the traced code, if it is known.
    """

    def __init__(self, reason: Text, refused: bool, origin: Origin | None):
        self.reason = reason
        self.refused = refused
        self.origin = origin
        super().__init__(str(self))

    @property
    def text(self) -> Text:
        """The reason, with the line of the traced code."""
        if self.origin is None:
            return self.reason
        line = linecache.getline(self.origin.file, self.origin.line).strip()
        where, below = f"{self.origin.file}:{self.origin.line}", f"\n    {line}" if line else ""
        return Text(f"{where}: {self.reason.ko}{below}", f"{where}: {self.reason.en}{below}")

    def __str__(self) -> str:
        return self.text.en


def _unread(reason: Refusal | Undecidable) -> Text:
    return Text(f"읽을 수 없다: {reason.text.ko}", f"cannot read: {reason.text.en}")


_LEFT_ALONE = {*sys.stdlib_module_names, "numpy", "sympy", "jax", "typing_extensions"}


CHECKS_OF_ARGUMENTS = ("yudo.impl._arguments",)
"""Where `impl` refuses arguments, which asks for values that symbols do not have."""


class Tracer:
    """Rebuilds what it is given, once each, and runs it.

    Parameters
    ----------
    without
        Names of modules whose functions do nothing while code is traced: checks of arguments, which ask
        for values that symbols do not have.
    on_return
        Called with what each helper function returned, helpers of helpers excepted.
    """

    def __init__(
        self, without: Iterable[str] = CHECKS_OF_ARGUMENTS, on_return: Callable[[Any], None] | None = None
    ):
        self._without = frozenset(without)
        self._on_return = on_return
        self._running: list[FunctionType] = []
        self._rebuilt: dict[int, tuple[Any, Any]] = {}
        self._unfilled: list[tuple[CellType, CellType]] = []
        self._texts: list[Origin | None] = []
        self._unsure: list[Refusal] = []
        self._casts: set[str] = set()
        self._catches = False
        self._lasting = Lasting()
        self.assumed: list[Origin | None] = []
        """Where the code asserts what is not known of symbols, so that it was taken for true."""
        self._builtins = traced_builtins(self._import)

    def call(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run a function on symbolic arguments. Every call has its own: what they hold lasts no longer.

        Raises
        ------
        TraceFailed
            With the file, the line and the operation that could not be read, or what carries something from
            one call to the next.
        """
        self._lasting.hand_over((*arguments, *named.values()))
        return self.every_time(lambda: self._called(function, arguments, named), strictly=False)

    def every_time(self, run: Callable[[], Any], *, strictly: bool = True) -> Any:
        """What ``run`` returns, which makes calls, if it returns that however often it ran before.

        Raises
        ------
        TraceFailed
            If something that it left behind may show the next time.
        """
        try:
            return self._lasting.every_time(run, strictly=strictly)
        except Unreadable as reason:
            raise TraceFailed(_unread(reason), False, reason.line) from reason

    def _called(self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        try:
            with (
                no_journals(),
                remembered() as refused,
                listing(self._texts),
                listing_the_unsure(self._unsure),
                noting_casts(self._casts),
                assuming(self.assumed),
            ):
                returned = self._run(function, arguments, named)
                if self._catches and self._texts:
                    raise TraceFailed(_unread(Unreadable(AS_WRITTEN)), False, self._texts[0])
                if self._catches and self._unsure:
                    raise TraceFailed(_unread(self._unsure[0]), False, self._unsure[0].line)
                if refused:  # The code caught it and went on, which NumPy would not.
                    raise TraceFailed(_unread(refused[0]), False, refused[0].line)
                return returned
        except TraceFailed:
            raise
        except NumPyRefuses as reason:
            raise TraceFailed(reason.text, True, _where(reason)) from reason
        except (Unreadable, Undecidable) as reason:
            origin = getattr(reason, "origin", None) or _where(reason)
            raise TraceFailed(_unread(reason), False, origin) from reason
        except RecursionError as reason:
            too_deep = Text("읽을 수 없다: 재귀가 너무 깊다", "cannot read: too deep a recursion")
            raise TraceFailed(too_deep, False, _where(reason)) from reason
        except Exception as reason:
            raised = f"{type(reason).__name__}: {reason}"
            raise TraceFailed(
                Text(f"실행 중 오류: {raised}", f"raises {raised}"), False, _where(reason)
            ) from reason

    def _run(self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        try:
            returned = self.rebuilt(function)(*arguments, **named)
            _read(returned)
            return returned
        except NumPyRefuses as reason:
            if summarising():  # Whether this line is reached is not known.
                raise Unreadable(reason.text) from reason
            raise

    def module(self, source: str, file: str = "<source>") -> SimpleNamespace:
        """Run a module from its source text, and return its names."""
        names = TracedGlobals({"__name__": "traced", "__file__": file, "__builtins__": self._builtins})
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)

        def run() -> None:
            code = compile(source, file, "exec")
            self._catches |= catches(code)
            exec(code, names)

        run.__module__ = "builtins"
        self.call(run)
        return SimpleNamespace(**names)

    def rebuilt(self, value: Any) -> Any:
        """The counterpart of a value for traced code."""
        if id(value) in self._rebuilt:
            return self._rebuilt[id(value)][1]
        return self._rebuild(value)

    def replace(self, value: Any, by: Any) -> None:
        """Let an object that the code holds on to (a parameter's array, say) be another in traced code."""
        self._keep(value, by)

    def _keep(self, value: Any, made: Any) -> Any:
        # The original is kept alive, so that its id stays its own.
        self._rebuilt[id(value)] = (value, made)
        return made

    def _rebuild(self, value: Any) -> Any:
        if isinstance(value, ModuleType):
            return self._module(value)
        if isinstance(value, FunctionType):
            return self._function(value)
        if isinstance(value, MethodType):
            return MethodType(self.rebuilt(value.__func__), self.rebuilt(value.__self__))
        if hasattr(type(value), "cache_info") and isinstance(
            getattr(value, "__wrapped__", None), FunctionType
        ):
            return self._remembering(value.__wrapped__)
        if isinstance(value, functools.partial):
            return functools.partial(
                self.rebuilt(value.func), *self.rebuilt(value.args), **self.rebuilt(value.keywords)
            )
        if isinstance(value, type):
            return self._class(value)
        kind = type(value)
        if kind.__module__.partition(".")[0] == "numpy":
            return self._of_numpy(value)
        if isinstance(value, BuiltinFunctionType):
            return self._builtin(value)
        if kind is tuple:
            return tuple(self.rebuilt(part) for part in value)
        if kind is list:
            return self._lasts(value, TracedList(map(self.rebuilt, value)), whole("list"))
        if kind in (dict, OrderedDict, defaultdict, Counter):
            made = copy.copy(value)
            for key, part in value.items():
                made[key] = self.rebuilt(part)
            if kind is defaultdict:
                made.default_factory = self.rebuilt(value.default_factory)
            return self._lasts(value, made, ENTRY)
        if kind in (set, bytearray):
            return self._lasts(value, copy.copy(value), whole(kind.__name__))
        if kind is SimpleNamespace:
            made = SimpleNamespace(**{name: self.rebuilt(part) for name, part in vars(value).items()})
            return self._lasts(value, made, attribute(kind.__name__))
        if kind.__module__.startswith("yudo.verification.symbolic.arrays"):
            return value
        if (
            hasattr(kind, "__next__")
            or (
                self._is_foreign(kind.__module__)
                and (hasattr(kind, "__setitem__") or hasattr(kind, "append"))
            )
            or (self._is_foreign(kind.__module__) and kind.__module__.partition(".")[0] not in PURE)
        ):
            return Refusing(f"a {kind.__qualname__} made outside of the code")
        if kind.__module__ == "logging":
            return self._keep(value, _View(self, value))
        return value if self._is_foreign(kind.__module__) else self._instance(value)

    def _lasts(self, value: Any, made: Any, called: Text) -> Any:
        """Keep the counterpart of something that can be changed."""
        self._keep(value, made)
        self._lasting.note(made, called)
        return made

    def _remembering(self, function: FunctionType) -> Any:
        """The counterpart of a function that returns the same object for the same arguments."""
        plain = self.rebuilt(function)

        def remembering(*arguments: Any, **named: Any) -> Any:
            returned = plain(*arguments, **named)
            for one in returned if isinstance(returned, tuple) else (returned,):
                if isinstance(one, ndarray):
                    one.fixed = Text(
                        "다음에도 돌려줄 배열에 값을 쓴다", "writes into an array that is kept for later"
                    )
                elif not isinstance(one, (bool, int, float, str, type(None))):
                    raise Unreadable(
                        Text("다음에도 돌려줄 객체를 쓴다", "uses an object that is kept for later calls")
                    )
            return returned

        return remembering

    def _of_numpy(self, value: Any) -> Any:
        if type(value).__name__ == "vectorize":
            return symbolic_np.vectorize(
                self.rebuilt(value.pyfunc), otypes=self.rebuilt(list(value.otypes or ()))
            )
        if hasattr(value, "tolist"):
            listed = value.tolist()
            if not isinstance(listed, list):
                return listed
            made = ndarray(as_content(listed))
            if value.base is not None or not value.flags.writeable:
                made.fixed = Text(
                    "메모리를 나눠 쓸지 모르는, 코드 밖의 배열에 값을 쓴다",
                    "writes into an array outside of the code that may share its memory",
                )
            return self._lasts(value, made, whole("array"))
        name = getattr(value, "__name__", None) or getattr(value, "name", None)
        if isinstance(name, str):
            if type(value).__name__ == "ufunc" and name in OF_SCIPY:
                return getattr(OF_SCIPY, name)
            return getattr(SYMBOLIC.get(getattr(value, "__module__", ""), symbolic_np), name)
        return Refusing(f"a {type(value).__name__} of NumPy")

    def _builtin(self, value: BuiltinFunctionType) -> Any:
        home = (value.__module__ or "").partition(".")[0]
        if home in SYMBOLIC:
            return getattr(SYMBOLIC[home], value.__name__)
        if home == "builtins":
            return self._builtins.get(value.__name__, value)
        owner = value.__self__
        if owner is tuple and value.__name__ == "__new__":  # makes a named tuple
            return value
        if home in PURE and (owner is None or isinstance(owner, (ModuleType, type))):
            return value
        return Refusing(value.__qualname__)

    @staticmethod
    def _is_foreign(module: str | None) -> bool:
        return (module or "builtins").partition(".")[0] in _LEFT_ALONE

    def _module(self, module: ModuleType) -> Any:
        name = module.__name__
        if name in SYMBOLIC:
            return SYMBOLIC[name]
        if name == "builtins":
            return Namespace(name, self._builtins)
        if self._is_foreign(name):
            return module if name.partition(".")[0] in PURE else Refusing(name)
        return self._keep(module, _View(self, module))

    def _function(self, function: FunctionType) -> Any:
        home = function.__module__
        if home in self._without:
            return _nothing
        own = vars(function)
        if home == numpy.__name__ and "pyfunc" in own:  # of `vectorize`, where there is no NumPy
            return symbolic_np.vectorize(self.rebuilt(own["pyfunc"]), otypes=own["otypes"])
        if (home or "").partition(".")[0] in ("numpy", "math", "warnings"):
            return getattr(SYMBOLIC.get(home, symbolic_np), function.__name__)
        if isinstance(function.__globals__, TracedGlobals):
            self._lasting.note_all(function)
            return function
        if self._is_foreign(home):
            return function if (home or "").partition(".")[0] in PURE else Refusing(function.__qualname__)
        cells = tuple(self._cell(cell) for cell in function.__closure__ or ())
        by_name = dict(zip(function.__code__.co_freevars, cells, strict=True))
        code = rewritten(function) or function.__code__
        self._catches |= catches(function.__code__)
        made = FunctionType(
            code,
            self._globals(function.__globals__),
            function.__name__,
            tuple(map(self.rebuilt, function.__defaults__)) if function.__defaults__ else None,
            tuple(by_name[name] for name in code.co_freevars) or None,
        )
        kept = made if self._on_return is None else self._watched(made)
        made.__kwdefaults__ = self.rebuilt(function.__kwdefaults__)
        made.__qualname__, made.__doc__ = function.__qualname__, function.__doc__
        made.__module__ = home
        self._keep(function, kept)
        vars(kept).update({name: self.rebuilt(part) for name, part in vars(function).items()})
        self._lasting.note(kept, attribute(function.__name__))
        self._fill()
        return kept

    def _cell(self, cell: CellType) -> CellType:
        """The counterpart of a variable that several functions may share."""
        if id(cell) in self._rebuilt:
            return self._rebuilt[id(cell)][1]  # type: ignore[no-any-return]
        made = CellType()
        self._unfilled.append((cell, self._keep(cell, made)))
        return made

    def _fill(self) -> None:
        """Rebuild what the cells hold, once the functions that close over them are known."""
        while self._unfilled:
            cell, made = self._unfilled.pop()
            with suppress(ValueError):  # an empty cell stays empty
                made.cell_contents = self.rebuilt(cell.cell_contents)
            self._lasting.note(made, CLOSURE)

    def _watched(self, function: FunctionType) -> Any:
        """The function, reporting what it returned to the one that was called from outside."""

        @functools.wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            self._running.append(function)
            try:
                returned = function(*arguments, **named)
            finally:
                self._running.pop()
            if (
                self._on_return is not None
                and not summarising()
                and len(self._running) >= 1 + self._methods_running()
            ):
                self._on_return(returned)
            return returned

        return watched

    def _methods_running(self) -> int:
        return sum("." in function.__qualname__.rpartition("<locals>.")[2] for function in self._running[1:])

    def _globals(self, names: dict[str, Any]) -> TracedGlobals:
        if id(names) in self._rebuilt:
            return self._rebuilt[id(names)][1]  # type: ignore[no-any-return]
        made = _LazyGlobals(self, names)
        return self._lasts(names, made, GLOBAL)  # type: ignore[no-any-return]

    def _class(self, kind: type) -> Any:
        if kind.__module__ == "numpy":
            name = kind.__name__
            return getattr(symbolic_np, name if name in vars(numpy) else name.rstrip("_"))
        if kind.__module__ == "builtins":
            return self._builtins.get(kind.__name__, kind)
        if kind.__module__ == "warnings":
            return getattr(SYMBOLIC["warnings"], kind.__name__)
        if self._is_foreign(kind.__module__) and kind.__module__.partition(".")[0] not in PURE:
            return Refusing(kind.__qualname__)
        if self._is_foreign(kind.__module__) or issubclass(kind, BaseException):
            return kind
        if kind.__module__.startswith("yudo.verification."):
            return kind
        if not self._is_foreign(type(kind).__module__):
            return Refusing(f"a class made by {type(kind).__qualname__}")
        body: dict[str, Any] = {}
        metaclass: Any = type(kind)
        made = metaclass(
            kind.__name__,
            # What stands in for tuple, say, is no class to derive from.
            tuple(base if base.__module__ == "builtins" else self.rebuilt(base) for base in kind.__bases__),
            {name: getattr(kind, name) for name in ("__module__", "__qualname__", "__doc__")},
        )
        self._keep(kind, made)
        for name, member in vars(kind).items():
            if name in ("__dict__", "__weakref__", "__module__", "__qualname__", "__doc__"):
                continue
            body[name] = self._member(member)
        for name, member in body.items():
            setattr(made, name, member)
        self._lasting.note(made, attribute(kind.__name__))
        return made

    def _member(self, member: Any) -> Any:
        if isinstance(member, (staticmethod, classmethod)):
            return type(member)(self.rebuilt(member.__func__))
        if isinstance(member, property):
            return property(*(self.rebuilt(part) for part in (member.fget, member.fset, member.fdel)))
        return self.rebuilt(member)

    def _instance(self, value: Any) -> Any:
        kind = self.rebuilt(type(value))
        if kind is type(value) or isinstance(value, (tuple, str, int, float, frozenset)):
            return value
        if not hasattr(value, "__dict__"):
            return Refusing(f"a {kind.__qualname__} with slots")
        made = self._keep(value, object.__new__(kind))
        made.__dict__.update({name: self.rebuilt(part) for name, part in vars(value).items()})
        self._lasting.note(made, attribute(type(value).__name__))
        return made

    def _import(
        self, name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> Any:
        real = dict(globals) if globals else None
        return self.rebuilt(builtins.__import__(name, real, locals, fromlist, level))


class _LazyGlobals(TracedGlobals):
    """Global names, rebuilt when they are first looked up."""

    def __init__(self, tracer: Tracer, names: dict[str, Any]):
        super().__init__({"__builtins__": tracer._builtins, "__name__": names.get("__name__", "traced")})
        self._tracer = tracer
        self._names = names
        self.found: dict[str, Any] = {}
        """What each name meant when it was first looked up."""

    def __missing__(self, name: str) -> Any:
        self[name] = self.found[name] = made = self._tracer.rebuilt(self._names[name])
        return made


class _View:
    """A module of the code that is traced, or a logger: its names, rebuilt when they are looked up."""

    def __init__(self, tracer: Tracer, seen: Any):
        vars(self).update(_tracer=tracer, _seen=seen)

    def __setattr__(self, name: str, value: Any) -> None:
        what = type(self._seen).__name__
        raise Unreadable(
            Text(f"{what}의 이름 {name}에 값을 준다", f"gives the name {name} of a {what} a value")
        )

    def __getattr__(self, name: str) -> Any:
        return self._tracer.rebuilt(getattr(self._seen, name))


def _read(returned: Any) -> None:
    """Ask for what is returned, if that has not been put off until somebody does."""
    if isinstance(returned, (tuple, list)) and not isinstance(returned, TracedList):
        for part in returned:
            _read(part)
    elif isinstance(returned, ndarray) and returned.is_unread:
        _ = returned.content


def _nothing(*_: Any, **__: Any) -> None:
    """What a check of arguments does while code is traced."""


def _where(reason: BaseException) -> Origin | None:
    found, trace = None, reason.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if is_of_the_code(frame):
            found = Origin(frame.f_code.co_filename, trace.tb_lineno, frame.f_code.co_name)
        trace = trace.tb_next
    return found
