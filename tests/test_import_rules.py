"""impl/ knows NumPy and derivations/ SymPy; neither knows the other, or the evidence would be worthless."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {"impl": "numpy", "derivations": "sympy"}


def imported(source: str, package: str) -> set[str]:
    """Return the top-level names of everything that a module of the package imports, wherever in the source.

    Imports by a constant name count too; a relative import stays inside the package.
    """
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(package if node.level else node.module)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = (
                node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            )
            if function in ("import_module", "__import__"):
                names.add(node.args[0].value)
    return {package if name.startswith(".") else name.partition(".")[0] for name in names}


def strangers(source: str, package: str) -> set[str]:
    return imported(source, package) - {package, ALLOWED[package]} - sys.stdlib_module_names


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_its_one_library_the_standard_library_and_itself(package):
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    found = {str(m.relative_to(ROOT)): strangers(m.read_text(encoding="utf-8"), package) for m in modules}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("package", ALLOWED)
def test_importing_a_package_loads_nothing_of_the_other_nor_of_jax(package):
    files = sorted((ROOT / package).rglob("*.py"))
    if package == "derivations":  # a notebook runs its whole derivation when imported; its text is read above
        files = [f for f in files if f.parent.name != package or f.stem == "__init__"]
    modules = [".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for f in files]
    assert package in modules
    forbidden = {"impl", "derivations", "verification", "jax", "numpy", "sympy"} - {package, ALLOWED[package]}
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
        ("import derivations.affine", "derivations"),
        ("from derivations import affine", "derivations"),
        ("import math, sympy as sp", "sympy"),
        ("def f():\n    from verification.cli import main", "verification"),
        ("try:\n    import jax.numpy as np\nexcept ImportError:\n    import numpy as np", "jax"),
        ("import importlib\nimportlib.import_module('derivations.affine')", "derivations"),
        ("__import__('scipy.special')", "scipy"),
    ],
)
def test_a_stranger_is_seen_wherever_it_is_imported(source, name):
    assert strangers(source, "impl") == {name}


@pytest.mark.parametrize(
    "source", ["import numpy.typing", "from . import _arguments", "from impl import relu", "import math"]
)
def test_friends_are_not_taken_for_strangers(source):
    assert strangers(source, "impl") == set()


OURS = {"benchmarks", "derivations", "docs", "impl", "tests", "verification"}


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
    files = [file for folder in sorted(OURS - {"tests"}) for file in sorted((ROOT / folder).rglob("*.py"))]
    sources = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}
    found = {path: private_parts(source) for path, source in sources.items()}
    assert {path: names for path, names in found.items() if names} == {}
    assert [path for path, source in sources.items() if "XLA_FLAGS" in source] == []


@pytest.mark.parametrize("source", ["import jax._src.api", "from sympy.core import _x", "import _ctypes"])
def test_a_private_part_is_seen(source):
    assert private_parts(source)
