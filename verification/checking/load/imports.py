"""What code under examination gets when it imports.

The standard library and NumPy are themselves, seen as in `plain`. Then come the files of the submission,
reference versions of the course's own files (`course`), and inert stand-ins for everything else, installed or
not: a verdict does not depend on what else is installed.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import FrameType, ModuleType

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.load.inert import InertModule
from yudo.verification.checking.load.notes import Note
from yudo.verification.checking.load.plain import DIVISION, is_hidden
from yudo.verification.checking.recognise.names import COURSE_PACKAGES
from yudo.verification.frameworks import stand_ins

PACKAGE = "submission"
"""Every file of the submission has one name below this, however it is imported."""

_ITSELF = {*sys.stdlib_module_names, "numpy"}
_TRANSPARENT = ("importlib", "yudo.verification.symbolic.tracing", "yudo.verification.checking.load.plain")
_COURSE = f"{__package__}.course"
_COURSE_FILES = {
    "layers": "layers",
    "layer_utils": "layer_utils",
    "rnn_layers": "rnn_layers",
    "functions": "functions",
    "gradient": "gradient",
    "np": "np",
    "util": "util",
    "config": "np",
    "a3_helper": "a3_helper",
}
_COMPATIBILITY = {"scipy.special": "special", "six": "six", "past.utils": "past_utils"}
_PARENTS = {"past", "future"}

Run = Callable[[ModuleType, Path], None]
"""Runs the file as the module's source."""


class Imports(MetaPathFinder):
    """Answers the imports of one submission's files.

    Parameters
    ----------
    root, file
        Directory and path of the file that is loaded.
    run
        Runs another file of the submission.
    """

    def __init__(self, root: Path, file: Path, run: Run):
        self._root, self._file, self._run = root, file, run
        self._names: dict[str, Path] = {}
        self._made: set[str] = set()
        self._guarded: dict[str, set[int]] = {}
        self._notes: dict[str, Note] = {}
        self.name = self.canonical(file)
        self.references: set[str] = set()

    @property
    def notes(self) -> list[Note]:
        """What was put in the place of modules, the packages that only lead to others left out."""
        return [
            note
            for name, note in self._notes.items()
            if not any(other.startswith(f"{name}.") for other in self._notes)
        ]

    @property
    def absent(self) -> set[str]:
        """The modules that are not there as they were meant: replaced by the course's, or empty."""
        return set(self._notes)

    def install(self) -> None:
        """Answer imports from now on."""
        sys.meta_path.insert(0, self)

    def uninstall(self) -> None:
        """Answer no more, and forget the modules that came of it."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for name in self._made | {self.name}:
            sys.modules.pop(name, None)

    def module(self) -> ModuleType:
        """The module of the file that is loaded, for files that import it in turn: it has its plain name."""
        stem = self._file.stem
        taken = stem in sys.modules or stem in _ITSELF or is_hidden(stem)
        module = ModuleType(self.name if taken else stem)
        self._made.add(module.__name__)
        sys.modules[self.name] = sys.modules[module.__name__] = module
        return module

    def hidden(self, name: str) -> ModuleType:
        """What an import of one of the checker's packages gives: a file of the submission, or a stand-in.

        Raises
        ------
        ModuleNotFoundError
            Where the file expects that it may not be there.
        """
        parts = name.split(".")
        found = self._file_named(parts)
        if found is not None:
            return importlib.import_module(self.canonical(found))
        part = self._of_framework(parts)
        if part is not None:
            return part
        importer = self._importer()
        if importer is None or importer[1] in self._guarded[importer[0]]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        self._tell_of_stub(name)
        return InertModule(name)

    def watch(self, file: str, guarded: set[int]) -> None:
        """Learn of a file whose imports are to be answered, and on which lines a failure is expected."""
        self._guarded[file] = guarded

    def canonical(self, path: Path) -> str:
        """The one name of a file of the submission."""
        relative = path.relative_to(self._root)
        parts = list(relative.with_suffix("").parts)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        parts = [part.replace(".", "_") for part in parts]
        for length in range(1, len(parts)):
            package = ".".join((PACKAGE, *parts[:length]))
            self._names.setdefault(package, self._root.joinpath(*relative.parts[:length]) / "__init__.py")
        name = ".".join((PACKAGE, *parts))
        self._names[name] = path
        return name

    def resolver(self, path: Path) -> Callable[[int, str], str]:
        """How relative imports in a file of the submission read as absolute ones."""

        def resolve(level: int, name: str) -> str:
            directory = path.parent
            for _ in range(level - 1):
                directory = directory if directory == self._root else directory.parent
            # A file that was lifted out of its package still finds its neighbours.
            for place in (directory, *self._directories()):
                found = _module_at(place, name.split("."))
                if found is not None:
                    return self.canonical(found)
            return name

        return resolve

    # -- the import system's questions ---------------------------------------------------------------------

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Answer an import, if it comes from a file of the submission."""
        parts = fullname.split(".")
        if parts[0] == PACKAGE:
            return self._spec(fullname, _Source(self, self._names.get(fullname)))
        importer = None if parts[0] in _ITSELF or DIVISION.startswith(fullname) else self._importer()
        if importer is None:
            return None
        found = self._file_named(parts)
        if found is not None:
            return self._spec(fullname, _Alias(self.canonical(found)))
        reference = self._reference(parts)
        if reference is not None:
            self._tell_of_reference(fullname)
            self.references.add(fullname)
            return self._spec(fullname, _Reference(reference))
        part = self._of_framework(parts)
        if part is not None:
            return self._spec(fullname, _Known(part))
        if fullname == "scipy":
            # Its parts are there as soon as it is.
            self._tell_of_reference("scipy.special")
            self._made.add("scipy.special")
            return self._spec(fullname, _SciPy())
        if fullname in COURSE_PACKAGES | _PARENTS:
            return self._spec(fullname, _Stub())
        file, line = importer
        if line in self._guarded[file]:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        self._tell_of_stub(fullname)
        return self._spec(fullname, _Stub())

    def _spec(self, name: str, loader: Loader) -> ModuleSpec:
        self._made.add(name)
        return importlib.util.spec_from_loader(name, loader, is_package=True)  # type: ignore[return-value]

    def _importer(self) -> tuple[str, int] | None:
        """File and line of the import statement, if a file of the submission has it."""
        frame: FrameType | None = sys._getframe(2)
        statement = getattr(builtins.__import__, "__code__", None)  # what stands in for it, if anything does
        while frame is not None:
            file, module = frame.f_code.co_filename, frame.f_globals.get("__name__") or ""
            if file in self._guarded:
                return file, frame.f_lineno
            if not module.startswith(_TRANSPARENT) and frame.f_code is not statement:
                return None
            frame = frame.f_back
        return None

    def _of_framework(self, parts: Sequence[str]) -> ModuleType | None:
        """What stands for a framework, or for one of its modules that is known."""
        stem, *inner = parts
        name = stand_ins.NAMES.get(stem)
        if name is None:
            return None
        if name not in self._made:
            sys.modules[name] = stand_ins.stand_in(stem)
            self._made.add(name)
            self._notes[stem] = Note("read-as-numpy", _read_as_numpy(stem))
        found: ModuleType | None = stand_ins.part_of(sys.modules[name], inner)
        return found

    def _file_named(self, parts: list[str]) -> Path | None:
        """A file of the submission, also when the package that it was in is not there."""
        wanted = [parts]
        if parts[0] in COURSE_PACKAGES | {*self._file.parent.parts}:
            wanted += [parts[start:] for start in range(1, len(parts))]
        for name in wanted:
            for directory in self._directories():
                found = _module_at(directory, name)
                if found is not None:
                    return found
        return None

    def _directories(self) -> Iterator[Path]:
        """Where files of the submission may be meant: next to the file, then above it."""
        directory = self._file.parent
        while directory != self._root:
            yield directory
            directory = directory.parent
        yield self._root

    def _reference(self, parts: list[str]) -> str | None:
        stem = _COMPATIBILITY.get(".".join(parts))
        if stem is None and (len(parts) == 1 or parts[0] in COURSE_PACKAGES):
            stem = _COURSE_FILES.get(parts[-1])
        return stem

    # -- notes ---------------------------------------------------------------------------------------------

    def _tell_of_reference(self, name: str) -> None:
        self._notes[name] = Note(
            "course-module",
            Text(
                f"함께 제출되지 않은 모듈 대신 같은 함수를 올바르게 구현해 둔 것을 썼다: {name}",
                f"A module that is not there was replaced by correct versions of its functions: {name}",
            ),
        )

    def _tell_of_stub(self, name: str) -> None:
        built = next((place for place in self._directories() if _unbuilt(place, name)), None)
        if built is not None:
            text = Text(
                f"빌드되지 않은 Cython 확장을 빈 모듈로 대신했다: {name}",
                f"A Cython extension that is not built was replaced by an empty module: {name}",
            )
        else:
            text = Text(
                f"검사 환경에 없는 모듈을 빈 모듈로 대신했다(이 모듈을 쓰는 함수는 검사할 수 없다): {name}",
                "A module that is not available here was replaced by an empty one, so functions that use it "
                f"cannot be checked: {name}",
            )
        self._notes[name] = Note("stubbed-import", text)


def _module_at(directory: Path, parts: Sequence[str]) -> Path | None:
    place = directory.joinpath(*parts)
    if place.with_name(f"{place.name}.py").is_file():
        return place.with_name(f"{place.name}.py")
    if (place / "__init__.py").is_file():
        return place / "__init__.py"
    return None


def _read_as_numpy(framework: str) -> Text:
    return Text(
        f"`{framework}`의 연산을 NumPy의 연산으로 읽었다. `{framework}` 자체는 실행하지 않았다",
        f"Operations of `{framework}` are read as those of NumPy; `{framework}` itself was not run",
    )


def _unbuilt(directory: Path, name: str) -> bool:
    return (directory / f"{name.rpartition('.')[2]}.pyx").is_file()


class _Source(Loader):
    """A file of the submission, or a package without a file."""

    def __init__(self, imports: Imports, path: Path | None):
        self._imports, self._path = imports, path

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        if self._path is not None and self._path.is_file():
            module.__file__ = str(self._path)
            self._imports._run(module, self._path)


class _Reference(Loader):
    """The right version of a course's file, by its stem."""

    def __init__(self, stem: str):
        self._stem = stem

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        stand_ins.run_as_text(_COURSE, self._stem, module)


class _Alias(Loader):
    """Another name of a file of the submission."""

    def __init__(self, canonical: str):
        self._canonical = canonical

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return importlib.import_module(self._canonical)

    def exec_module(self, module: ModuleType) -> None:
        pass


class _Known(Loader):
    """A module that has been made."""

    def __init__(self, module: ModuleType):
        self._module = module

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        pass


class _Stub(Loader):
    """A module that is not here."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class _SciPy(_Stub):
    """SciPy without its parts, but for one."""

    def exec_module(self, module: ModuleType) -> None:
        special = ModuleType("scipy.special")
        _Reference("special").exec_module(special)
        module.special = sys.modules["scipy.special"] = special  # type: ignore[attr-defined]
