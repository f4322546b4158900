"""Which result uses which, the page that lists all results, and the numbers that pages quote."""

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from docs.site_builder.evidence import Evidence
from docs.site_builder.figures.facts import Facts
from docs.site_builder.figures.numbers import NumberError, constant, fill
from docs.site_builder.figures.results import ResultsPage
from docs.site_builder.figures.uses import used_results
from tests.docs.conftest import ROOT
from yudo.derivations import layers
from yudo.derivations.calculus import Layer, Text, indices, sizes, tensor, total

N, D, M = sizes("N D M")
n, d, m, i, j = indices("n d m i j")
x, w, out, dout = tensor("x", N, D), tensor("w", D, M), tensor("out", N, M), tensor("dout", N, M)
SOME = Text("이름", "name")


@pytest.fixture(scope="module")
def uses():
    return used_results(layers())


def product(stem="product"):
    """A layer whose output is the product of two matrices."""
    made = Layer(stem, SOME, SOME, inputs=(x, w), upstream=dout)
    made.result("out", SOME, out[n, m], total(x[n, d] * w[d, m], (d, D)), ((n, N), (m, M)))
    return made


def user(expression, free):
    """A layer with one result, which may use those of `product`."""
    made = Layer("user", SOME, SOME, inputs=(), uses=("product",))
    made.result("it", SOME, tensor("it", N, N)[i, j], expression, free)
    return {"product": product(), "user": made}


A, B = tensor("A", N, D), tensor("B", D, N)


def test_a_result_is_found_under_other_names_of_tensors_indices_and_sizes():
    found = used_results(user(total(A[i, n] * B[n, j], (n, D)), ((i, N), (j, N))))
    assert found["user.it"] == ("product.out",)


def test_a_result_is_found_inside_of_a_larger_expression():
    inner = 2 * total(A[i, n] * B[n, j], (n, D)) ** 2 + A[i, 0]
    assert used_results(user(inner, ((i, N), (j, N))))["user.it"] == ("product.out",)


@pytest.mark.parametrize(
    "expression",
    [
        total(A[i, n] * B[j, n], (n, D)),
        total(A[n, i] * B[n, j], (n, D)),
        total(2 * A[i, n] * B[n, j], (n, D)),
        total(A[i, n] * B[n, n], (n, D)),
        total(A[i, n] ** 2 * B[n, j], (n, D)),
        A[i, j] * B[j, i],
    ],
)
def test_what_only_looks_like_a_result_is_not_taken_for_it(expression):
    assert used_results(user(expression, ((i, N), (j, N))))["user.it"] == ()


def test_a_layer_that_is_not_built_upon_is_not_used():
    both = user(total(A[i, n] * B[n, j], (n, D)), ((i, N), (j, N)))
    both["user"].uses = ()
    assert used_results(both)["user.it"] == ()


def test_the_weights_of_the_first_layer_use_every_layer_on_the_way(uses):
    assert set(uses["two_layer_net.dW1"]) == {
        "affine.dw",
        "affine.dx",
        "relu.dx",
        "softmax_cross_entropy.dx",
        "l2_regularization.dw_half",
        "two_layer_net.loss",
    }


def test_biases_use_no_gradient_of_the_penalty(uses):
    assert "l2_regularization.dw_half" not in uses["two_layer_net.db1"]
    assert "affine.db" in uses["two_layer_net.db1"]
    assert "affine.dw" not in uses["two_layer_net.db1"]


def test_two_gradients_of_one_net_do_not_use_each_other(uses):
    assert "two_layer_net.dW2" not in uses["two_layer_net.dW1"]


def test_a_gradient_uses_what_it_differentiates(uses):
    assert all("affine.out" in uses[f"affine.{name}"] for name in ("dw", "dx", "db"))
    assert "softmax_cross_entropy.loss" in uses["softmax_cross_entropy.dx"]


def test_the_recurrence_of_a_deep_net_carries_its_parameters(uses):
    assert "fully_connected_net.dz" in uses["fully_connected_net.dW"]
    assert "fully_connected_net.dz_last" in uses["fully_connected_net.dz"]


def test_a_form_that_two_results_share_is_credited_to_the_first(uses):
    users = [user for user, used in uses.items() if "softmax_cross_entropy.shift_invariance" in used]
    assert users == []


def test_uses_lead_back_and_never_around(uses):
    order = list(uses)
    assert order == [result.id for layer in layers().values() for result in layer.results.values()]
    for result, used in uses.items():
        assert all(order.index(other) < order.index(result) for other in used)


def test_what_is_used_through_another_result_is_left_out(uses):
    def everything(result):
        return set(uses[result]).union(*(everything(other) for other in uses[result]))

    for used in uses.values():
        for other in used:
            assert not any(other in everything(third) for third in used)


@cache
def facts():
    """What a build of the site knows, without the pictures."""
    found = {stem: list(used) for stem, used in used_results(layers()).items()}
    formulas = {r.id: r.index_latex for layer in layers().values() for r in layer.results.values()}
    return Facts(graphs={}, uses=found, formulas=formulas)


def page(evidence, language="en"):
    records = [
        {
            "stem": layer.stem,
            "title": {"en": layer.title.en, "ko": layer.title.ko},
            "results": [
                {"id": r.id, "statement": r.statement, "title": {"en": r.title.en, "ko": r.title.ko}}
                for r in layer.results.values()
            ],
        }
        for layer in layers().values()
    ]
    return ResultsPage(records, facts(), evidence, language, lambda stem: f"../layers/{stem}/")


def run(**verdicts):
    """A run in which all results are verified but those given."""
    results = {
        r.id: {
            "id": r.id,
            "statement": r.statement,
            "verdict": verdicts.get(r.id.replace(".", "_"), "verified"),
            "checks": {
                "proof": {"verdict": "proven", "scope": "all shapes", "depths": [1, 2]},
                "sympy": {"verdict": "verified", "cases": 7},
            },
        }
        for layer in layers().values()
        for r in layer.results.values()
    }
    return Evidence(run={"results": list(results.values()), "dtypes": ["float32"]}, results=results)


def links(svg):
    return {link.get("href"): link.get("aria-label") for link in svg.iter("a")}


@pytest.mark.parametrize(("language", "verified"), [("en", "verified"), ("ko", "검증됨")])
def test_every_result_is_a_link_with_its_verdict_in_the_graph(uses, language, verified):
    svg = next(ElementTree.fromstring(page(run(), language).graph()).iter("svg"))
    assert svg.get("role") == "group"
    expected = {f"../layers/{name.partition('.')[0]}/#{name}": f"{name}: {verified}" for name in uses}
    assert links(svg) == expected


def test_every_use_is_an_arc_downwards(uses):
    svg = next(ElementTree.fromstring(page(None).graph()).iter("svg"))
    arcs = [arc.get("d") for arc in svg.iter("path") if arc.get("class") == "arc"]
    assert len(arcs) == sum(len(used) for used in uses.values())
    for arc in arcs:
        top, *_, bottom = (float(number) for number in re.findall(r" (\d+)(?=C| |$)", arc))
        assert top < bottom
    right = [float(number) for arc in arcs for number in re.findall(r"C(\d+)", arc)]
    assert max(right) * 0.75 + 172 * 0.25 <= 360


def test_before_anything_is_pointed_at_the_result_that_uses_most_is_lit(uses):
    graph = page(None).graph()
    (lit,) = re.findall(r'<g class="node lit">.*?</g>', graph, flags=re.DOTALL)
    most = max(uses, key=lambda name: len(uses[name]))
    assert lit.count('class="arc"') == len(uses[most])
    assert f'#{most}"' in lit
    assert f"At first they are those of {most}." in graph


def test_the_list_says_in_words_what_the_graph_shows(uses):
    text = page(run()).list()
    entries = dict(zip(uses, text.split('<div class="yudo-entry"')[1:], strict=True))
    for name, used in uses.items():
        assert f"[`{name}`](layers/{name.partition('.')[0]}.md#{name})" in entries[name]
        assert "proven, all shapes, depths 1, 2" in entries[name]
        for other in used:
            assert f"#{other})" in entries[name].partition("Uses: ")[2].partition("\n")[0]
            assert f"#{name})" in entries[other].partition("Used by: ")[2]


def test_without_evidence_nothing_is_called_verified(uses):
    empty = page(None)
    assert "verified" not in empty.count() + empty.list() + empty.graph()
    assert f"{len(uses)} <span" in empty.count()
    assert "no evidence" in empty.count()


def test_a_failure_is_counted_and_marked(uses):
    failed = page(run(affine_dw="failed"))
    others = len(uses) - 1
    assert re.search(rf"{others} <span[^>]*>verified</span>, 1 <span[^>]*>failed", failed.count())
    korean = page(run(affine_dw="failed"), "ko").count()
    assert re.search(rf"<span[^>]*>검증됨</span> {others}개, <span[^>]*>[^<]*</span> 1개\.$", korean)
    svg = next(ElementTree.fromstring(failed.graph()).iter("svg"))
    assert links(svg)["../layers/affine/#affine.dw"] == "affine.dw: failed"


def test_numbers_come_from_the_source_and_from_the_run():
    text = "<!-- number:depths --> <!-- number:cases --> <!-- number:proven --> of <!-- number:results -->"
    filled = fill(text, ROOT, run(), "en")
    count = len([r for layer in layers().values() for r in layer.results.values()])
    assert filled == f"1, 2, 3 7–7 {count} of {count}"


def test_without_evidence_a_number_of_the_run_says_so():
    assert fill("<!-- number:cases -->", ROOT, None, "en") == "no evidence"


def test_an_unknown_number_is_refused():
    with pytest.raises(KeyError, match="casses"):
        fill("<!-- number:casses -->", ROOT, run(), "en")


def test_a_constant_that_has_moved_stops_the_build_and_names_the_file(tmp_path):
    (tmp_path / "module.py").write_text("OTHER = 1\n", encoding="utf-8")
    with pytest.raises(NumberError, match=r"module\.py no longer has the constant LIMIT"):
        constant(tmp_path, "module.py", "LIMIT")


@pytest.mark.parametrize("name", ["results", "not-proved"])
def test_both_languages_quote_the_same_numbers_and_parts(name):
    places = [
        re.findall(r"<!-- .*? -->", (ROOT / "docs" / language / f"{name}.md").read_text(encoding="utf-8"))
        for language in ("en", "ko")
    ]
    assert sorted(places[0]) == sorted(places[1])
    assert places[0]
