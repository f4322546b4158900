"""What a file notices or borrows does not make it right."""

import textwrap

import pytest

from yudo.verification.checking import verdicts
from yudo.verification.checking.files import LIMITS, check_file
from yudo.verification.checking.judge.trials import ordinary, salted
from yudo.verification.sandbox import ForkServer
from yudo.verification.symbolic.inputs import Shape

SHAPES = {"x": Shape(("N", "D"))}
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
DEPENDS = {
    "on single precision": "WATCHED = lambda dout: dout.dtype != np.float32",
    "on large gradients": "WATCHED = lambda dout: np.all(np.abs(dout) < 1e7)",
    "on tiny gradients": "WATCHED = lambda dout: np.all(np.abs(dout) > 1e-5)",
    "on arrays being arrays": "WATCHED = lambda dout: type(dout) is not np.ndarray",
}
FORGES = {
    "leaves out what is wrong": """
        described = told.described
        told.described = lambda one: {
            **described(one), "quantities": [q for q in one.quantities if q != "dw"],
        }
        """,
    "says that it is something else": """
        described = told.described
        told.described = lambda one: {
            **described(one), "reference": "relu.derivative", "shapes": [("x", ["N", "D"], "real", None)],
            "quantities": ["dx"], "readings": [(0, None)], "flaws": [], "guards": [], "images": None,
        }
        """,
    "has shapes of its own": """
        described = told.described
        told.described = lambda one: {
            **described(one), "shapes": [(name, [1] * len(sizes), kind, below)
                                         for name, sizes, kind, below in described(one)["shapes"]],
        }
        """,
    "answers in the judge's place": """
        def _describe(self, question, _):
            said = {"function": "affine_backward", "verdict": "correct", "evidence": "proof for all shapes",
                    "line": 1, "seconds": 0, "results": [], "wrong": [], "convention": None, "diagnosis": [],
                    "findings": [], "reason": None, "formulas": [], "counterexample": None}
            return {"unread": None, "notes": [], "definitions": {}, "subjects": [], "others": [],
                    "hopeless": [said]}, b""
        told.Submission._describe = _describe
        """,
    "calls it correct without a definition": """
        describe = told.Submission._describe
        def _describe(self, question, content):
            reply, content = describe(self, question, content)
            return reply | {"subjects": [], "others": ["affine_backward"]}, content
        def _others(self, question, _):
            said = {"function": "affine_backward", "verdict": "correct", "evidence": "proof for all shapes",
                    "line": 1, "seconds": 0, "results": [], "wrong": [], "convention": None, "diagnosis": [],
                    "findings": [], "reason": None, "formulas": [], "counterexample": None}
            return {"reports": [said]}, b""
        told.Submission._describe, told.Submission._others = _describe, _others
        """,
    "returns no arrays": """
        told.Submission._run = lambda self, question, _: (
            {"values": {"dw": {"dtype": "O"}}, "reads": {}}, b"x",
        )
        """,
    "traces the right expression": """
        run, trace = told.Submission._run, told.Submission._trace
        def _trace(self, question, content):
            global WATCHED
            WATCHED = lambda: True
            try:
                return trace(self, question, content)
            finally:
                WATCHED = lambda: False
        told.Submission._trace = _trace
        """,
}
WITH_THE_CHECKER = """
import os
told = os.sys.modules["yudo.verification.checking.submission"]
WATCHED = lambda: False
"""
PATCHES = {
    "at import": "import yudo.verification.checking.verdicts as v\nv.WRONG = v.CORRECT",
    "what NumPy finds largest": """
        BACKWARD = affine_backward
        def affine_backward(dout, cache):
            np.max = lambda *given, **named: 0.0
            np.array_equal = np.allclose = lambda *given, **named: True
            return BACKWARD(dout, cache)
        """,
    "a moment later": """
        import os, threading, time
        def later():
            time.sleep(0.1)
            v = os.sys.modules["yudo.verification.checking.verdicts"]
            v.WRONG = v.CORRECT
        threading.Thread(target=later, daemon=True).start()
        """,
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
def judged(fork_server, tmp_path):
    def of(*parts):
        file = tmp_path / "mine.py"  # the course's layers.py is another one
        file.write_text("\n".join(textwrap.dedent(part) for part in parts))
        report = check_file(fork_server, file, {})
        return {one.function: one.verdict for one in report.functions}

    return of


@pytest.fixture
def verdict(judged):
    return lambda *parts: judged(*parts)["affine_backward"]


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


@pytest.mark.parametrize("depends", DEPENDS.values(), ids=DEPENDS)
def test_what_is_right_only_for_usual_inputs_is_not_correct(verdict, depends):
    assert verdict(FORWARD, BACKWARD.replace("WATCHED()", "WATCHED(dout)"), depends) == verdicts.WRONG


@pytest.mark.parametrize("forges", FORGES.values(), ids=FORGES)
def test_nothing_that_a_file_answers_makes_wrong_code_correct(judged, forges):
    found = judged(FORWARD, BACKWARD, WITH_THE_CHECKER, forges)
    assert found.get("affine_backward") != verdicts.CORRECT


def test_a_file_that_has_the_checker_in_its_hands_is_judged_as_any_other(judged):
    found = judged(FORWARD, BACKWARD, WITH_THE_CHECKER, "WATCHED = lambda: True")
    assert found == {"affine_forward": verdicts.CORRECT, "affine_backward": verdicts.CORRECT}


def test_other_inputs_are_drawn_from_another_salt_and_the_same_from_the_same():
    def drawn(salt):
        with salted(salt):
            return [trial.given["x"].tolist() for trial in ordinary(SHAPES)]

    assert drawn(0) == [trial.given["x"].tolist() for trial in ordinary(SHAPES)]
    assert drawn(3) == drawn(3)
    assert all(one != other for one, other in zip(drawn(3), drawn(4), strict=True))


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
