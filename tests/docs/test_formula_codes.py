"""Formulas as code: SymPy code runs and says the same, NumPy code computes what the record states."""

import itertools
import re

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import (
    HadamardPower,
    Indexed,
    Integer,
    MatrixSymbol,
    OneMatrix,
    Rational,
    Symbol,
    ZeroMatrix,
    exp,
    hadamard_product,
)

from docs.site_builder import numpy_code, sympy_code
from docs.site_builder.formula_codes import formulas
from yudo import derivations
from yudo.derivations.calculus.functions import AffineIndex
from yudo.derivations.calculus.matrices import elementwise, entry, ones
from yudo.derivations.calculus.symbols import FlattenedSize, Tensor, indices, sizes, tensor, total
from yudo.verification.symbolic.evaluation import ScalarEvaluator

SIZES = {"N": 3, "D": 4, "M": 5, "C": 4, "H": 6, "V": 7, "T": 2, "S": 5, "K": 3, "L": 3, "P": 5, "G": 2}
SIZES |= {"F": 2, "R": 3, "Q": 3, "A": 3, "B": 2, "E": 4, "l": 2, "t": 2}
# All alike, because the evaluator takes the bounds of a sum over layers from a single layer.
WIDTHS = dict.fromkeys(range(-1, 4), 4)
LAYERS = range(4)
RESULTS = {result.id: result for layer in derivations.layers().values() for result in layer.results.values()}


FEW = {"N": 2, "C": 2, "F": 2, "R": 2, "T": 3, "P": 2, "Q": 3, "S": 2, "A": 2, "B": 3, "M": 2}


@pytest.fixture(autouse=True)
def few_terms(request, monkeypatch):
    """Sums over windows have many indices: the evaluator of the proof takes one term after the other."""
    of = getattr(request.node, "callspec", None)
    result = RESULTS.get(of.params.get("identifier")) if of is not None else None
    if result is not None and result.closed_form.has(AffineIndex):
        for name, size in FEW.items():
            monkeypatch.setitem(SIZES, name, size)


def number(size, layer=None):
    """A size as a number, in the given layer if it depends on one."""
    size = sympy.sympify(size)
    if isinstance(size, Indexed):
        return WIDTHS[number(size.indices[0], layer)]
    known = {symbol: SIZES[symbol.name] for symbol in size.free_symbols}
    if layer is not None:
        known = {symbol: layer if symbol.name in ("l", "t") else value for symbol, value in known.items()}
    return int(size.subs(known))


class Values:
    """Random arrays for all tensors of a formula: by name for code, by entry for the evaluator."""

    def __init__(self, *expressions):
        rng = np.random.default_rng(0)
        numbers = {s for e in expressions for s in e.free_symbols if s.is_Symbol and not s.is_integer}
        names = (sympy_code.identifier(one.name) for one in sorted(numbers, key=str))
        self.names = {**{name: rng.uniform(0.1, 0.9) for name in names}, **SIZES}
        found = {
            entry.base for e in expressions for entry in e.atoms(Indexed) if isinstance(entry.base, Tensor)
        }
        for one in sorted(found, key=str):
            if one.layer is None:
                self.names[one.name] = self._array(one, None, rng)
            else:
                if any(axis.has(Indexed) for axis in one.axes):
                    self.names["H"] = WIDTHS
                self.names[one.name] = {layer: self._array(one, layer, rng) for layer in LAYERS}

    @staticmethod
    def _array(one, layer, rng):
        shape = [number(size, layer) for size in one.axes]
        if one.label.is_integer:
            return rng.integers(0, SIZES["C"], shape)
        return rng.uniform(0.1, 0.9, shape)

    def entry(self, name, index):
        found = self.names[sympy_code.identifier(name)]
        if isinstance(found, dict):
            found, index = found[index[0]], index[1:]
        return np.asarray(found)[index].item()

    def of(self, value, axes):
        """All entries of an index expression, one after the other, by the evaluator of the proof."""
        known = {symbol: SIZES[symbol.name] for symbol in value.free_symbols if symbol.name in SIZES}
        evaluate = ScalarEvaluator(known, self.entry)
        shape = tuple(number(size) for _, size in axes)
        result = np.empty(shape)
        for place in itertools.product(*map(range, shape)):
            here = dict(zip((index for index, _ in axes), place, strict=True))
            result[place] = float(evaluate(value, here))
        return result

    def run(self, code, name, more=()):
        """What the code assigns to a name."""
        names = {**self.names, **dict(more)}
        exec(code, names)
        return eval(name, names)


@pytest.mark.parametrize("identifier", RESULTS)
def test_the_numpy_code_of_every_formula_computes_what_the_record_states(identifier):
    result = RESULTS[identifier]
    written = 0
    for _, subject, value, axes, name in formulas(result):
        try:
            code = numpy_code.statement(name, value, axes)
        except numpy_code.NoNumPy:
            assert value.has(sympy.Derivative)
            continue
        values = Values(subject, value)
        expected = values.of(value, axes)
        found = np.asarray(values.run(code, name))
        assert found.shape == expected.shape, code
        np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-15, err_msg=code)
        written += 1
    assert written, "not even the closed form is a computation"


@pytest.mark.parametrize("identifier", RESULTS)
def test_the_numpy_code_of_every_matrix_formula_computes_the_closed_form(identifier):
    result = RESULTS[identifier]
    values = Values(
        result.closed_form, *(d.entry for d in result.definitions), *(d.value for d in result.definitions)
    )
    for labels in ("y", "x"):
        if getattr(values.names.get(labels), "dtype", None) == np.int64 and "onehot" in values.names:
            classes = values.names["onehot"].shape[-1]
            values.names["onehot"] = np.eye(classes)[values.names[labels]]
    code = numpy_code.matrix_statement(result.name, result.matrix, len(result.matrix_indices))
    named = {*re.findall(r"\w+", code)}
    for d in result.definitions:
        # Of those that are named in matrix notation alone.
        if d.tensor.layer is None and not result.closed_form.has(d.tensor) and d.tensor.name in named:
            axes = tuple(zip(d.entry.indices, d.tensor.axes, strict=True))
            values.names[d.tensor.name] = values.of(d.value, axes)
    expected = values.of(result.closed_form, result.indices)
    # One matrix for each sample, or for each channel.
    choices = [
        [slice(None)] if index in result.matrix_indices else range(number(size))
        for index, size in result.indices
    ]
    for place in itertools.product(*choices):
        here = {str(index): at for (index, _), at in zip(result.indices, place, strict=True)}
        found = np.asarray(values.run(code, result.name, here))
        np.testing.assert_allclose(found, expected[place], rtol=1e-12, atol=1e-14, err_msg=code)


@pytest.mark.parametrize("identifier", RESULTS)
def test_the_sympy_code_of_every_formula_runs_where_it_is_pasted_and_says_the_same(identifier):
    for _, subject, value, _, _ in formulas(RESULTS[identifier]):
        names = {}
        exec(sympy_code.equation(subject, value), names)
        expected = [named(sympy_code.plain(side)) for side in (subject, value)]
        assert [named(side) for side in names["equation"].args] == expected
        assert all(
            module_of(part).startswith("sympy.") for part in sympy.preorder_traversal(names["equation"])
        )


def module_of(part):
    # The maximum over an axis is the one thing that SymPy lacks: the code brings its own.
    return "sympy.own" if type(part).__name__ == "Maximum" else type(part).__module__


def named(e):
    """An expression with all arrays and sizes as SymPy's own, and no other maximum than by name."""
    # SymPy sorts factors by the class of the symbol first.
    return str(e.xreplace({size: Symbol(size.name, **size.assumptions0) for size in e.atoms(FlattenedSize)}))


@pytest.mark.parametrize("identifier", RESULTS)
def test_the_sympy_code_of_every_matrix_formula_runs_and_has_the_shape_of_the_result(identifier):
    result = RESULTS[identifier]
    names = {}
    exec(sympy_code.matrix_expression(result.matrix), names)
    shape = getattr(result.matrix, "shape", ())
    assert list(map(str, getattr(names["expression"], "shape", ()))) == list(map(str, shape))
    symbols = {str(symbol) for symbol in result.matrix.atoms(MatrixSymbol)}
    assert {str(symbol) for symbol in names["expression"].atoms(MatrixSymbol)} == symbols


def test_an_upper_bound_is_part_of_the_code():
    result = RESULTS["relu.saturation"]
    names = {}
    exec(sympy_code.equation(result.subject, result.closed_form, result.upper_bound), names)
    assert names["bound"].rhs == Integer(4) ** (-Symbol("t", integer=True))


N, D = sizes("N D")
n, d, k = indices("n d k")
x, w = tensor("x", N, D), tensor("w", D, D)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (total(x[n, k] * w[k, d], (k, D)), 'out = np.einsum("nk,kd->nd", x, w)'),
        (x[n, d] - total(x[n, k], (k, D)), "out = x - x.sum(axis=1)[:, None]"),
        (exp(x[n, d]) / (2 * N), "out = np.exp(x) / (2 * N)"),
        (w[d, d] * x[n, d], "out = x * w[np.arange(D), np.arange(D)]"),
        (w[d, n], "out = w.T"),
        (1 - sympy.tanh(x[n, d]) ** 2, "out = 1 - np.tanh(x) ** 2"),
    ],
)
def test_numpy_code_reads_as_one_would_write_it(value, code):
    assert numpy_code.statement("out", value, ((n, N), (d, D))).splitlines()[-1] == code


def test_a_derivative_has_no_numpy_code():
    with pytest.raises(numpy_code.NoNumPy, match="not a computation"):
        numpy_code.statement("dw", sympy.Derivative(x[n, d] ** 2, x[n, d]), ((n, N), (d, D)))


def test_names_that_python_cannot_have_are_changed():
    assert [sympy_code.identifier(name) for name in ("lambda", "W[l - 1]", "x")] == [
        "lambda_",
        "W_l_minus_1",
        "x",
    ]


EXPONENTS = st.sampled_from([2, 3, -1, -2, Rational(1, 2), Rational(-1, 2), Rational(-3, 2)])
FACTORS = st.sampled_from([2, -1, -3, Rational(1, 2), Rational(-2, 3), 1 / N, -1 / N, 2 / (3 * N)])
A, B = (tensor(name, N, D, positive=True) for name in "AB")


@st.composite
def entries(draw, depth=3):
    """An expression in n and d whose powers have positive bases."""
    if depth == 0:
        return draw(st.sampled_from([A[n, d], B[n, d], w[d, d], Integer(2), 1 / N]))
    one, other = draw(entries(depth - 1)), draw(entries(depth - 1))
    kind = draw(st.sampled_from(["+", "-", "*", "/", "**", "exp", "sum", "factor"]))
    match kind:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case "/":
            return one / (1 + other**2)
        case "**":
            return (1 + one**2) ** draw(EXPONENTS)
        case "exp":
            return exp(-(one**2))
        case "factor":
            return draw(FACTORS) * one
    bound = Symbol(f"k{depth}", integer=True)
    return total(((1 + one**2) * A[n, d]).xreplace({d: bound}), (bound, D))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(entries())
def test_numpy_code_of_any_entry_is_bracketed_as_the_formula_is(value):
    axes = ((n, N), (d, D))
    code = numpy_code.statement("out", value, axes)
    values = Values(value, A[n, d])
    expected = values.of(value, axes)
    np.testing.assert_allclose(values.run(code, "out"), expected, rtol=1e-9, atol=1e-9, err_msg=code)


@st.composite
def matrices(draw, depth=3):
    """A matrix of shape (N, D) whose powers have positive bases."""
    if depth == 0:
        return draw(st.sampled_from([A.matrix, B.matrix, OneMatrix(N, D), ones(N) * ones(D).T]))
    one, other = draw(matrices(depth - 1)), draw(matrices(depth - 1))
    kind = draw(st.sampled_from(["+", "-", "circ", "@", "power", "exp", "factor", "spread"]))
    match kind:
        case "+":
            return one + other
        case "-":
            return one - other
        case "circ":
            return hadamard_product(one, other)
        case "@":
            return one * (other.T * A.matrix)
        case "power":
            return HadamardPower(OneMatrix(N, D) + hadamard_product(one, one), draw(EXPONENTS))
        case "exp":
            return elementwise(exp, -hadamard_product(one, one))
        case "factor":
            return draw(FACTORS) * one
    return ones(N) * (one.T * ones(N)).T


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(matrices())
def test_numpy_code_of_any_matrix_formula_is_bracketed_as_the_formula_is(matrix):
    assume(not matrix.has(ZeroMatrix))
    code = numpy_code.matrix_statement("out", matrix, 2)
    value = entry(matrix, n, d, (A, B))
    values = Values(value, A[n, d], B[n, d])
    expected = values.of(value, ((n, N), (d, D)))
    np.testing.assert_allclose(values.run(code, "out"), expected, rtol=1e-9, atol=1e-9, err_msg=code)
