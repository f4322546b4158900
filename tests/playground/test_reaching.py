"""Which modules are packed for the browser, and how."""

import inspect
import marshal
import zipfile
from importlib import import_module

import pytest

from docs.playground.reaching import DOCUMENTS, compiled, imported, locator, reachable, without_texts


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a, b.c as d", {"a", "b.c"}),
        ("from a import b", {"a", "a.b"}),
        ("def f():\n    import a", {"a"}),
        ("from . import b", {"p.q", "p.q.b"}),
        ("from .b import c", {"p.q.b", "p.q.b.c"}),
        ("from .. import b", {"p", "p.b"}),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", {"b"}),
        ("import pdb", {"pdb"}),
        ("def f():\n    import pdb", set()),
    ],
)
def test_every_import_statement_of_a_module_is_seen(source, names):
    assert imported("p.q.m", source, is_package=False) == names


def test_a_relative_import_of_a_package_starts_at_the_package():
    assert imported("p.q", "from . import b", is_package=True) == {"p.q", "p.q.b"}


def test_what_is_reachable_is_followed_through_packages_and_stops_at_what_is_no_module(tmp_path):
    (tmp_path / "p" / "q").mkdir(parents=True)
    texts = {
        "__init__": "import zlib",
        "q/__init__": "",
        "q/m": "from p import other, name",
        "other": "import std",
    }
    for name, text in {**texts, "unused": ""}.items():
        (tmp_path / "p" / f"{name}.py").write_text(text)
    with zipfile.ZipFile(tmp_path / "std.zip", "w") as library:
        library.writestr("std.py", "")
        library.writestr("never.py", "")
    with zipfile.ZipFile(tmp_path / "std.zip") as library:
        found = reachable(
            ["p.q.m"],
            locator({"p": [tmp_path / "p"]}, library),
            lambda module, source: imported(module, source[1], is_package=source[0].endswith("__init__.py")),
        )
    assert {module: path for module, (path, _) in found.items()} == {
        "p": "p/__init__.py",
        "p.q": "p/q/__init__.py",
        "p.q.m": "p/q/m.py",
        "p.other": "p/other.py",
        "std": "std.py",
    }


def test_a_compiled_module_runs_without_docstrings_and_without_a_source():
    source = '"""M."""\nfrom __future__ import annotations\ndef f():\n    """F."""\nclass A:\n    """A."""\n'
    names = {}
    exec(marshal.loads(compiled(source, "m.py", annotated=True)[16:]), names)
    assert names["f"]() is None
    assert [names.get("__doc__"), names["f"].__doc__, names["A"].__doc__] == [None, None, None]


@pytest.mark.parametrize("annotated", [True, False])
def test_annotations_of_functions_are_kept_where_they_are_read_and_those_of_classes_always(annotated):
    source = "def f(a: int = 1, *b: int, c: int = 2) -> int:\n    return a + c\nclass A:\n    x: int = 3\n"
    names = {}
    exec(marshal.loads(compiled(source, "m.py", annotated=annotated)[16:]), names)
    assert names["f"]() == 3
    assert bool(names["f"].__annotations__) is annotated
    assert list(names["A"].__annotations__) == ["x"]


@pytest.mark.parametrize("module", sorted(DOCUMENTS))
def test_of_a_module_of_texts_all_names_are_left(module):
    whole, names = import_module(module), {}
    exec(without_texts(inspect.getsource(whole)), names)
    assert {name for name in vars(whole) if not name.startswith("__")} == names.keys() - {"__builtins__"}
    assert all(type(text) is str for name, text in vars(whole).items() if not name.startswith("__"))


def test_what_a_module_imports_to_be_run_or_for_its_tests_is_left_out():
    source = (
        "import os\nif __name__ == '__main__':\n    import doctest\ndef run():\n    import pkg.tests, json\n"
    )
    assert imported("m", source, is_package=False) == {"os", "pkg.tests", "json"}
    assert "mpmath.tests" not in imported("m", "def run():\n    import mpmath.tests\n", is_package=False)


def test_what_only_other_systems_import_is_left_out():
    assert imported("datetime", "from _pydatetime import *", is_package=False) == set()
