"""Matrix notation is read entry by entry."""

import pytest
from sympy import (
    HadamardPower,
    Identity,
    Integer,
    Inverse,
    KroneckerDelta,
    Trace,
    ZeroMatrix,
    exp,
    hadamard_product,
)

from yudo.derivations.calculus import Diagonal, Row, elementwise, equal, indices, ones, sizes, tensor, total
from yudo.derivations.calculus.matrices import entry

N, D = sizes("N D")
n, d, k, i, j = indices("n d k i j")
A, B = tensor("A", N, D), tensor("B", N, D)
u = tensor("u", D)
a, b = A.matrix, B.matrix

READINGS = {
    "a product": (a * b.T, i, j, total(A[i, k] * B[j, k], (k, D))),
    "a scaled difference": ((a - b) / N, i, j, (A[i, j] - B[i, j]) / N),
    "a transpose": (a.T, i, j, A[j, i]),
    "row sums": (a * ones(D), i, 0, total(A[i, k], (k, D))),
    "a spread-out vector": (ones(N) * u.matrix.T, i, j, u[j]),
    "a Hadamard product": (hadamard_product(a, b), i, j, A[i, j] * B[i, j]),
    "a Hadamard power": (HadamardPower(a, 2), i, j, A[i, j] ** 2),
    "a function of every entry": (elementwise(exp, a), i, j, exp(A[i, j])),
    "a diagonal": (Diagonal(u.matrix), i, j, KroneckerDelta(i, j) * u[i]),
    "scaled rows": (Inverse(Diagonal(a * ones(D))) * b, i, j, B[i, j] / total(A[i, k], (k, D))),
    "a row as a column": (Row(a, n), i, 0, A[n, i]),
    "a column of zeros": (ZeroMatrix(D, 1), i, 0, Integer(0)),
    "the identity": (Identity(D) * a.T, i, j, A[j, i]),
    "a trace": (Trace(a.T * b) / N, 0, 0, total(A[n, d] * B[n, d], (n, N), (d, D)) / N),
}


@pytest.mark.parametrize("name", READINGS)
def test_the_entry_of(name):
    matrix, row, column, expected = READINGS[name]
    assert equal(entry(matrix, row, column, (A, B, u)), expected)


@pytest.mark.parametrize("matrix", [a * b, a + b.T, hadamard_product(a, b.T)])
def test_shapes_that_do_not_fit_are_refused(matrix):
    with pytest.raises(ValueError, match="shapes do not fit"):
        entry(matrix, i, j, (A, B, u))
