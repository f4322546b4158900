"""A counterexample is a program: pasted beside its file, it prints the value that the report announces."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import yudo.verification
from yudo.verification.checking.verdicts import WrongExample

PYTORCH = Path(yudo.verification.__file__).parent / "frameworks" / "torch.py"
_OUR_OWN_FAULTS = ("NameError", "SyntaxError", "ImportError", "ModuleNotFoundError")
"""What a program raises that was not written down right, unless it is what is announced."""
_ONE_FUNCTION_BACK = """
def _apply(cls, *inputs):
    ctx = Context(len(inputs))
    out = cls.forward(ctx, *inputs)
    out.made = cls, ctx, inputs
    return out


def _backward(self, dout):
    cls, ctx, inputs = self.made
    gradients = cls.backward(ctx, dout)
    for one, gradient in zip(inputs, gradients if isinstance(gradients, tuple) else (gradients,)):
        one.grad = gradient


Function.apply, Tensor.backward = classmethod(_apply), _backward
modules = {"torch.nn": nn, "torch.nn.functional": functional, "torch.autograd": autograd}
__import__("sys").modules.update(modules)
"""


def assert_prints_what_it_announces(example: WrongExample, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pasted"
    folder.mkdir(exist_ok=True)
    shutil.copy(file, folder)
    if "import torch" in example.snippet:
        (folder / "torch.py").write_text(PYTORCH.read_text("utf-8") + _ONE_FUNCTION_BACK, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", example.snippet],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    announced = re.search(r"# (.*); correct is (.*)", example.snippet)
    if announced is None:
        assert example.error is not None
        raised = done.stderr.strip().rpartition("\n")[2].partition(":")[0]
        written = raised not in _OUR_OWN_FAULTS or raised in example.error.en
        assert written, f"{example.snippet}\n{done.stderr}"
        return
    assert done.returncode == 0, f"{example.snippet}\n{done.stderr}"
    printed = done.stdout.strip().splitlines()[-1]
    if "(" in announced[1]:  # a shape
        assert printed == announced[1]
    else:
        assert float(printed) == pytest.approx(float(announced[1]), rel=1e-5, abs=1e-12, nan_ok=True)
