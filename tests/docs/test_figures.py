"""Figures that the build draws: true to the records, in both languages, and fit for any theme and screen."""

import gzip
import json
import re
from base64 import b64decode
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
from sympy import Derivative, Symbol

from docs.site_builder.figures import gallery, positions
from docs.site_builder.figures.attachment import attached
from docs.site_builder.figures.facts import Facts
from docs.site_builder.figures.flow import flow, target
from docs.site_builder.figures.flow_drawing import flow_figure
from docs.site_builder.notebooks import download, page_markdown
from tests.docs.conftest import ROOT
from yudo.derivations import layers
from yudo.derivations.calculus import (
    Definition,
    Layer,
    Part,
    Tensor,
    Text,
    indices,
    relu,
    sigmoid,
    sizes,
    tensor,
)

LANGUAGES = ("en", "ko")
STEMS = tuple(stem for stem in layers() if flow(layers(), stem) is not None)  # those that do not branch
LARGEST = 4_000


@cache
def graph(stem):
    """The graph of a layer."""
    return flow(layers(), stem)


def figures(language):
    """Every generated figure by name, as it stands in a page."""
    drawn = {f"graph-{stem}": flow_figure(graph(stem), layers(), language) for stem in STEMS}
    return drawn | {name: gallery.plot(name, language) for name in gallery.NAMES}


@pytest.fixture(scope="module")
def english():
    return figures("en")


@pytest.fixture(scope="module")
def korean():
    return figures("ko")


NAMES = tuple(f"graph-{stem}" for stem in STEMS) + gallery.NAMES


def svg_of(figure):
    return next(ElementTree.fromstring(figure).iter("svg"))


def hangul(text):
    return re.search("[가-힣]", text)


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_a_text_alternative_in_the_language_of_the_page(name, english, korean):
    for drawn, other in ((english, False), (korean, True)):
        svg = svg_of(drawn[name])
        assert svg.get("role") == ("group" if svg.find(".//a") is not None else "img")
        parts = {part.get("id"): part.text for part in svg if part.tag in {"title", "desc"}}
        assert svg.get("aria-labelledby").split() == list(parts)
        assert len(parts) == 2
        assert [bool(hangul(text)) for text in parts.values()] == [other, other]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_in_a_figure_are_in_the_language_of_the_page(name, english, korean):
    assert not hangul("".join(svg_of(english[name]).itertext()))
    caption = ElementTree.fromstring(korean[name]).find("figcaption")
    assert hangul("".join(caption.itertext()))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_see_the_same_drawing(name, english, korean):
    drawn = [
        [(part.tag, {k: v for k, v in part.items() if k != "aria-label"}) for part in svg_of(figure).iter()]
        for figure in (english[name], korean[name])
    ]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_takes_its_colours_from_the_theme(name, english):
    without_fallbacks = re.sub(r"var\(--[\w-]+, #\w+\)", "theirs", english[name])
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\")|rgb\(|(fill|stroke): (?!theirs|none)", without_fallbacks)


def test_the_style_sheet_takes_its_colours_from_the_theme():
    path = ROOT / "docs" / "theme" / "assets" / "stylesheets" / "figures.css"
    rules = re.sub(r"var\(--[\w-]+(, #\w+)?\)", "theirs", path.read_text(encoding="utf-8"))
    assert "theirs" in rules
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", rules)


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_small(name, korean):
    assert len(gzip.compress(korean[name].encode())) < LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_stands_on_one_line_as_markdown_needs_it(name, english):
    assert "\n" not in english[name]
    assert "http" not in english[name]


def test_the_waves_are_those_of_the_code_on_the_page_of_positions():
    page = (ROOT / "derivations" / "positional_encoding.py").read_text(encoding="utf-8")
    codes = re.findall(r"# ```python\n(.*?)# ```", page, re.DOTALL)
    assert len(codes) == 2
    for code in codes:
        names = {"np": np, "T": positions.POSITIONS, "D": positions.FEATURES}
        exec(re.sub(r"^# ", "", code, flags=re.MULTILINE), names)
        np.testing.assert_allclose(names["table"], positions.table(), rtol=1e-12, atol=1e-12)


def test_figures_share_no_identifier(english):
    page = ElementTree.fromstring(f"<div>{''.join(english.values())}</div>")
    ids = [part.get("id") for part in page.iter() if part.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("stem", STEMS)
def test_a_graph_writes_letters_and_no_commands_of_latex(english, stem):
    assert "\\" not in "".join(svg_of(english[f"graph-{stem}"]).itertext())


@pytest.mark.parametrize("stem", STEMS)
def test_the_graph_has_an_edge_with_its_shape_for_every_input(stem, english):
    # Of a net's layers the first one counts: it stands for any.
    operations = reversed(graph(stem).operations)
    edges = {edge.plain.partition("[")[0]: edge for op in operations for edge in op.inputs}
    words = "".join(svg_of(english[f"graph-{stem}"]).itertext()).replace("−", "-")
    shown = target(layers()[stem])
    names = {
        str(a) for e in (shown.closed_form, *(d.value for d in shown.definitions)) for a in e.atoms(Symbol)
    }
    for given in layers()[stem].inputs:
        if isinstance(given, Symbol) and given.is_integer:
            continue  # a size, which stands in the shapes
        if str(given) not in names:
            continue  # it takes part in other results alone, such as a running average
        edge = edges[str(given)]
        axes = given.axes if isinstance(given, Tensor) else ()
        sizes = ", ".join(str(axis) for axis in axes) + "," * (len(axes) == 1)
        assert edge.plain_shape == (f"({sizes})" if axes else "")
        assert f"{edge.plain} {edge.plain_shape or '(a scalar)'}" in words
        assert re.sub(r"[\\{}_^]", "", edge.shape) in words


@pytest.mark.parametrize("stem", STEMS)
def test_every_gradient_of_a_layer_has_its_arrow(stem):
    drawn = graph(stem)
    arrows = {
        edge.plain: (edge.plain_gradient or "").partition("[")[0]
        for op in drawn.operations
        for edge in (*op.inputs, op.output)
    }
    for result in layers()[stem].results.values():
        if isinstance(result.subject, Derivative) and isinstance(result.subject.expr, Symbol):
            differentiated = result.subject.variables[0].base.name
            gradients = {g for name, g in arrows.items() if name.partition("[")[0] == differentiated}
            assert gradients == {f"d{differentiated}"}, result.id
            assert result.name.startswith(f"d{differentiated}")


@pytest.mark.parametrize("stem", STEMS)
def test_the_shapes_of_an_operation_that_another_hands_on_are_its_own(stem):
    drawn = graph(stem)
    for before, after in pairwise(drawn.operations):
        assert after.comes_from == before.output.plain
        assert before.output in after.inputs


@pytest.mark.parametrize("stem", STEMS)
def test_the_loss_is_above_the_input_as_the_lectures_say(stem, english):
    def height(name, part):
        lines = [
            line
            for line in svg.iter("line")
            if line.get("class") == name and line.get("x1") == line.get("x2")
        ]
        return [float(line.get(part)) for line in lines]

    svg = svg_of(english[f"graph-{stem}"])
    assert all(
        end < start for start, end in zip(height("forward", "y1"), height("forward", "y2"), strict=True)
    )
    assert all(
        end > start for start, end in zip(height("backward", "y1"), height("backward", "y2"), strict=True)
    )


@pytest.mark.parametrize("stem", STEMS)
def test_operations_of_a_graph_have_names_of_their_own(stem, english):
    boxes = [text.text for text in svg_of(english[f"graph-{stem}"]).iter("text") if text.get("class") == "op"]
    assert len(set(boxes)) == len({(op.results or op.named) for op in graph(stem).operations})


@pytest.mark.parametrize("stem", STEMS)
def test_the_boxes_of_a_graph_lead_to_what_they_name(stem, english):
    named = [name for operation in graph(stem).operations for name in operation.results]
    led = re.findall(r'<a href="([^"]*)"><text[^>]*>([^<]*)</text></a>', english[f"graph-{stem}"])
    assert [name for _, name in led] == named
    for address, name in led:
        layer = name.partition(".")[0]
        assert address == (f"#{name}" if layer == stem else f"../{layer}/#{name}")


def test_the_penalty_is_a_second_way_of_the_gradient_to_the_weights(english):
    last = graph("two_layer_net").operations[-1]
    assert {"dW1", "dW2"} <= {edge.plain_gradient for edge in last.inputs}
    backward = [
        line
        for line in svg_of(english["graph-two_layer_net"]).iter("line")
        if line.get("class") == "backward"
    ]
    assert len(backward) == 5 + 4 + 1  # along the chain, to the four parameters, and from the penalty


def test_every_layer_but_an_update_has_an_output_or_a_loss_to_draw():
    updates = {stem for stem, layer in layers().items() if layer.part is Part.UPDATES}
    assert {stem for stem, layer in layers().items() if target(layer) is None} == updates
    assert {"rnn_step", "svm_loss", "batch_norm"} <= set(STEMS)


def test_the_two_layer_net_is_five_operations_in_a_row():
    assert [op.results for op in graph("two_layer_net").operations] == [
        ("affine.out",),
        ("relu.out",),
        ("affine.out",),
        ("softmax_cross_entropy.probs",),
        ("softmax_cross_entropy.loss", "l2_regularization.loss_half"),
    ]


def test_a_net_of_any_depth_repeats_its_hidden_layers():
    drawn = graph("fully_connected_net")
    assert [op.output.plain for op in drawn.operations] == ["z[l]", "a[l]", "z[L]", "probs", "L"]
    assert [op.repeated for op in drawn.operations] == [True, True, False, False, False]
    assert drawn.repeats == "l = 1, …, L - 1"


def test_the_layer_of_the_guide_has_a_graph_without_further_ado():
    notebook = (ROOT / "docs/new_layers/derivations/gaussian.py").read_text(encoding="utf-8")
    namespace = {}
    exec(notebook, namespace)
    drawn = flow({"gaussian": namespace["LAYER"]}, "gaussian")
    assert [op.results for op in drawn.operations] == [("gaussian.out",)]
    assert "gaussian.out takes x (N, D)" in flow_figure(drawn, {"gaussian": namespace["LAYER"]}, "en")


def test_a_layer_that_states_neither_output_nor_loss_has_no_graph():
    empty = Layer("empty", Text("빈 층", "empty"), Text("없음", "none"), inputs=())
    assert flow({"empty": empty}, "empty") is None
    assert Facts(graphs={}, uses={}, formulas={}).slots("empty", "en") == {}


def test_a_layer_that_branches_has_no_graph_rather_than_a_wrong_one():
    (N,), (n,) = sizes("N"), indices("n")
    x, a, b, out, dout = (tensor(name, N) for name in ("x", "a", "b", "out", "dout"))
    branching = Layer("branching", Text("가지", "branching"), Text("둘", "two"), inputs=(x,), upstream=dout)
    both = (Definition(a[n], relu(x[n])), Definition(b[n], sigmoid(x[n])))
    branching.result("out", Text("출력", "output"), out[n], a[n] * b[n], ((n, N),), definitions=both)
    assert flow({"branching": branching}, "branching") is None


def test_the_numbers_in_a_text_alternative_are_computed():
    alternative = svg_of(gallery.plot("sigmoid", "en")).findtext("desc")
    assert "0.25 at x = 0" in alternative
    assert "0.0025 at x = 6" in alternative  # the derivative at 6: e⁻⁶ / (1 + e⁻⁶)² = 0.002466…
    probabilities = re.search(
        r"over \((.*?)\) at t = 1", svg_of(gallery.plot("softmax", "en")).findtext("desc")
    )
    assert sum(float(p) for p in probabilities[1].split(", ")) == pytest.approx(1, abs=0.015)


def test_an_unknown_figure_is_refused():
    with pytest.raises(KeyError, match="relo"):
        gallery.fill("<!-- figure:relo -->", "en")


@pytest.mark.parametrize("name", NAMES)
def test_in_a_notebook_a_figure_is_an_attachment_that_needs_no_theme(name, english):
    text, attachments = attached(english[name], name)
    assert re.match(rf"!\[.+\]\(attachment:{name}\.svg\)", text)
    picture = b64decode(attachments[f"{name}.svg"]["image/svg+xml"]).decode()
    ElementTree.fromstring(picture)
    assert "var(--" in picture
    assert not re.search(r"var\(--[\w-]+\)", picture), "a colour without a fallback"


def test_a_slot_becomes_a_figure_on_the_page_and_an_attachment_in_the_download(english):
    names = ("implementation", "evidence", "figure:relu")
    cells = [nbformat.v4.new_markdown_cell("here", metadata={"slot": name}) for name in names]
    notebook = nbformat.v4.new_notebook(cells=cells)
    slots = {"implementation": "CODE", "evidence": "EVIDENCE", "figure:relu": english["relu"]}
    assert english["relu"] in page_markdown("some", notebook, "en", slots)
    cell = json.loads(download(notebook, "en", slots))["cells"][-1]
    assert cell["source"].startswith("![ReLU and its derivative](attachment:figure-relu.svg)")
    assert list(cell["attachments"]) == ["figure-relu.svg"]
