"""The code on a page is the code in `impl/`, and beside each line stands what it computes."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from docs.site_builder.code import definitions, implementation_html, implementation_markdown
from docs.site_builder.mathml import FormulaRenderer, mark

MODULE = '''"""A layer."""

import numpy as np

@np.vectorize
def forward(x):
    """Return x.

    Twice.
    """
    out = x + x
    return out


class Net:
    size = 1

    @property
    def one(self):
        return 1
    @property
    def two(self):
        return 2

    def loss(self, x):
        return self.one, self.two, x
'''
FORMULAS = {
    "depth": None,
    "functions": {
        "5": {
            "names": {"x": "x", "out": r"\mathrm{out}", "dx": r"\mathrm{d}x"},
            "terms": [11],
            "lines": {
                "11": [
                    {
                        "name": "out",
                        "tex": rf"\mathrm{{out}}_{{n}} = {mark('2', 0)} x_{{n}} + \mathrm{{d}}x_{{n}}",
                        "result": "layer.out",
                    }
                ]
            },
        },
        "25": {
            "names": {},
            "terms": [],
            "lines": {"26": [{"name": "out", "tex": "x"}]},
        },
    },
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "impl" / "layer.py"
    path.parent.mkdir()
    path.write_text(MODULE, encoding="utf-8")
    return path


@pytest.fixture
def page(path):
    return implementation_html(path, FORMULAS, FormulaRenderer(), "en")


def plain(markup):
    return unescape(re.sub(r"<[^>]*>", "", markup))


def test_every_function_and_class_is_found_whole_and_in_order():
    forward, net = definitions(MODULE)
    assert forward[:2] == ("forward", 5)
    assert forward[2].startswith("@np.vectorize\ndef forward(x):")
    assert forward[2].endswith("    return out")
    assert net[:2] == ("Net", 15)
    assert net[2].startswith("class Net:\n    size = 1")


def test_the_page_shows_every_line_of_a_function_as_it_is(page):
    listing = re.search(r'id="impl\.forward">.*?</ol>', page, flags=re.DOTALL)[0]
    lines = [
        plain(line).rstrip() for line in re.findall(r"<code [^>]*>(.*?)</code>", listing, flags=re.DOTALL)
    ]
    assert lines == MODULE.splitlines()[4:12]


def test_every_function_has_an_anchor_and_names_its_file(page):
    assert re.findall(r'class="yudo-code" id="([^"]+)"', page) == ["impl.forward", "impl.Net"]
    assert page.count("impl/layer.py") == 2


def test_a_docstring_of_several_lines_is_folded_below_its_first(page):
    folded, _ = re.findall(r"<details>(.*?)</details>", page, flags=re.DOTALL)
    summary, rest = re.fullmatch(r"<summary>(.*?)</summary>(.*)", folded, flags=re.DOTALL).groups()
    assert plain(summary).strip() == '"""Return x.'
    assert "Twice." in plain(rest)


def test_methods_without_a_formula_are_folded_those_that_follow_one_another_together(page):
    _, folded = re.findall(r"<details>(.*?)</details>", page, flags=re.DOTALL)
    lines = [plain(line).strip() for line in re.findall(r"<code [^>]*>(.*?)</code>", folded)]
    assert lines == [line.strip() for line in MODULE.splitlines()[17:23]]


def test_a_long_line_may_break_after_brackets_commas_and_dots_and_nowhere_else(page):
    row = re.search(r'<li id="impl\.Net\.26".*?</code>', page, flags=re.DOTALL)[0]
    code = re.sub(r"<(?!wbr)[^>]*>", "", row)
    assert code.split("return ")[1] == "self.<wbr>one,<wbr> self.<wbr>two,<wbr> x"


def test_a_line_has_its_formula_and_the_result_that_it_yields(page):
    (row,) = re.findall(r'<li id="impl\.forward\.11".*?</li>', page, flags=re.DOTALL)
    assert 'href="#impl.forward.11" aria-label="Line 11"' in row
    assert '<a class="yudo-lines__result" href="#layer.out">out</a>' in row
    assert "<math" in row


def test_names_in_the_code_and_in_the_formula_share_a_number(page):
    in_code = re.findall(r'<span class="n" data-name="(\d)">(\w+)</span>', page)
    row = re.search(r'<li id="impl\.forward\.11".*?</li>', page, flags=re.DOTALL)[0]
    shown = [
        (part.get("data-name"), "".join(part.itertext()))
        for formula in re.findall(r"<math.*?</math>", row, flags=re.DOTALL)
        for part in ElementTree.fromstring(formula).iter()
        if part.get("data-name")
    ]
    assert set(in_code) == {("0", "x"), ("1", "out")}
    assert shown == [("1", "outn"), ("0", "xn"), ("2", "xn")]


def test_a_term_is_paired_with_the_line_that_brings_it_in(page):
    assert page.count('data-brings="0"') == 1
    assert '<li id="impl.forward.11" data-brings="0">' in page
    assert re.search(r'<mrow data-term="0">\s*<mn>2</mn>\s*</mrow>', page)


def test_the_notebook_has_the_code_as_plain_markdown(path):
    markdown = implementation_markdown(path)
    assert "`impl/layer.py`" in markdown
    assert markdown.count("```python\n") == 2
    assert "<" not in markdown.replace("<p", "")
