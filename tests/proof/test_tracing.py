"""Rebuilding functions, methods, classes and modules so that they run on symbols."""

import ast
import functools
import math
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import sympy
from numpy import exp as exponential

import yudo
from yudo import prove_vjp
from yudo.verification.symbolic.arrays.content import exact
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import TraceFailed, Tracer

ROOT = Path(yudo.verification.__file__).parent


def traced(function, **shapes):
    inputs = SymbolicInputs(read_shapes(shapes))
    result = Tracer().call(function, *inputs.arrays())
    return result.content.at(result.content._symbols)


def helper(x):
    return exponential(x) + CONSTANT


CONSTANT = np.float64(0.5)
WEIGHTS = np.array([1.0, 2.0])


def test_helpers_constants_and_names_imported_from_numpy_are_read():
    assert "exp(" in str(traced(lambda x: helper(x), x=("N",)))
    assert "1/2" in str(traced(lambda x: helper(x), x=("N",)))


def test_a_real_array_among_the_globals_is_read_as_numbers():
    assert traced(lambda x: (x * WEIGHTS).sum(), x=(2,)).subs({}) is not None
    assert str(traced(lambda x: (x * WEIGHTS).sum(), x=(2,))) == "x[0] + 2*x[1]"


def test_closures_defaults_partials_and_recursion_are_read():
    factor = 3

    def scaled(x, power=2):
        return factor * x**power

    def chain(x, depth):
        return x if depth == 0 else chain(scaled(x, power=1), depth - 1)

    assert "9*" in str(traced(lambda x: chain(x, 2), x=("N",)))
    assert str(traced(functools.partial(scaled, power=3), x=("N",))).startswith("3*x[")


def test_the_math_module_is_exact():
    assert "sqrt(2)" in str(traced(lambda x: x * math.sqrt(2), x=("N",)))
    assert "sqrt(D)" in str(traced(lambda x: x / math.sqrt(x.shape[1]), x=("N", "D")))
    assert str(traced(lambda x: x * math.pi, x=("N",))).startswith("pi*x[")
    with pytest.raises(TraceFailed, match=r"math\.gamma"):
        traced(lambda x: x * math.gamma(3), x=("N",))


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (math.pi, sympy.pi),
        (-math.sqrt(2 / math.pi), -sympy.sqrt(2 / sympy.pi)),
        (1 / math.sqrt(2 * math.pi), 1 / sympy.sqrt(2 * sympy.pi)),
        (0.7978845608, sympy.Rational(7978845608, 10**10)),
        (3.14159, sympy.Rational(314159, 10**5)),
    ],
)
def test_a_number_of_the_code_is_a_root_of_pi_only_to_its_last_digit(number, meant):
    assert exact(number) == meant


class Base:
    def __init__(self, scale):
        self.scale = scale

    def forward(self, x):
        return self.scale * x


class Derived(Base):
    def forward(self, x):
        return super().forward(x) + self.shift

    @property
    def shift(self):
        return self.double(1)

    @staticmethod
    def double(a):
        return 2 * a


def test_classes_with_super_properties_and_static_methods_are_read():
    assert str(traced(Derived(3).forward, x=("N",))).startswith("3*x[")
    assert str(traced(lambda x: Derived(4).forward(x), x=("N",))).endswith("+ 2")


def test_a_live_object_is_not_changed_by_tracing():
    class Layer:
        def forward(self, x):
            self.cache = x
            return 2 * x

    layer = Layer()
    traced(layer.forward, x=("N",))
    assert not hasattr(layer, "cache")


def test_an_import_inside_a_function_is_read():
    def forward(x):
        import numpy

        return numpy.exp(x)

    assert "exp(" in str(traced(forward, x=("N",)))


SOURCE = """
import numpy as np
from math import sqrt

def _flat(x):
    return x.reshape(len(x), -1)

def affine_forward(x, w, b):
    out = _flat(x).dot(w) + b
    return out, (x, w)

def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T).reshape(x.shape), _flat(x).T.dot(dout), np.sum(dout, axis=0)
"""


def test_a_module_is_read_from_its_source_text():
    module = Tracer().module(SOURCE, "submission.py")
    proof = prove_vjp(
        module.affine_forward, module.affine_backward, x=("N", 2, "D"), w=("2*D", "M"), b=("M",)
    )
    assert proof.verdict == "proven", str(proof)


def test_an_error_in_source_text_names_its_file_and_line():
    module = Tracer().module("import numpy as np\n\ndef f(x):\n    return np.sort(x)\n", "submission.py")
    with pytest.raises(TraceFailed, match=r"submission\.py:4: .*np\.sort"):
        Tracer().call(module.f, *SymbolicInputs(read_shapes({"x": ("N",)})).arrays())


def test_the_prover_imports_without_numpy():
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "import yudo\n"
        "def f(x): return 2 * x, None\n"
        "def g(dout, cache): return 2 * dout\n"
        "def h(dout, cache): return dout\n"
        "print(yudo.prove_vjp(f, g, x='N').verdict, yudo.prove_vjp(f, h, x='N').verdict)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["proven", "refuted"]


@pytest.mark.parametrize("folder", ["arrays", "frontends", "tracing"])
def test_the_symbolic_numpy_imports_sympy_and_the_standard_library_alone(folder):
    files = sorted((ROOT / "symbolic" / folder).glob("*.py"))
    assert files
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.partition(".")[0]
                allowed = {*sys.stdlib_module_names, "sympy", "yudo"}
                assert top in allowed, f"{path.name} imports {name}"


def test_importing_verification_costs_next_to_nothing():
    code = "import sys, yudo; print('sympy' in sys.modules, 'numpy' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent, check=True
    )
    assert ran.stdout.split() == ["False", "False"]


class Gradients(NamedTuple):
    dx: object
    dw: object


def test_a_named_tuple_may_hold_the_gradients():
    def backward(dout, cache):
        x, w = cache
        return Gradients(dw=x.T @ dout, dx=dout @ w.T)

    assert prove_vjp(lambda x, w: (x @ w, (x, w)), backward, x="N D", w="D M").proven
