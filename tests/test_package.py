"""``yudo`` is the one name that is installed; folders beside a student's file are the student's."""

import os
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import yudo
from yudo.__main__ import main

ROOT = Path(__file__).parents[1]
PARTS = ("derivations", "impl", "verification")


def run(*command, cwd):
    """Run Python as somebody does who has installed the package."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def crowded(tmp_path):
    """A folder in which the names of our folders mean something else."""
    for part in PARTS:
        (tmp_path / part).mkdir()
        (tmp_path / part / "__init__.py").write_text(f"mine = {part!r}\n", encoding="utf-8")
    return tmp_path


def test_every_package_is_installed_and_all_of_them_below_one_name(monkeypatch):
    setuptools = pytest.importorskip("setuptools")
    told = {}
    monkeypatch.setattr(setuptools, "setup", told.update)
    monkeypatch.chdir(ROOT)
    runpy.run_path("setup.py")
    files = [path for part in PARTS for path in Path(part).rglob("*.py")]
    assert {*told["packages"]} == {"yudo", *(".".join(("yudo", *path.parent.parts)) for path in files)}
    with open("pyproject.toml", "rb") as file:
        settings = tomllib.load(file)["tool"]["setuptools"]
    assert settings["package-dir"] == {"yudo": "yudo", **{f"yudo.{part}": part for part in PARTS}}
    assert {name.partition(".")[0] for name in settings["package-data"]} == {"yudo"}


def test_local_folders_of_the_same_names_disturb_nothing(crowded):
    done = run("-m", "yudo", "prove", "relu.dx", "--quiet", cwd=crowded)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("relu.dx: proven")


def test_nothing_of_ours_stands_in_the_way_of_local_folders(crowded):
    script = (
        "import sys, yudo.verification.commands.cli, yudo.verification.checking.live\n"
        f"assert not {PARTS!r} & sys.modules.keys()\n"
        "import derivations, impl, verification\n"
        "print(derivations.mine, impl.mine, verification.mine)\n"
    ).replace(repr(PARTS), repr(set(PARTS)))
    done = run("-c", script, cwd=crowded)
    assert (done.stdout, done.stderr) == ("derivations impl verification\n", "")


def test_a_file_that_imports_its_own_impl_gets_it(crowded):
    (crowded / "layers.py").write_text(
        "import impl\n\ndef relu_forward(x):\n    assert impl.mine == 'impl'\n    return x * (x > 0), x\n",
        encoding="utf-8",
    )
    done = run("-m", "yudo", "check", "layers.py", "--lang", "en", cwd=crowded)
    assert "relu_forward  correct" in done.stdout, done.stdout + done.stderr


def test_the_module_is_the_command(tmp_path):
    with open(ROOT / "pyproject.toml", "rb") as file:
        assert tomllib.load(file)["project"]["scripts"] == {"yudo": f"{main.__module__}:{main.__name__}"}
    done = run("-m", "yudo", "list", cwd=tmp_path)
    assert done.stdout.startswith("affine "), done.stderr


def test_every_public_name_is_there_and_an_unknown_one_is_named():
    for name in yudo.__all__:
        assert callable(getattr(yudo, name))
    assert {*yudo.__all__} <= {*dir(yudo)}
    with pytest.raises(AttributeError, match="prove_everything"):
        yudo.prove_everything  # noqa: B018
