"""Stand-ins for modules that are not here: they can be imported and named, and say so when they are used."""

from __future__ import annotations

from types import ModuleType
from typing import Any, NoReturn

from yudo.derivations.calculus.text import Text
from yudo.verification.frameworks.stand_ins import NotRead


class MissingModule(NotRead):
    """Code under examination used something out of a module that is not available while it is checked."""

    def __init__(self, module: str, name: str):
        used, file = f"{module}.{name}" if name else module, f"{module.rpartition('.')[2]}.py"
        text = Text(
            f"`{used}`를 쓰는데 {file}가 없다. 직접 쓴 파일이면 이 파일 옆에 두고 다시 검사한다",
            f"needs `{used}`, which is not there; if you have written {file}, put it beside this file",
        )
        super().__init__(text, module)


class InertModule(ModuleType):
    """A module that is not here; every name in it is inert, and ``import *`` finds none."""

    __all__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return Inert(self.__name__, name)

    def __call__(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Say that it is missing: what looks like a module may be a function that a module should have."""
        module, _, name = self.__name__.rpartition(".")
        raise MissingModule(module or name, name if module else "")


def _use(self: Inert, *_: Any, **__: Any) -> NoReturn:
    raise MissingModule(self._module, self._name)


class Inert:
    """Something out of a module that is not here."""

    def __init__(self, module: str, name: str):
        vars(self).update(_module=module, _name=name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(self._module, f"{self._name}.{name}")

    def __repr__(self) -> str:
        return f"<{self._module}.{self._name}, not available>"

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return ()

    def __instancecheck__(self, value: object) -> bool:
        return False

    __call__ = __bool__ = __iter__ = __len__ = __getitem__ = __setitem__ = __setattr__ = _use
    __enter__ = __exit__ = __float__ = __int__ = __index__ = __neg__ = __array__ = _use
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _use
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __lt__ = __gt__ = __le__ = __ge__ = _use
