"""Worked examples that a reader can change: exact arithmetic in the browser, and what pages make of it."""

import importlib
import itertools
import json
import random

import pytest
from sympy import Integer, Rational, besselj, exp, log, oo, sympify

from docs.site_builder import living
from docs.site_builder.figures.flow import flow
from docs.site_builder.stepping import steps
from tests.docs.axe import violations
from tests.docs.conftest import A4, DESKTOP, PHONE, ROOT
from tests.docs.pages import LANGUAGES
from yudo import derivations
from yudo.derivations.calculus import Example, Tensor

SCRIPT = ROOT / "docs" / "theme" / "assets" / "javascripts" / "yudo-exact.js"
ROUNDS = 3
DIGITS = 60
"""Of the reference, which is far from the doubles' 16 and leaves room for what is lost on the way."""

# Every entry of every shown array: as it is written, and what it is.
_WORK = """([data, given]) => {
  const sizes = new exact.Example({ ...data, sizes: data.sizes }, new Map());
  const values = new Map(Object.entries(given).map(([key, node]) => [key, sizes.value(node, {})]));
  const example = new exact.Example(data, values);
  const places = (lengths) => lengths.reduce(
    (all, n) => all.flatMap((one) => [...Array(n).keys()].map((k) => [...one, k])), [[]]);
  const told = (x) => JSON.parse(JSON.stringify({
    written: exact.write(x), infinite: x.infinite,
    again: x.terms && !x.s[0] ? exact.compare(exact.read(exact.writeWhole(x)), x) : 0,
    terms: x.terms && [...x.terms].map(([p, c]) => [p, c.join("/")]), power: x.s?.join("/"),
    v: x.v, e: x.e, k: x.k,
  }));
  return data.shown.map((one) => Object.fromEntries(
    places(one.axes.map(([, size]) => example.count(size, {}))).map((place) => {
      const at = Object.fromEntries(one.axes.map(([name], k) => [name, place[k]]));
      try { return [place, told(example.value(one.value, at))]; } catch (error) {
        if (!(error instanceof exact.Refused)) throw error;
        return [place, { refused: error.message }];
      }
    }),
  ));
}"""


@pytest.fixture(scope="module")
def worked_out(browser):
    """A function of an example's data and its given entries that returns what the script makes of them."""
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    yield lambda data, given: page.evaluate(_WORK, [data, given])
    page.close()


def examples():
    """The worked example of every layer that has one, by stem."""
    lectures = {
        stem: getattr(importlib.import_module(f"yudo.derivations.{stem}"), "LECTURE", None)
        for stem in derivations.layers()
    }
    return {stem: lecture.worked for stem, lecture in lectures.items() if lecture and lecture.worked}


def entries(array, axes=None, at=()):
    """The entries of nested lists, by place; nodes are lists themselves, below the number of axes."""
    if not isinstance(array, (list, tuple)) or len(at) == axes:
        return {at: array}
    return {k: v for n, part in enumerate(array) for k, v in entries(part, axes, (*at, n)).items()}


def arrays(example):
    """The shown arrays of an example as SymPy has them, each by place."""
    for what, *places in example.show:
        if isinstance(what, Tensor):
            array = example.tensor(what, None if what.layer is None else places[0][0])
        else:
            layers = example.layer.results[what].layers
            array = example.result(what, None if layers is None else places[0][0])
        yield {",".join(map(str, place)): sympify(value) for place, value in entries(array).items()}


def given_entries(data):
    """What is given, as the script calls it: ``x[0,1]``, or a name."""
    return {
        f"{one['name']}[{','.join(map(str, (*one['at'], *place)))}]" if one["axes"] else one["name"]: node
        for one in data["given"]
        for place, node in entries(one["values"], len(one["axes"])).items()
    }


def exact_value(told):
    """The number that the script holds."""
    if told.get("infinite"):
        return told["infinite"] * oo
    if "v" in told:
        return Rational(told["v"]) * Rational(2) ** told["k"]
    terms = (Rational(c) * (1 if p == 1 else log(p)) for p, c in told["terms"])
    return exp(Rational(told["power"])) * sum(terms, start=Integer(0))


def assert_agrees(told, expected, where):
    """The script's number is the expected one: exactly so, or within the bound that it gives itself."""
    assert "refused" not in told, f"{where}: {told}, not {expected}"
    found = exact_value(told)
    if expected.is_infinite or found.is_infinite:
        assert found == expected, where
    elif expected.is_Rational and "v" not in told and told["power"] == "0/1":
        assert found == expected, f"{where}: {found}, not {expected}"
    else:
        allowed = (
            Rational(told["e"]) * Rational(2) ** told["k"]
            if "v" in told
            else abs(expected).evalf() * Rational(10) ** -40
        )
        off = abs(found.evalf(DIGITS) - expected.evalf(DIGITS))
        assert off <= allowed + Rational(10) ** -45, f"{where}: {found} is off by {off}"


def test_every_example_is_data():
    read = {stem: living.data(example) for stem, example in examples().items()}
    assert {stem: found for stem, found in living._living().items() if "reason" in found} == {}
    assert json.loads(json.dumps(read)) == read
    assert len(read) == len(derivations.layers())


def test_an_example_with_a_function_that_the_script_lacks_stays_as_it_is(monkeypatch):
    example = examples()["affine"]
    result = example.layer.results["db"]
    monkeypatch.setattr(type(result), "closed_form", besselj(0, result.closed_form))
    with pytest.raises(living.NotData, match="besselj"):
        living.data(example)
    page = f"before\n\n{living._PLACE}\n\nafter"
    assert living.fill(page, {"reason": "it has besselj"}, None, "en") == page
    assert living.fill(page, None, None, "en") == page


def test_the_script_finds_the_numbers_of_every_example(worked_out):
    for stem, example in examples().items():
        data = living.data(example)
        found = worked_out(data, given_entries(data))
        for one, told, expected in zip(data["shown"], found, arrays(example), strict=True):
            assert told.keys() == expected.keys()
            for place, value in expected.items():
                where = f"{stem}: {one['name']}{one['at']}[{place}]"
                assert_agrees(told[place], value, where)
                if value.is_Rational:
                    assert told[place]["written"] == str(value), where
                elif "." in told[place]["written"]:
                    assert told[place]["written"] == str(value.evalf(4)), where


class Reference(Example):
    """What SymPy finds: rational numbers exactly, and others in many digits as soon as they arise."""

    def _value(self, e, at):
        found = super()._value(e, at)
        is_exact = found.is_Rational or found.is_Float or found.is_infinite or not found.is_number
        return found if is_exact else found.evalf(DIGITS)


def drawn_number(rng, bounds, sizes):
    """A number within the range that the data tell, exact in binary."""
    if bounds.get("whole"):
        below = sizes[bounds["below"][1]] if "below" in bounds else 2
        return Integer(rng.randrange(below))
    if "below" in bounds or "most" in bounds:
        return Rational(rng.randint(1, 7), 8)
    size = Rational(rng.randint(0, 12), rng.choice([1, 2, 4]))
    if "above" in bounds:
        return size + Rational(1, 4)
    return size if "least" in bounds else size * rng.choice([-1, 1])


def drawn_example(rng, example, data):
    """Other sizes and other numbers; and the same as it is worked out here."""
    sizes = {
        size: rng.randint(1, 3) if str(size) in data["adjustable"] else int(value)
        for size, value in example.sizes.items()
    }
    named = {str(size): value for size, value in sizes.items()}
    asked = Example(example.layer, sizes=sizes, given={}, show=example.show)

    def array(axes, bounds):
        if not axes:
            return drawn_number(rng, bounds, named)
        return [array(axes[1:], bounds) for _ in range(asked.size(axes[0]))]

    given, ranges = {}, {one["name"]: one["range"] for one in data["given"]}
    for what, value in example.given.items():
        bounds = ranges[what.name]
        if not isinstance(what, Tensor):
            given[what] = array([], bounds)
        elif what.layer is None:
            given[what] = array(what.axes, bounds)
        else:
            axes = {k: [axis.xreplace({what.layer: Integer(k)}) for axis in what.axes] for k in value}
            given[what] = {k: array(axes[k], bounds) for k in value}
    drawn = Example(example.layer, sizes=sizes, given=given, show=places_within(asked, data))
    return drawn, Reference(example.layer, sizes=sizes, given=given, show=example.show)


def places_within(example, data):
    """What is shown, at its first place whatever the sizes."""
    return [
        (what, (*place[: len(place) - len(one["axes"])], *[0] * len(one["axes"])))
        for (what, place, *_), one in zip(example.show, data["shown"], strict=True)
    ]


def test_after_any_change_the_script_finds_what_sympy_finds(worked_out):
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    rounded = 0
    for (stem, example), again in itertools.product(examples().items(), range(ROUNDS)):
        data = living.data(example)
        drawn, reference = drawn_example(rng, example, data)
        data = living.data(drawn)
        found = worked_out(data, given_entries(data))
        for one, told, expected in zip(data["shown"], found, arrays(reference), strict=True):
            for place, value in expected.items():
                where = f"seed {seed}: {stem}, round {again}: {one['name']}{one['at']}[{place}]"
                assert_agrees(told[place], value, where)
                assert told[place]["again"] == 0, f"{where} is written so that it reads as another number"
                rounded += "v" in told[place]
    assert rounded > 100


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("3/8", "3/8"),
        (" 6 / 8 ", "3/4"),
        ("0.375", "3/8"),
        ("\u22122", "-2"),
        ("+5", "5"),
        ("log 3", "log 3"),
        ("2 log(3/2) - 1/2", "-1/2 + log(9/4)"),
        ("500log2", "500 log 2"),
        ("ln 1", "0"),
        ("-∞", "-∞"),
        ("1000000 log 1000000", "6000000 log 2 + 6000000 log 5"),
        *(
            (typed, None)
            for typed in ("", "-", "1 2", "1/0", "log 0", "log", "2^3", "∞ - ∞", "3x", "1,5", "--1")
        ),
    ],
)
def test_what_is_typed_is_read_exactly_or_not_at_all(browser, typed, written):
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    whole = "(typed) => { const x = exact.read(typed); return x && exact.writeWhole(x); }"
    assert page.evaluate(whole, typed) == written
    page.close()


# -- on the page ------------------------------------------------------------------------------------------


def opened(page, path):
    """A lecture on whose example the eye has fallen."""
    page.goto(path)
    page.locator("#by-hand").evaluate("heading => heading.scrollIntoView({ behavior: 'instant' })")
    page.locator(".yudo-living").wait_for()
    return page


def stepping(page, path):
    """A lecture whose graph is about to be gone through."""
    page.goto(path)
    page.locator(".yudo-step-on").click()
    page.locator(".yudo-steps-panel").wait_for()
    return page


@pytest.fixture
def affine(tab):
    return opened(tab(), "layers/affine/")


def number(page, name):
    """The field of a given entry."""
    return page.locator(f'.yudo-living input[aria-label="{name}"]')


def result(page, name):
    """The entry of a result."""
    return page.locator(f'.yudo-living td[tabindex][aria-label^="{name} = "]')


def lit(page):
    """The entries that are lit, by their names, and the one that is pointed at."""
    found = [
        page.locator(f".yudo-living .{kind}").evaluate_all("all => all.map(one => one.dataset.key)")
        for kind in ("yudo-met", "yudo-meeting")
    ]
    return set(found[0]), found[1]


_STATIC = """() => {
  const text = (node) => {
    if (node.localName === "mfrac") return text(node.children[0]) + "/" + text(node.children[1]);
    return node.children.length ? [...node.children].map(text).join("") : node.textContent;
  };
  const shown = [...document.querySelectorAll(".yudo-example .yudo-worked > .yudo-display:first-child")];
  return shown.map((one) => [...one.querySelectorAll("mtable")].at(-1)).map(
    (table) => table && [...table.children].map((row) => [...row.children].map(text)));
}"""
_LIVING = """() => {
  const shown = [...document.querySelectorAll(".yudo-living__given ~ .yudo-living__array")];
  return shown.map((one) => one.querySelector("table:only-of-type:not(:has(caption))")).map(
    (table) => table && [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)));
}"""


def is_shown_whole(example, what):
    """Whether the example as it was built shows all entries, not those alone that share some indices."""
    if isinstance(what, Tensor):
        return True
    result = example.layer.results[what]
    return len(result.matrix_indices or result.indices[-2:]) == len(result.indices)


def plain(rows):
    return [[cell.translate(str.maketrans("−", "-", " ()\u2061")) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.sweep)], ids=["sample", "every"]
)
def test_before_any_change_the_page_shows_the_numbers_that_it_was_built_with(tab, every):
    page = tab()
    compared = 0
    for stem, example in examples().items():
        if not (every or stem in {"two_layer_net", "batch_norm", "softmax_cross_entropy", "relu"}):
            continue
        opened(page, f"ko/layers/{stem}/")
        still, changing = page.evaluate(_STATIC), page.evaluate(_LIVING)
        assert len(still) == len(changing) > 0
        for (what, *_), there, here in zip(example.show, still, changing, strict=True):
            if there and here and is_shown_whole(example, what):
                assert plain(here) == plain(there), stem
                compared += 1
        assert page.troubles == []
    assert compared > 10


def test_a_change_is_worked_out_in_all_that_follows(affine):
    number(affine, "x[0, 0]").fill("3/2")
    assert result(affine, "dw[0, 0]").text_content() == "19/2"
    assert result(affine, "out[0, 1]").text_content() == "0"
    assert result(affine, "out[0, 0]").text_content() == "9/2"
    line = affine.locator(".yudo-living .yudo-math-block", has_text="dw[0, 0]")
    assert "19" in line.text_content()
    number(affine, "x[0, 0]").fill("log 3")
    assert result(affine, "out[0, 0]").text_content() == "4.099"
    number(affine, "x[0, 0]").fill("0,5")
    affine.get_by_role("button", name="Back to the first numbers").click()
    assert number(affine, "x[0, 0]").input_value() == "1"
    assert result(affine, "dw[0, 0]").text_content() == "9"
    assert affine.troubles == []


@pytest.mark.parametrize(
    ("language", "unread", "label"),
    [
        ("en", "write a whole number, a fraction (3/8)", "y[1]: write a whole number with 0 ≤ y[1] < 3."),
        ("ko", "정수, 분수(3/8), 소수(0.375)", "y[1]: 0 ≤ y[1] < 3인 정수를 적는다."),
    ],
)
def test_what_does_not_fit_is_told_and_leaves_the_rest_standing(tab, language, unread, label):
    page = tab()
    opened(page, f"{LANGUAGES[language]}layers/softmax_cross_entropy/")
    told = page.locator(".yudo-living [role=status]")
    before = page.locator(".yudo-living td[tabindex]").all_text_contents()
    for name, typed, words in (
        ("x[0, 0]", "two", unread),
        ("x[0, 0]", "1/0", unread),
        ("x[0, 0]", "", unread),
        ("y[1]", "3", label),
        ("y[1]", "1/2", label),
    ):
        number(page, name).fill(typed)
        assert words in told.text_content()
        assert number(page, name).get_attribute("aria-invalid") is not None
        assert page.locator(".yudo-living td[tabindex]").all_text_contents() == before
        number(page, name).fill("1" if name == "y[1]" else "-∞")
        assert number(page, name).get_attribute("aria-invalid") is None
        assert page.locator(".yudo-living td[tabindex]").all_text_contents() != before
        page.locator(".yudo-living button").click()
    assert page.troubles == []


def test_sizes_up_to_four_can_be_chosen_and_keep_what_was_typed(affine):
    number(affine, "x[0, 0]").fill("7")
    affine.get_by_label("size M").select_option("4")
    assert affine.get_by_label("size M").evaluate("select => select === document.activeElement")
    assert number(affine, "w[2, 3]").input_value() == "−1"
    assert result(affine, "out[1, 3]").count() == 1
    affine.get_by_label("size N").select_option("1")
    assert result(affine, "dw[0, 0]").text_content() == "7"
    assert result(affine, "out[1, 0]").count() == 0
    assert affine.troubles == []


def test_pointing_at_an_entry_lights_up_those_that_meet_in_it(affine):
    result(affine, "dx[1, 2]").hover()
    assert lit(affine) == ({"dout[1,0]", "dout[1,1]", "w[2,0]", "w[2,1]"}, ["dx[1,2]"])
    label = result(affine, "dx[1, 2]").get_attribute("aria-label")
    assert label == "dx[1, 2] = 3. In it meet dout[1, 0]; w[2, 0]; dout[1, 1]; w[2, 1]."
    number(affine, "b[1]").hover()
    assert lit(affine) == ({"out[0,1]", "out[1,1]"}, ["b[1]"])
    affine.locator("h1").hover()
    assert lit(affine) == (set(), [])


def test_only_the_windows_that_meet_a_pixel_light_up(tab):
    page = tab(PHONE, has_touch=True)
    opened(page, "ko/layers/conv2d/")
    result(page, "dx[0, 0, 0, 1]").tap()
    met = {"dout[0,0,0,0]", "dout[0,0,0,1]", "w[0,0,0,0]", "w[0,0,0,1]"}
    assert lit(page) == (met, ["dx[0,0,0,1]"])


def test_the_keyboard_goes_from_entry_to_entry(affine):
    number(affine, "dout[1, 1]").focus()
    affine.keyboard.press("Tab")
    affine.keyboard.press("Tab")  # past the link to the result
    focused = "document.activeElement.dataset.key"
    assert affine.evaluate(focused) == "out[0,0]"
    affine.keyboard.press("ArrowDown")
    affine.keyboard.press("ArrowRight")
    affine.keyboard.press("ArrowRight")
    assert affine.evaluate(focused) == "out[1,1]"
    assert lit(affine)[1] == ["out[1,1]"]
    affine.keyboard.press("Tab")
    affine.keyboard.press("Tab")
    assert affine.evaluate(focused) == "dw[0,0]"
    affine.keyboard.press("Shift+Tab")
    affine.keyboard.press("Shift+Tab")
    assert affine.evaluate(focused) == "out[1,1]"


def test_paper_and_a_page_without_a_script_have_the_example_as_it_was_built(tab):
    still = tab(java_script_enabled=False)
    still.goto("layers/affine/")
    assert still.locator(".yudo-example").is_visible()
    printed = opened(tab(A4), "layers/affine/")
    assert printed.locator(".yudo-living").is_visible()
    assert not printed.locator(".yudo-example").is_visible()
    printed.emulate_media(media="print")
    assert printed.locator(".yudo-example").is_visible()
    assert not printed.locator(".yudo-living").is_visible()


@pytest.mark.parametrize(("language", "stem"), [("ko", "attention"), ("en", "affine")])
def test_the_largest_sizes_fit_a_phone_and_nothing_stands_in_the_way_of_anyone(tab, language, stem):
    page = tab(PHONE)
    opened(page, f"{LANGUAGES[language]}layers/{stem}/")
    for place in range(page.locator(".yudo-living select").count()):
        page.locator(".yudo-living select").nth(place).select_option("4")
    page.locator(".yudo-living input").first.fill("?")
    page.locator(".yudo-living td[tabindex]").first.focus()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == ""
    assert page.troubles == []


# -- step by step -----------------------------------------------------------------------------------------

# Every gradient in a graph twice: as the record has it, and by the chain rule.
_CHAIN = """([data, given]) => {
  const sizes = new exact.Example(data, new Map());
  const values = new Map(Object.entries(given).map(([key, node]) => [key, sizes.value(node, {})]));
  const graph = new exact.Graph(data, new exact.Example(data, values));
  return graph.steps.filter((step) => step.way === "backward").flatMap((step) =>
    exact.placesOf(graph.lengths(step)).map((place) => {
      const recorded = graph.array(step) ? exact.write(graph.value(step, place)) : null;
      return [step.wire, recorded, exact.write(graph.gradient(step.wire, place))];
    }));
}"""


def test_every_gradient_of_a_graph_is_what_the_chain_rule_gives(browser):
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    layers = derivations.layers()
    named = unnamed = 0
    for stem, example in examples().items():
        data = living.data(example)
        data |= steps(example, layers, data)
        for wire, recorded, chained in (
            page.evaluate(_CHAIN, [data, given_entries(data)]) if data["steps"] else []
        ):
            if recorded is not None:
                assert recorded == chained, f"{stem}: the gradient of {wire}"
            named += recorded is not None
            unnamed += recorded is None
    assert named > 100
    assert unnamed > 20
    page.close()


def test_a_graph_has_no_steps_where_it_branches_or_boxes_stand_for_many_layers():
    layers = derivations.layers()
    without = {
        stem
        for stem, example in examples().items()
        if not steps(example, layers, living.data(example))["steps"]
    }
    graphs = {stem: flow(layers, stem) for stem in examples()}
    assert without == {stem for stem, graph in graphs.items() if graph is None or graph.repeats}
    assert "fully_connected_net" in without
    assert len(without) < len(graphs) / 2


@pytest.fixture
def net(tab):
    return stepping(tab(), "layers/two_layer_net/")


def go(page, times=1):
    """Press the button for the next step."""
    for _ in range(times):
        page.get_by_label("Next step").click()


def panel(page):
    return page.locator(".yudo-steps-panel").inner_text()


def test_a_step_lights_up_its_arrow_its_line_of_code_and_its_row_of_the_plan(net):
    go(net, 12)
    told = net.locator(".yudo-steps-panel [role=status]").text_content()
    assert told.startswith("Backward: ∂L/∂a1 → dz1. A gate: the gradient passes only where")
    assert told.endswith("0, 1/8, −1/4, 3/8, −3/8, 0")
    now = net.locator(".yudo-flow line.yudo-now")
    assert now.evaluate_all("all => all.map(one => one.dataset.backward)") == ["z1"]
    assert net.locator(".yudo-flow rect.yudo-now").get_attribute("data-gives") == "a1"
    row = net.locator(".yudo-lines li.yudo-stepped")
    assert row.locator("code").first.text_content().strip() == "dhidden = relu_backward(dactive, relu_cache)"
    assert net.locator("tr.yudo-stepped").locator("td").first.text_content() == "ReLU"
    assert "dhidden = relu_backward" in panel(net)
    go(net)
    assert "W1 goes into 2 boxes" in panel(net)
    assert net.locator("tr.yudo-stepped").locator("td").first.text_content() == "First affine layer"


def test_the_arrow_keys_go_back_and_forth_and_stop_at_both_ends(net):
    assert net.get_by_label("Next step").evaluate("button => button === document.activeElement")
    net.keyboard.press("ArrowRight")
    assert "Forward: x, W1, b1 → z1." in panel(net)
    net.keyboard.press("ArrowRight")
    net.keyboard.press("ArrowLeft")
    net.keyboard.press("ArrowLeft")
    net.keyboard.press("ArrowLeft")
    assert "Step 0 of 14" in panel(net)
    assert net.get_by_label("Previous step").get_attribute("aria-disabled") == "true"
    assert net.locator(".yudo-flow :is(.yudo-now, .yudo-reached)").count() == 0
    for _ in range(20):
        net.keyboard.press("ArrowRight")
    assert "Step 14 of 14" in panel(net)
    assert net.get_by_label("Next step").get_attribute("aria-disabled") == "true"
    assert net.get_by_label("Next step").evaluate("button => button === document.activeElement")


def test_the_steps_have_the_numbers_that_a_reader_typed(tab):
    affine = stepping(tab(), "layers/affine/")
    go(affine, 4)
    assert "Backward: dout → dw." in panel(affine)
    table = affine.locator(".yudo-steps-panel table")
    assert table.locator("td").first.text_content() == "9"
    number(affine, "x[0, 0]").fill("5")
    assert table.locator("td").first.text_content() == "13"
    affine.get_by_label("size M").select_option("1")
    assert table.locator("td").count() == 3


def test_a_graph_without_a_script_and_on_paper_is_as_it_was_drawn(tab):
    still = tab(java_script_enabled=False)
    still.goto("ko/layers/affine/")
    assert still.locator(".yudo-flow svg").is_visible()
    assert still.locator(".yudo-steps-panel").count() == 0
    printed = stepping(tab(A4), "layers/affine/")
    go(printed, 2)
    printed.emulate_media(media="print")
    assert not printed.locator(".yudo-steps-panel").is_visible()
    opacities = printed.locator(".yudo-flow line").evaluate_all(
        "all => all.map(one => getComputedStyle(one).opacity)"
    )
    assert set(opacities) == {"1"}


# Every step: its words, and how many arrows and lines of code it lights up; in one go, as there are hundreds.
_STEPS = """() => {
  const panel = document.querySelector(".yudo-steps-panel"), found = [];
  const next = () => [...panel.querySelectorAll("button")].at(-1);
  while (next().ariaDisabled !== "true") {
    next().click();
    found.push({
      text: panel.innerText,
      name: panel.querySelector(".yudo-living__array code").textContent,
      arrows: document.querySelectorAll(".yudo-flow line.yudo-now").length,
      lines: document.querySelectorAll(".yudo-lines li.yudo-stepped").length,
    });
  }
  return found;
}"""


@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.sweep)], ids=["sample", "every"]
)
def test_every_step_has_its_numbers_and_every_result_its_line_of_code(tab, every):
    page = tab(PHONE)
    for stem in examples() if every else ("attention", "gelu"):
        page.goto(f"ko/layers/{stem}/")
        if page.locator(".yudo-step-on").count() == 0:
            continue
        page.locator(".yudo-step-on").click()
        page.locator(".yudo-steps-panel").wait_for()
        found = page.evaluate(_STEPS)
        assert found, stem
        for step in found:
            assert "?" not in step["text"], stem
            assert step["arrows"] > 0, stem
            result_id = f"{stem}.{step['name']}"
            if page.locator(f'.yudo-lines__result[href="#{result_id}"]').count():
                assert step["lines"] == 1, result_id
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], stem
        assert page.troubles == [], stem


@pytest.mark.parametrize(("language", "screen"), [("en", DESKTOP), ("ko", PHONE)])
def test_axe_finds_no_violation_in_the_middle_of_the_steps(tab, language, screen):
    page = tab(screen)
    stepping(page, f"{LANGUAGES[language]}layers/affine/")
    for _ in range(4):
        page.locator(".yudo-steps-panel button").last.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == ""


def test_nothing_is_fetched_before_a_reader_comes_near(tab):
    page = tab()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("layers/affine/")
    page.wait_for_load_state("networkidle")
    names = ("living.css", "yudo-exact.js", "yudo-living.js", "yudo-stepping.js")
    assert not any(url.endswith(names) for url in fetched)
    page.locator("#by-hand").scroll_into_view_if_needed()
    page.locator(".yudo-living").wait_for()
    assert [url.rsplit("/", 1)[1] for url in fetched if url.endswith(names)] == [*names[:3]]
    page.locator(".yudo-step-on").click()
    page.locator(".yudo-steps-panel").wait_for()
    assert [url.rsplit("/", 1)[1] for url in fetched if url.endswith(names)] == [*names]
