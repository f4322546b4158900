"""Running Rocq: the theory is compiled once into a folder, and files of theorems against it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from yudo.derivations.calculus.text import Text

THEORY = Path(__file__).parent / "theory"
FILES = ("Language", "Derivative", "Norm", "Meaning", "Sound", "Check")
"""The files of the theory, each after those that it needs."""
PATIENCE = 600
"""Seconds after which a file is given up."""

STANDARD_AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
    }
)
"""What the real numbers of Rocq's standard library rest on."""

NOT_INSTALLED = Text(
    "coqc를 찾을 수 없어 정리를 다시 검사하지 못했다(Debian, Ubuntu: apt install coq)",
    "coqc is not installed, so nothing was re-checked (Debian, Ubuntu: apt install coq)",
)


@dataclass(frozen=True)
class Checked:
    """What became of one file: accepted or not, its axioms, and its seconds of processor time."""

    accepted: bool
    axioms: tuple[str, ...]
    seconds: float
    message: str = ""

    @property
    def rests_on_the_reals_alone(self) -> bool:
        """Whether the file was accepted and assumes nothing but the standard library's real numbers."""
        return self.accepted and set(self.axioms) <= STANDARD_AXIOMS


def compiler() -> str | None:
    """The path of ``coqc``, if it is installed."""
    return shutil.which("coqc")


def compile_theory(folder: Path) -> Checked:
    """Compile the theory into a folder."""
    seconds = 0.0
    for name in FILES:
        shutil.copy(THEORY / f"{name}.v", folder)
        done = _run(folder, f"{name}.v")
        seconds += done.seconds
        if not done.accepted:
            return Checked(False, (), seconds, done.message)
    return Checked(True, (), seconds)


def check(folder: Path, name: str, text: str) -> Checked:
    """Have the kernel check a file of theorems in the folder that the theory was compiled into."""
    (folder / f"{name}.v").write_text(text, encoding="utf-8")
    return _run(folder, f"{name}.v")


def _run(folder: Path, file: str) -> Checked:
    coqc = compiler()
    if coqc is None:
        return Checked(False, (), 0.0, NOT_INSTALLED.en)
    before = getrusage(RUSAGE_CHILDREN)
    try:
        done = subprocess.run(
            [coqc, "-q", "-Q", ".", "Yudo", file],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Checked(False, (), float(PATIENCE), f"given up after {PATIENCE} s")
    after = getrusage(RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode != 0:
        return Checked(False, (), seconds, done.stderr.strip())
    _, _, listed = done.stdout.partition("Axioms:")
    axioms = re.findall(r"^([A-Za-z_][\w.']*)(?:\s*:|\s*$)", listed, flags=re.MULTILINE)
    return Checked(True, tuple(axioms), seconds)
