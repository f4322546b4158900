"""Records of every discovered layer: checked steps, both notations, stable statements."""

import subprocess
import sys

import pytest
from sympy import Add, Derivative, Symbol

from yudo import derivations
from yudo.derivations.calculus import (
    REAL_ARITHMETIC,
    Assumption,
    Definition,
    Layer,
    StepRefused,
    Text,
    expand,
    indices,
    rules,
    sizes,
    step,
    tensor,
    total,
    unroll,
)
from yudo.derivations.calculus.display import BILINGUAL

RESULTS = {r.id: r for layer in derivations.layers().values() for r in layer.results.values()}

N, D, M = sizes("N D M")
n, d, m, i, j, l = indices("n d m i j l")  # noqa: E741
x, w, dout = tensor("x", N, D), tensor("w", D, M), tensor("dout", N, M)
L = Symbol("L", real=True)


def weights_layer():
    return Layer("sample", Text("예", "Sample"), Text("예", "Sample"), (x, w), dout)


def weights_result(layer):
    objective = total(dout[n, m] * x[n, d] * w[d, m], (n, N), (m, M), (d, D))
    return layer.result(
        "dw",
        Text("그래디언트", "Gradient"),
        Derivative(L, w[i, j]),
        Derivative(objective, w[i, j]),
        indices=((i, D), (j, M)),
    )


@pytest.mark.parametrize("identifier", RESULTS)
def test_every_result_has_both_notations_and_a_statement(identifier):
    result = RESULTS[identifier]
    assert result.index_latex.count("=") >= 1
    assert result.matrix_latex.count("=") >= 1
    assert len(result.statement) == 8
    assert int(result.statement, 16) >= 0
    assert result.title.ko
    assert result.title.en


@pytest.mark.parametrize("identifier", RESULTS)
def test_every_result_shows_itself_in_both_languages_with_its_permanent_anchor(identifier):
    bundle = RESULTS[identifier]._repr_mimebundle_()[BILINGUAL]
    for language in ("ko", "en"):
        assert f'id="{identifier}"' in bundle[language]
        assert RESULTS[identifier].title[language] in bundle[language]
    assert bundle["ko"].count("$$") == bundle["en"].count("$$")


@pytest.mark.parametrize("identifier", [r for r in RESULTS if ".d" in r])
def test_every_gradient_has_named_steps(identifier):
    assert RESULTS[identifier].derivation.steps


def test_statements_are_the_same_in_another_process():
    code = (
        "from yudo import derivations\n"
        "for layer in derivations.layers().values():\n"
        "    print(*(result.statement for result in layer.results.values()))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == [r.statement for r in RESULTS.values()]


def test_a_wrong_step_is_refused_with_its_difference():
    opened = weights_result(weights_layer())
    with pytest.raises(StepRefused, match=r"sample\.dw: step 1 .*\n.*\n.*\n  difference: .*dout"):
        opened.by(rules.DELTA_PICKS, total(x[n, i] * dout[n, j], (n, N)) / N)
    assert not opened.derivation.steps


def test_a_wrong_matrix_notation_is_refused():
    opened = weights_result(weights_layer()).by(rules.DELTA_PICKS, total(x[n, i] * dout[n, j], (n, N)))
    with pytest.raises(StepRefused, match="matrix notation"):
        opened.in_matrices(2 * x.matrix.T * dout.matrix, (x, dout))
    with pytest.raises(ValueError, match="was not closed"):
        _ = opened.matrix


def test_a_derivative_of_a_named_tensor_is_taken_of_what_it_stands_for():
    z = tensor("z", N, M)
    definition = Definition(z[n, m], total(x[n, d] * w[d, m], (d, D)))
    opened = weights_layer().result(
        "dw",
        Text("예", "Sample"),
        L,
        Derivative(total(dout[n, m] * z[n, m], (n, N), (m, M)), w[i, j]),
        indices=((i, D), (j, M)),
        definitions=(definition,),
    )
    with pytest.raises(StepRefused):
        opened.by(rules.CANCEL, 0)
    opened.by(rules.DELTA_PICKS, total(x[n, i] * dout[n, j], (n, N)))


def test_the_statement_changes_with_what_is_claimed_and_not_with_the_way_to_it():
    closed = total(x[n, i] * dout[n, j], (n, N))
    direct = weights_result(weights_layer()).by(rules.DELTA_PICKS, closed)
    slow = weights_result(weights_layer()).by(rules.SWAP_SUMS, closed).by(rules.NAME, closed)
    assert direct.statement == slow.statement
    layer = weights_layer()
    layer.assumptions = (REAL_ARITHMETIC, Assumption("nice", Text("좋다", "nice")))
    assert weights_result(layer).by(rules.DELTA_PICKS, closed).statement != direct.statement


def test_a_definition_is_told_with_the_first_result_that_reaches_it_and_linked_where_one_mentions_it():
    z, a, unused = (tensor(name, N, M) for name in ("z", "a", "unused"))
    definitions = (
        Definition(unused[n, m], x[n, m]),
        Definition(z[n, m], total(x[n, d] * w[d, m], (d, D))),
        Definition(a[n, m], 2 * z[n, m]),
    )
    layer = weights_layer()
    out, again, last = (
        layer.result(name, Text("예", "Sample"), L, value, ((n, N), (m, M)), definitions=definitions)
        for name, value in (("out", a[n, m]), ("again", 3 * a[n, m]), ("last", x[n, m]))
    )
    assert [*out.told] == [*again.reached] == [2, 3]
    assert not again.told
    assert [*again.told_before] == ["sample.out.where.3"]
    assert not last.reached
    assert not last.told_before


def test_a_name_is_given_once():
    layer = weights_layer()
    weights_result(layer)
    with pytest.raises(ValueError, match="already"):
        weights_result(layer)


def test_layers_come_after_those_they_use():
    order = list(derivations.layers())
    for layer in derivations.layers().values():
        assert all(order.index(used) < order.index(layer.stem) for used in layer.uses)


def test_a_net_names_its_layers_in_the_order_in_which_they_are_read():
    order = list(derivations.layers())
    for layer in derivations.layers().values():
        places = [order.index(used) for used in layer.uses]
        assert places == sorted(places), layer.stem


def test_unknown_layers_and_results_are_named_with_what_there_is():
    with pytest.raises(KeyError, match=r"no layer 'afine'; there are adam"):
        derivations.layer("afine")
    with pytest.raises(KeyError, match=r"no result 'affine\.dv'; affine has out"):
        derivations.result("affine.dv")


def test_a_recurrence_expands_by_one_layer_and_unrolls_to_its_exact_case():
    (depth,) = sizes("K")
    a = tensor("a", N, layer=l)
    chain = (Definition(a[0, n], tensor("u", N)[n]), Definition(a[l, n], 2 * a[l - 1, n]))
    assert expand(a[l, n], chain) == 2 * a[l - 1, n]
    assert unroll(a[depth, n], chain, {depth: 3}) == 8 * tensor("u", N)[n]


def test_arrays_of_one_name_and_other_axes_are_told_apart_and_can_be_sorted():
    one, same, other = tensor("x", N, D), tensor("x", N, D), tensor("x", N, M)
    assert one == same != other
    assert one.func(*one.args) == one
    total_of_both = one[n, d] + other[n, d]
    assert {entry.base.axes for entry in total_of_both.args} == {(N, D), (N, M)}
    assert one[n, d] * 2 - same[n, d] == one[n, d]


def test_terms_with_a_tensor_that_was_made_twice_can_be_put_in_order():
    first, again = (tensor("dout", N, D) for _ in range(2))
    terms = [-step(x[n, d]) * first[n, d], -step(-x[n, d]) * again[n, d]]
    assert Add(*terms) == Add(*reversed(terms))
