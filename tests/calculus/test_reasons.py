"""The reason of a step is told from its two lines."""

import pytest
from sympy import Derivative, KroneckerDelta, exp

from yudo.derivations import layers
from yudo.derivations.calculus import Definition, indices, rules, sizes, tensor, total
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.reasons import reasons, struck_latex

N, D = sizes("N D")
n, d, i, j, k = indices("n d i j k")
x, g = tensor("x", N, D), tensor("g", N, D)
PICKED = total(g[n, d] * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D))


def _told(before, after, rule, definitions=()):
    return "\n".join(text.en for text in reasons(before, after, rule, definitions))


def test_what_a_delta_picks_is_named_and_what_vanishes_is_struck_out():
    told = _told(PICKED, g[i, j], rules.DELTA_PICKS)
    assert "n = i" in told
    assert "d = j" in told
    assert "stays" not in told
    struck = struck_latex(PICKED, g[i, j], rules.DELTA_PICKS)
    assert struck.count(r"\cancel") == 4
    assert r"\cancel{\mathrm{g}" not in struck


def test_a_sum_whose_index_no_delta_has_is_said_to_stay():
    before = total(g[n, d] * KroneckerDelta(d, j), (n, N), (d, D))
    told = _told(before, total(g[n, j], (n, N)), rules.DELTA_PICKS)
    assert "The sum over $n$ stays" in told


def test_the_derivative_of_an_entry_is_told_with_the_letters_of_the_step():
    before = total(g[n, d] * Derivative(x[n, d], x[i, j]), (n, N), (d, D))
    told = _told(before, PICKED, rules.ENTRIES_ARE_INDEPENDENT)
    assert r"$n = i$, $d = j$" in told
    assert r"\textcolor{green}{\delta_{d,\,j} \, \delta_{i,\,n}}" in told


def test_factors_without_the_variable_are_named_as_constant():
    after = total(g[n, d] * Derivative(x[n, d], x[i, j]), (n, N), (d, D))
    told = _told(
        Derivative(total(g[n, d] * x[n, d], (n, N), (d, D)), x[i, j]), after, rules.DIFFERENTIATE_UNDER_SUM
    )
    assert "Constant with respect to $x_{i,j}$: $g_{n,d}$" in told


def test_only_what_stands_above_and_below_is_cancelled():
    row = total(exp(x[n, k]), (k, D))
    shared = exp(g[n, 0])
    assert struck_latex(shared * exp(x[n, d]) / (shared * row), exp(x[n, d]) / row, rules.CANCEL) == ""
    assert (
        struck_latex(exp(x[n, 1]) / (exp(x[n, 0]) + exp(x[n, 1])), 1 / (exp(x[n, 0]) + 1), rules.CANCEL) == ""
    )


def test_an_entry_within_a_function_or_a_name_is_told_like_one_that_stands_alone():
    z = tensor("z", N, D)
    named = Definition(z[n, d], exp(x[n, d]))
    after = g[i, j] * exp(x[i, j])
    for before in (exp(x[n, d]), z[n, d]):
        whole = total(g[n, d] * Derivative(before, x[i, j]), (n, N), (d, D))
        told = _told(whole, after, rules.DELTA_PICKS, [named])
        assert r"\frac{\partial x_{n,d}}{\partial x_{i,j}} = \textcolor{green}" in told
        assert "of the sum over $n$ only the term with" in told


def test_what_is_still_to_be_differentiated_is_not_told_of():
    whole = Derivative(total(g[n, d] * exp(x[n, d]), (n, N), (d, D)), x[i, j])
    through = total(g[n, d] * Derivative(exp(x[n, d]), x[i, j]), (n, N), (d, D))
    assert "It is 1 only" not in _told(whole, through, rules.CHAIN_RULE)


def test_a_delta_that_goes_by_a_name_picks_as_well():
    mask = tensor("mask", N, D)
    before = total(g[n, d] * mask[n, d], (d, D))
    told = _told(before, g[n, j], rules.DELTA_PICKS, [Definition(mask[n, d], KroneckerDelta(d, j))])
    assert "of the sum over $d$ only the term with $\\textcolor{green}{d = j}$ is left" in told


@pytest.mark.parametrize("stem", layers())
def test_every_sum_that_a_delta_removes_is_explained(stem):
    """In each lecture: a term for each delta that vanishes, and one at least for a derivative that does."""
    for result in layers()[stem].results.values():
        before = result.derivation.start
        for step in result.derivation.steps:
            after = step.expression
            summed = {index for binder in before.atoms(Sum) for index in binder.bound_symbols}
            gone = before.atoms(KroneckerDelta) - after.atoms(KroneckerDelta)
            picking = {delta for delta in gone if summed & set(delta.args)}
            if step.rule == rules.DELTA_PICKS:
                told = _told(before, after, step.rule, result.definitions)
                carried_out = before.atoms(Derivative) - after.atoms(Derivative)
                assert told.count("only the term") >= max(len(picking), bool(carried_out)), result.id
            before = after


@pytest.mark.parametrize("stem", layers())
def test_no_delta_appears_that_is_not_announced(stem):
    """In each lecture, whatever the rule is called, unless another page has or a name stands for it."""
    for result in layers()[stem].results.values():
        before = result.derivation.start
        for step in result.derivation.steps:
            new = step.expression.atoms(KroneckerDelta) - before.atoms(KroneckerDelta)
            if step.rule not in (rules.DELTA_PICKS, rules.KNOWN_RESULT, rules.DEFINITION, rules.NAME):
                told = _told(before, step.expression, step.rule, result.definitions)
                assert {delta for delta in new if latex(delta) not in told} == set(), result.id
            before = step.expression
