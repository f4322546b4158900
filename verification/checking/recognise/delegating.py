"""Functions that leave their work to a function of the same name in a module that was not handed in."""

from __future__ import annotations

import inspect
from types import CodeType, FunctionType, ModuleType
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Subject

DELEGATED = Text(
    "제출하지 않은 모듈의 같은 이름 함수에 계산을 맡긴다. 스스로 계산하는지 사람이 보아야 한다",
    "it leaves the work to the function of this name in a module that was not handed in",
)


def delegates(subject: Subject, foreign: set[str]) -> bool:
    """Whether it reaches what bears its own name in one of these modules."""
    name, seen, waiting = subject.function.partition(".")[0], set(), [subject.source]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, ModuleType) and one.__name__ in foreign:
            if hasattr(one, name) and _mentions(subject.source, name):
                return True
        elif getattr(one, "__module__", None) in foreign:
            if getattr(one, "__name__", None) == name:
                return True
        elif isinstance(one, type):
            waiting += [*one.__mro__[1:], *vars(one).values()]
        elif isinstance(one, (staticmethod, classmethod)):
            waiting.append(one.__func__)
        elif isinstance(one, FunctionType):
            one = inspect.unwrap(one)
            names = _names(one.__code__)
            waiting += [value for key, value in one.__globals__.items() if key in names]
            waiting += [*(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values()]
    return False


def _mentions(source: Any, name: str) -> bool:
    methods = vars(source).values() if isinstance(source, type) else (source,)
    return any(isinstance(one, FunctionType) and name in _names(one.__code__) for one in methods)


def _names(code: CodeType) -> set[str]:
    """The names that a function and those within it look up."""
    inner = (_names(one) for one in code.co_consts if isinstance(one, CodeType))
    return {*code.co_names}.union(*inner)
