"""Where SymPy's own matrix calculus is silently wrong, and that the way taken here is not.

Each test pins the flaw as it is in the SymPy that is installed: when one of them is mended the test
fails, and the list on the site can shrink.
"""

from sympy import Heaviside, MatrixSymbol, Symbol, Trace, ZeroMatrix, symbols
from sympy.functions import exp, log

from yudo.derivations.calculus import equal, gradient, indices, scalars, sizes, step, tensor, total
from yudo.derivations.calculus.functions import Sum

N, D, M = sizes("N D M")
n, d, m, k, i, j = indices("n d m k i j")
X, W = MatrixSymbol("X", D, N), MatrixSymbol("W", M, D)
w, x = tensor("w", D, M), tensor("x", N, D)
(lam,) = scalars("lambda")


def test_matrix_diff_loses_a_sum_of_traces_but_entrywise_differentiation_keeps_it():
    objective = Trace((W * X).T * (W * X)) / 2 + lam * Trace(W.T * W) / 2
    assert objective.diff(W) == ZeroMatrix(M, D) or objective.diff(W) == 0
    entrywise = total(total(x[n, d] * w[d, m], (d, D)) ** 2, (n, N), (m, M)) / 2
    entrywise += lam / 2 * total(w[d, m] ** 2, (d, D), (m, M))
    derived = total(x[n, i] * total(x[n, d] * w[d, j], (d, D)), (n, N)) + lam * w[i, j]
    assert equal(gradient(entrywise, w[i, j]), derived)


def test_matrix_diff_loses_a_trace_beside_a_number_but_entrywise_differentiation_keeps_it():
    objective = 1 + lam * Trace(W.T * W)
    assert objective.diff(W) == ZeroMatrix(M, D) or objective.diff(W) == 0
    assert equal(gradient(1 + lam * total(w[d, m] ** 2, (d, D), (m, M)), w[i, j]), 2 * lam * w[i, j])


def test_matrix_diff_loses_an_entry_but_entrywise_differentiation_keeps_it():
    assert MatrixSymbol("A", 3, 3)[1, 1].diff(MatrixSymbol("A", 3, 3)) in (0, ZeroMatrix(3, 3))
    assert gradient(w[1, 1], w[1, 1]) == 1


def test_a_bound_index_of_the_same_name_captures_the_free_one_in_sympy_but_not_here():
    captured = Sum(x[n, d], (d, 0, D - 1)).diff(x[n, d])
    assert captured.doit() == D
    assert equal(gradient(total(x[n, d], (d, D)), x[n, d]), 1)


def test_heaviside_is_a_half_at_zero_but_the_convention_here_is_zero():
    assert Heaviside(0) == symbols("one", positive=True) ** 0 / 2
    assert step(Symbol("a", real=True)).subs(Symbol("a", real=True), 0) == 0


def test_expanding_powers_turns_the_exponential_of_a_sum_into_a_product_but_the_normal_form_does_not():
    power = exp(Sum(x[n, d], (d, 0, D - 1)))
    assert power.expand(power_exp=True).func.__name__ == "Product"
    assert equal(log(power), total(x[n, k], (k, D)))
