"""How formulas are written: in the order and with the signs of the field."""

import pytest
from sympy import Derivative, Rational, Symbol, Trace, hadamard_product, log, oo

from yudo.derivations.calculus import Row, indices, ones, scalars, sizes, tensor, total
from yudo.derivations.calculus.examples import array_latex
from yudo.derivations.calculus.latex import latex

N, D = sizes("N D")
n, d, k = indices("n d k")
(reg,) = scalars("lambda", positive=True)
A = tensor("A", N, D, positive=True)
a = A.matrix
R = Symbol("R", real=True)


@pytest.mark.parametrize(
    ("matrix", "written"),
    [
        (ones(N), r"\mathbf{1}"),
        (ones(N).T, r"\mathbf{1}^{\top}"),
        (a * ones(D) * ones(D).T, r"A \, \mathbf{1} \, \mathbf{1}^{\top}"),
        (ones(N) * ones(N).T * a / N, r"\frac{1}{N} \, \mathbf{1} \, \mathbf{1}^{\top} \, A"),
        (Row(a, n).T * Row(a.T, d), r"A_{n,:}^{\top} \, A_{:,d}"),
        (Row(tensor("A", N, D, D).cut(n, None, None).matrix, k), "A_{n,k,:}"),
        ((1 - reg) * a, r"\left(1 - \lambda\right) \, A"),
        (ones(N) * ones(D).T - a, r"\mathbf{1} \, \mathbf{1}^{\top} - A"),
        (
            hadamard_product(a, a + ones(N) * ones(D).T),
            r"A \circ \left(A + \mathbf{1} \, \mathbf{1}^{\top}\right)",
        ),
    ],
)
def test_a_column_of_ones_a_row_and_a_matrix_are_told_apart(matrix, written):
    assert latex(matrix) == written


@pytest.mark.parametrize(
    ("loss", "begins", "ends"),
    [
        (-total(log(A[n, d]), (n, N), (d, D)) / N + R, r"-\frac{1}{N}", " + R"),
        (total(A[n, k], (k, D)) + Derivative(R, A[n, d]), r"\sum", r"\frac{\partial R}{\partial A_{n,d}}"),
        (
            -Trace(a.T * a) / N + reg / 2 * Trace(a.T * a),
            r"-\frac{1}{N}",
            r"A^{\top} \, A \right)",
        ),
        (-total(A[n, k], (k, D)) + reg / 2 * total(A[n, k] ** 2, (k, D)), r"-\sum", "A_{n,k}^{2}"),
        (A[n, d] - total(A[n, k], (k, D)), "A_{n,d} - ", "A_{n,k}"),
    ],
)
def test_what_the_data_say_comes_before_the_penalty(loss, begins, ends):
    assert latex(loss).startswith(begins)
    assert latex(loss).endswith(ends)


def test_an_entry_of_an_array_that_is_infinite_is_written_with_its_sign():
    assert array_latex([[0, -oo]]) == r"\begin{pmatrix}0 & -\infty\end{pmatrix}"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Rational(44715, 10**6), "0.044715"),
        (-Rational(1, 2048), "-0.00048828125"),
        (Rational(1, 1000), r"\frac{1}{1000}"),
        (Rational(1, 3000), r"\frac{1}{3000}"),
    ],
)
def test_a_number_of_many_decimals_is_written_as_decimals_alone_and_in_a_product(number, written):
    assert latex(number) == written
    if "frac" not in written:
        assert latex(number * Symbol("x")) == rf"{written} \, x"
