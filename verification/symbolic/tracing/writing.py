"""Text that tells of symbols: it may be printed, and nothing may look at it.

How a symbol is written depends on its value. Such a text is therefore an object that refuses every question.
Functions in C that insist on a real string raise an ordinary ``TypeError`` for it, which code could catch
where NumPy would have gone on: `Tracer` gives up where such a text is made and the code catches anything.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import AS_WRITTEN, Masked, SymbolicSequence, ndarray
from yudo.verification.symbolic.arrays.dtypes import ScalarType
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.location import Origin, TracedGlobals, origin
from yudo.verification.symbolic.arrays.sequences import TracedList
from yudo.verification.symbolic.tracing.modules import Namespace

_texts: ContextVar[list[Origin | None] | None] = ContextVar("texts about symbols", default=None)


class SymbolicText:
    """A string that nobody knows."""

    __slots__ = ()

    def __init__(self) -> None:
        made = _texts.get()
        if made is not None:
            made.append(origin())

    def __add__(self, other: Any) -> SymbolicText:
        if isinstance(other, (str, SymbolicText)):
            return SymbolicText()
        raise Unreadable(AS_WRITTEN)

    __radd__ = __add__

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise Unreadable(AS_WRITTEN)

    def __getattr__(self, name: str) -> Any:
        raise Unreadable(AS_WRITTEN)

    __str__ = __repr__ = __format__ = __bytes__ = __hash__ = __bool__ = __len__ = __iter__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __getitem__ = _refuse
    __mul__ = __rmul__ = __mod__ = __rmod__ = __index__ = __int__ = __float__ = _refuse
    __dir__ = __reduce_ex__ = __copy__ = __deepcopy__ = __fspath__ = _refuse


@contextmanager
def listing(made: list[Origin | None]) -> Iterator[None]:
    """While this lasts, note where texts about symbols are made."""
    token = _texts.set(made)
    try:
        yield
    finally:
        _texts.reset(token)


def is_symbolic(value: Any) -> bool:
    """Whether a value is, or holds, something that stands for numbers."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return (isinstance(value, TracedList) and value.sequence is not None) or any(map(is_symbolic, value))
    if isinstance(value, dict):
        return any(map(is_symbolic, (*value, *value.values())))
    return isinstance(value, (ndarray, Masked, SymbolicSequence, SymbolicText, ScalarType, Namespace))


def is_known_integer(value: Any) -> bool:
    """Whether a value is written as Python writes an integer."""
    return (
        isinstance(value, ndarray)
        and not value.is_unread
        and not value.content.axes
        and value.content.kind == "int"
        and bool(value.content.at(()).is_Integer)
    )


def is_unknown_as_text(value: Any) -> bool:
    """Whether nobody knows how a value is written."""
    return is_symbolic(value) and not is_known_integer(value)


def written(*parts: Any) -> Any:
    """An f-string: texts, and values each with what writes it."""
    texts: list[str] = []
    unknown = False
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        value, write = part
        if is_unknown_as_text(value):
            unknown = True
        else:
            texts.append(write(value))
    return SymbolicText() if unknown else "".join(texts)


def filled(template: str, given: Any, write: Callable[[str, Any], str]) -> Any:
    """``template % given``, or ``template.format(…)``."""
    return SymbolicText() if is_unknown_as_text(given) else write(template, given)


def catches(code: CodeType) -> bool:
    """Whether code, or a function within it, handles exceptions."""
    return any(one.opname == "PUSH_EXC_INFO" for one in dis.get_instructions(code)) or any(
        catches(part) for part in code.co_consts if isinstance(part, CodeType)
    )


def caught() -> None:
    """Raise at a handler that caught what Python may have raised because it met a symbol.

    What code raises itself may be caught, and so may what Python raises about keys, places and names.
    """
    reason = sys.exc_info()[1]
    trace = reason.__traceback__ if reason is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return
    frame, traced = trace.tb_frame, isinstance(trace.tb_frame.f_globals, TracedGlobals)
    if traced and dis.opname[frame.f_code.co_code[trace.tb_lasti]] == "RAISE_VARARGS":
        return
    of_symbols = isinstance(reason, AttributeError) and is_symbolic(reason.obj)
    if isinstance(reason, TypeError) or of_symbols:
        kind = type(reason).__name__
        raise Unreadable(
            Text(
                f"기호 때문일 수도 있는 {kind}을 받아 처리한다",
                f"handles a {kind} that a symbol may have caused",
            )
        )


def same(one: Any, other: Any) -> bool:
    """``one is other``, unless NumPy may have returned an array itself where there is another here."""
    if one is other or not (isinstance(one, ndarray) and isinstance(other, ndarray)):
        return one is other
    if (
        one.is_array
        and other.is_array
        and (one.owner is not other.owner or one.content.axes != other.content.axes)
    ):
        return False
    raise Unreadable(Text("기호가 같은 객체인지 묻는다", "asks for the identity of a symbol"))
