"""What symbolic NumPy says when it cannot go on, and the memory that it said so.

Both classes derive from ``BaseException``, so that a ``try: … except Exception`` in the code that is
read does not catch them. A bare ``except``, ``except BaseException``, a ``return`` in ``finally`` or an
object's own ``__exit__`` can, and the code would go on where NumPy would not: therefore whoever traces code
keeps a list of all that was raised (`remembered`), and nothing but `forgive` takes one off it. Where nobody
keeps one, code is not read but run on symbols, and what it raises is an ordinary exception as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from yudo.derivations.calculus.text import Text, said
from yudo.verification.symbolic.arrays.location import Origin, origin

_raised: ContextVar[list[Refusal] | None] = ContextVar("refusals of this trace", default=None)
_unsure: ContextVar[list[Refusal] | None] = ContextVar("what Python may refuse in this trace", default=None)


class Refusal(BaseException):
    """Remembered from the moment it is made.

    ``origin`` is the line that made the array in question, where that is not the line that failed;
    ``line`` is the line of traced code that was running.
    """

    origin: Origin | None = None
    line: Origin | None = None

    def __new__(cls, text: Text) -> Refusal:
        """A refusal; of a kind that is an `Exception`, too, where no list is kept."""
        return super().__new__(_ORDINARY.get(cls, cls) if _raised.get() is None else cls, text)

    def __init__(self, text: Text):
        super().__init__(text)
        self.text = text
        raised = _raised.get()
        if raised is not None:
            self.line = origin()
            raised.append(self)

    def __str__(self) -> str:
        return self.text.en


class Unreadable(Refusal):
    """The code asks for something that symbols cannot answer: not wrong, but not read either.

    ``condition`` is what the code branches on, if it is that.
    """

    condition: Any = None


class NumPyRefuses(Refusal):
    """NumPy raises here, for instance because the shapes do not fit."""


class _Unread(Unreadable, Exception):
    pass


class _Refused(NumPyRefuses, Exception):
    pass


_ORDINARY: dict[type[Refusal], type[Refusal]] = {Unreadable: _Unread, NumPyRefuses: _Refused}


@contextmanager
def remembered() -> Iterator[list[Refusal]]:
    """While this lasts, all refusals are listed, caught or not."""
    raised: list[Refusal] = []
    token = _raised.set(raised)
    try:
        yield raised
    finally:
        _raised.reset(token)


@contextmanager
def listing_the_unsure(made: list[Refusal]) -> Iterator[None]:
    """While this lasts, list the operations for which Python raises at some sizes or values."""
    token = _unsure.set(made)
    try:
        yield
    finally:
        _unsure.reset(token)


def may_raise(text: Text) -> None:
    """Note that Python raises here at some sizes or values: then code that catches it goes another way."""
    made = _unsure.get()
    if made is not None:
        with remembered():
            made.append(Unreadable(text))


def count() -> int:
    """How many refusals are remembered."""
    return len(_raised.get() or ())


def forgive(since: int) -> None:
    """Take back what was refused since there were so many, where the answer is not used."""
    raised = _raised.get()
    if raised is not None:
        del raised[since:]


def closed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, with `Unreadable` for every exception that the code could catch.

    An argument that is not known here, an attribute that is missing, an expression without a reading: NumPy
    might have gone on.
    """

    @wraps(function)
    def read(*given: Any, **named: Any) -> Any:
        try:
            return function(*given, **named)
        except Refusal:
            raise
        except Exception as reason:
            raise Unreadable(said(reason)) from reason

    return read


_ARITHMETIC = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor"
_COMPARISONS = "lt le gt ge eq ne"
_CONTAINER = "len iter next reversed contains getitem setitem delitem"
_NUMBER = "bool index int float complex round trunc floor ceil neg pos invert abs format bytes"
_PROTOCOL = (
    *" ".join((_COMPARISONS, _CONTAINER, _NUMBER, "call enter exit")).split(),
    *(kind + name for name in _ARITHMETIC.split() for kind in ("", "r", "i")),
)
"""Of what Python asks any object in an expression, with an answer of its own for what has none."""


def refuses_the_rest(kind: type, refuse: Callable[..., Any]) -> None:
    """Let objects of a class refuse what they have no reading for: not ``==``, say, by who they are.

    Where Python finds no method it raises a ``TypeError``, which code could catch where NumPy has an answer.
    """
    own = {name for one in kind.__mro__[:-1] for name in vars(one)}
    for name in (f"__{part}__" for part in _PROTOCOL):
        if name not in own:
            setattr(kind, name, refuse)
