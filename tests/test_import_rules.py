"""Who may import whom: halves that do not know each other, rooms one above another, one name for all."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("derivations", "impl", "verification")
ALLOWED = {"yudo.impl": "numpy", "yudo.derivations": "sympy"}

FLOORS = (
    ("commands",),
    ("grading",),
    ("reports",),
    ("checking", "citing"),
    ("deriving", "numeric", "rocq", "symbolic"),
    ("cases", "frameworks", "program", "programs", "verdicts", "witnesses"),
)
"""The rooms of ``verification/``, from the top down; below them lie `yudo.derivations` and `yudo.impl`."""

LEAVES = {"sandbox": {"yudo.derivations.calculus.text"}}
"""Rooms that everybody may enter, and that know nothing of the others but what is named here."""

SYMBOLIC = ("arrays", "frontends", "tracing")
"""The rooms of ``symbolic/`` that get along without NumPy, wherever in them something is imported."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join((*(() if parts[0] == "yudo" else ("yudo",)), *parts)).removesuffix(".__init__")


FILES = {
    name_of(path): path for folder in (*FOLDERS, "yudo") for path in sorted((ROOT / folder).rglob("*.py"))
}


def nodes(tree: ast.AST, lazily: bool = True) -> Iterator[ast.AST]:
    """Everything that runs; what stands under ``if TYPE_CHECKING`` does not, nor what a call would run."""
    yield tree
    if isinstance(tree, ast.If) and ast.unparse(tree.test) == "TYPE_CHECKING":
        return
    if not lazily and isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return
    for child in ast.iter_child_nodes(tree):
        yield from nodes(child, lazily)


def imported(source: str, package: str, lazily: bool = True) -> set[str]:
    """Everything that a module of the package imports: modules, and names out of them like modules.

    Imports by a constant name count too; a relative import stays inside the package.
    """
    names = set()
    for node in nodes(ast.parse(source), lazily):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {package if node.level else f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = (
                node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            )
            if function in ("import_module", "__import__"):
                names.add(node.args[0].value)
    return {package if name.startswith(".") else name for name in names}


def below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def strangers(source: str, package: str) -> set[str]:
    """What a module of a package imports beside its one library, the standard library and the package."""
    names = {name for name in imported(source, package) if not below(name, package)}
    tops = {name.partition(".")[0] for name in names} - {ALLOWED[package]} - sys.stdlib_module_names
    return {name for name in names if name.partition(".")[0] in tops}


# -- the two halves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_its_one_library_the_standard_library_and_itself(package):
    modules = [name for name in FILES if below(name, package)]
    assert modules
    found = {name: strangers(FILES[name].read_text(encoding="utf-8"), package) for name in modules}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize("package", ALLOWED)
def test_importing_a_package_loads_nothing_of_the_other_nor_of_jax(package):
    modules = [name for name in FILES if below(name, package)]
    if package == "yudo.derivations":  # a notebook runs its whole derivation when imported
        modules = [name for name in modules if name == package or below(name, f"{package}.calculus")]
    assert package in modules
    forbidden = {"yudo.impl", "yudo.derivations", "yudo.verification", "jax", "numpy", "sympy"}
    forbidden -= {package, ALLOWED[package]}
    script = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"print(sorted({forbidden!r} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import yudo.derivations.affine", "yudo.derivations.affine"),
        ("from yudo.derivations import affine", "yudo.derivations.affine"),
        ("from yudo import derivations", "yudo.derivations"),
        ("import math, sympy as sp", "sympy"),
        ("def f():\n    from yudo.verification.verdicts import Proof", "yudo.verification.verdicts.Proof"),
        ("try:\n    import jax.numpy as np\nexcept ImportError:\n    import numpy as np", "jax.numpy"),
        ("import importlib\nimportlib.import_module('yudo.derivations.affine')", "yudo.derivations.affine"),
        ("__import__('scipy.special')", "scipy.special"),
        ("from impl import relu", "impl.relu"),
    ],
)
def test_a_stranger_is_seen_wherever_it_is_imported(source, name):
    assert strangers(source, "yudo.impl") == {name}


@pytest.mark.parametrize(
    "source",
    ["import numpy.typing", "from . import _arguments", "from yudo.impl import relu", "import math"],
)
def test_friends_are_not_taken_for_strangers(source):
    assert strangers(source, "yudo.impl") == set()


# -- the rooms of the verification -------------------------------------------------------------------------


def arrows(files: dict[str, str]) -> dict[str, set[str]]:
    """Which module imports which, among these sources by name."""
    found: dict[str, set[str]] = {}
    for name, source in files.items():
        targets = set()
        for target in imported(source, name.rpartition(".")[0]):
            parts = target.split(".")
            known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
            targets |= {next((one for one in known if one in files), name)}
        found[name] = targets - {name, "yudo"}
    return found


def room_of(name: str) -> str:
    """The room of ``verification/`` that a module is in, or the half that it belongs to."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 and parts[1] == "verification" else ".".join(parts[:2])


def misplaced(found: dict[str, set[str]]) -> list[str]:
    """The arrows that run back up, or out of a leaf."""
    height = {room: floor for floor, rooms in enumerate(reversed(FLOORS), start=1) for room in rooms}
    height |= dict.fromkeys(LEAVES, 0) | {"yudo.derivations": 0, "yudo.impl": 0}
    height |= {"yudo.__main__": len(FLOORS) + 1}
    wrong = []
    for name, targets in found.items():
        source = room_of(name)
        for target in sorted(targets):
            if source in LEAVES:
                bad = room_of(target) != source and target not in LEAVES[source]
            else:
                bad = height[room_of(target)] > height[source]
            if bad:
                wrong.append(f"{name} -> {target}")
    return wrong


def circle(found: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(found).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.fixture(scope="module")
def of_the_house() -> dict[str, set[str]]:
    sources = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
    faces = ("yudo", "yudo.verification")
    return {name: targets for name, targets in arrows(sources).items() if name not in faces}


def test_every_room_has_its_floor():
    rooms = {path.stem for path in (ROOT / "verification").glob("[a-z]*") if path.suffix in ("", ".py")}
    assert rooms <= {room for floor in FLOORS for room in floor} | set(LEAVES)


def test_no_import_runs_back_up(of_the_house):
    assert misplaced(of_the_house) == []


def test_no_files_and_no_rooms_import_one_another_in_a_circle(of_the_house):
    assert circle(of_the_house) == []
    rooms: dict[str, set[str]] = {}
    for name, targets in of_the_house.items():
        room = room_of(name)
        rooms.setdefault(room, set()).update({room_of(target) for target in targets} - {room})
    assert circle(rooms) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("numeric.workers", "commands.prove"),
        ("cases.draw", "numeric.balls"),
        ("checking.examine", "grading.run"),
        ("sandbox.child", "checking.examine"),
        ("sandbox.child", "verdicts"),
    ],
)
def test_an_import_that_runs_back_up_is_seen(source, target):
    source, target = f"yudo.verification.{source}", f"yudo.verification.{target}"
    found = arrows({source: f"def f():\n    from {target} import g", target: ""})
    assert misplaced(found) == [f"{source} -> {target}"]


def test_a_circle_is_seen():
    assert circle(arrows({"yudo.a": "import yudo.b", "yudo.b": "def f(): from yudo.a import g"}))


def test_the_symbolic_half_needs_sympy_and_the_standard_library_alone():
    allowed = {*sys.stdlib_module_names, "sympy", "mpmath", "yudo"}  # SymPy brings mpmath along
    for name, path in FILES.items():
        if below(name, "yudo.verification.symbolic"):
            lazily = name.split(".")[3:4] and name.split(".")[3] in SYMBOLIC
            names = imported(path.read_text(encoding="utf-8"), name, bool(lazily))
            assert {one for one in names if one.partition(".")[0] not in allowed} == set(), name


# -- all of the repository ---------------------------------------------------------------------------------

OURS = {"benchmarks", "docs", "tests", *FOLDERS, "yudo"}


def sources(*but: str) -> dict[str, str]:
    files = [file for folder in sorted(OURS - {*but}) for file in sorted((ROOT / folder).rglob("*.py"))]
    corpus = ROOT / "tests" / "checking" / "corpus"
    files = [file for file in files if corpus not in file.parents]
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


def bare(source: str) -> set[str]:
    """What the source imports by the name of a folder: a second copy of a module that has another name."""
    return {name for name in imported(source, "") if name.partition(".")[0] in FOLDERS}


def test_nothing_is_imported_by_the_bare_name_of_a_folder():
    found = {path: bare(source) for path, source in sources().items()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    ["import impl", "from derivations import affine", "def f(): __import__('verification.verdicts')"],
)
def test_a_bare_name_is_seen(source):
    assert bare(source)


def private_parts(source: str) -> set[str]:
    """Return the modules of other projects that the source imports by a path with a private part."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    foreign = {name for name in names if name.partition(".")[0] not in OURS | {"__future__"}}
    return {name for name in foreign if any(part.startswith("_") for part in name.split("."))}


def test_nothing_rests_on_a_private_part_of_another_project_or_on_flags_of_xla():
    found = {path: private_parts(source) for path, source in sources("tests").items()}
    assert {path: names for path, names in found.items() if names} == {}
    assert [path for path, source in sources("tests").items() if "XLA_FLAGS" in source] == []


@pytest.mark.parametrize("source", ["import jax._src.api", "from sympy.core import _x", "import _ctypes"])
def test_a_private_part_is_seen(source):
    assert private_parts(source)


def test_sums_are_the_calculus_own_as_one_of_sympy_with_the_same_terms_is_unequal():
    of_sympy = "sympy.Sum"
    assert [path for path, source in sources("tests").items() if of_sympy in imported(source, "")] == []


WITHOUT_NUMBERS = ("exactly", "formulas", "groups", "guards", "snippets", "without_numbers")
"""Those modules of ``checking/judge/`` that judge where there is no NumPy."""


@pytest.mark.parametrize("stem", WITHOUT_NUMBERS)
def test_the_judge_without_numbers_imports_neither_numpy_nor_a_judge_that_does(stem):
    room = "yudo.verification.checking.judge"
    names = imported(FILES[f"{room}.{stem}"].read_text(encoding="utf-8"), room, lazily=False)
    assert not {name for name in names if below(name, "numpy")}
    others = {name.removeprefix(f"{room}.").partition(".")[0] for name in names if below(name, room)}
    assert others <= {*WITHOUT_NUMBERS}
