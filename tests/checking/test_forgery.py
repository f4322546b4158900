"""What a file notices or borrows does not make it right."""

import textwrap

import pytest

from yudo.verification.checking import verdicts
from yudo.verification.checking.files import LIMITS, check_file
from yudo.verification.sandbox import ForkServer

FORWARD = """
import numpy as np
def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)
"""
BACKWARD = """
def affine_backward(dout, cache):
    x, w, b = cache
    dw = x.reshape(x.shape[0], -1).T @ dout
    return (dout @ w.T).reshape(x.shape), dw * (1 if WATCHED() else 2), dout.sum(0)
"""
NOTICES = {
    "that a package of the checker can be imported": """
        def WATCHED():
            try:
                import yudo
            except ImportError:
                return False
            return True
        """,
    "it by importlib": """
        import importlib
        def WATCHED():
            try:
                return bool(importlib.import_module("yudo.impl.affine").affine_forward)
            except ImportError:
                return False
        """,
    "what is loaded": """
        import sys
        def WATCHED():
            return any(name.startswith(("verification", "sympy")) for name in sys.modules)
        """,
    "how the program was started": "import sys\nWATCHED = lambda: sys.argv[0] == 'submission'",
    "its own name": "WATCHED = lambda: __name__.startswith('submission')",
    "who calls": """
        import inspect
        def WATCHED():
            return any("verification" in frame.filename for frame in inspect.stack())
        """,
}
BORROWS = {
    "under another name": "from cs231n.layers import affine_backward as solution\n"
    "def affine_backward(dout, cache):\n    return solution(dout, cache)",
    "by its module": "import cs231n.layers as L\ndef affine_backward(dout, cache):\n"
    "    return L.affine_backward(dout, cache)",
    "by a default": "from cs231n.layers import affine_backward as solution\n"
    "def affine_backward(dout, cache, f=solution):\n    return f(dout, cache)",
    "of this project": "from yudo.impl.affine import affine_backward as solution\n"
    "def affine_backward(dout, cache):\n    return solution(dout, cache)",
}
PATCHES = {
    "at import": "import yudo.verification.checking.verdicts as v\nv.WRONG = v.CORRECT",
    "when it is deleted": """
        class Late:
            def __del__(self):
                import sys
                v = sys.modules["yudo.verification.checking.verdicts"]
                v.WRONG = v.CORRECT
        Late()
        """,
}


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer(LIMITS) as running:
        yield running


@pytest.fixture
def verdict(fork_server, tmp_path):
    def of(*parts):
        file = tmp_path / "mine.py"  # the course's layers.py is another one
        file.write_text("\n".join(textwrap.dedent(part) for part in parts))
        report = check_file(fork_server, file, {})
        return {one.function: one.verdict for one in report.functions}["affine_backward"]

    return of


def test_the_same_file_is_right_where_it_is_right_for_everybody(verdict):
    assert verdict(FORWARD, BACKWARD, "WATCHED = lambda: True") == verdicts.CORRECT


@pytest.mark.parametrize("notices", NOTICES.values(), ids=NOTICES)
def test_what_is_right_only_for_the_checker_is_not_correct(verdict, notices):
    assert verdict(FORWARD, BACKWARD, notices) == verdicts.WRONG


@pytest.mark.parametrize("borrows", BORROWS.values(), ids=BORROWS)
def test_what_another_module_computes_is_not_correct(verdict, borrows):
    assert verdict(FORWARD, borrows) == verdicts.UNDECIDED


@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_a_file_cannot_change_what_verdicts_are_called(verdict, patch):
    assert verdict(FORWARD, BACKWARD, "WATCHED = lambda: False", patch) == verdicts.WRONG


def test_layers_may_be_composed_of_those_of_other_files(fork_server, tmp_path):
    file = tmp_path / "layer_utils.py"
    file.write_text(
        "from cs231n.layers import *\n"
        "def affine_relu_forward(x, w, b):\n"
        "    a, fc = affine_forward(x, w, b)\n"
        "    out, relu = relu_forward(a)\n"
        "    return out, (fc, relu)\n"
    )
    assert {one.verdict for one in check_file(fork_server, file, {}).functions} == {verdicts.CORRECT}


def test_an_endless_forward_costs_only_itself(fork_server, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "import numpy as np\n"
        "def relu_forward(x):\n    while True: pass\n"
        "def sigmoid_forward(x):\n    return 1 / (1 + np.exp(-x)), x\n"
    )
    found = {one.function: one.verdict for one in check_file(fork_server, file, {}).functions}
    assert found["sigmoid_forward"] == verdicts.CORRECT
    assert found["relu_forward"] == verdicts.UNDECIDED
