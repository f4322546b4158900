"""Formulas become MathML while a page is built."""

import html
import re
from pathlib import Path
from xml.etree import ElementTree

import jupytext
import markdown
import pytest
from fontTools.ttLib import TTFont
from markdown.treeprocessors import Treeprocessor
from pymdownx.arithmatex import ArithmatexExtension

from docs.site_builder.mathfont import needed_characters, write_math_font
from docs.site_builder.mathml import FormulaRenderer, MathError, MathmlExtension, mark, pieces

ROOT = Path(__file__).parents[2]


def convert(text, renderer=None):
    extensions = ["attr_list", "md_in_html", "tables", "toc", MathmlExtension(renderer or FormulaRenderer())]
    return markdown.markdown(text, extensions=extensions)


def test_an_inline_formula_becomes_mathml_that_keeps_its_tex():
    page = convert("가중치 $W_{ij}$를 본다.")
    formula = ElementTree.fromstring(page).find(".//math")
    assert [part.text for part in formula.iter("mi")] == ["W", "i", "j"]
    assert formula.find(".//annotation").text == "W_{ij}"
    assert formula.get("display") is None


def test_a_display_formula_stands_in_a_box_of_its_own():
    page = convert("before\n\n$$\na = b\n$$\n\nafter")
    assert '<div class="yudo-math-block" data-search-exclude=""><div><math display="block">' in page


def test_comparison_signs_survive():
    page = convert("$$\n0 \\le n < N\n$$")
    assert "<mo>&lt;</mo>" in page
    assert "amp;lt" not in page


def test_a_formula_in_a_table_and_in_a_block_of_html_is_rendered():
    table = "| a |\n|---|\n| $x$ |"
    block = '<section id="affine.dw" markdown="1">\n\n$$x$$\n\n</section>'
    assert convert(table).count("<math") == 1
    assert re.search(
        r'<section id="affine\.dw">\s*<div class="yudo-display"><div class="yudo-math-block"', convert(block)
    )


def test_substack_and_tag_are_understood():
    page = convert("$$\n\\sum_{\\substack{i \\\\ j}} x \\tag{3}\n$$")
    assert page.count("<mtr>") == 2
    assert '<div class="yudo-numbered" id="3">' in page
    assert '<a class="yudo-math-tag" href="#3">(3)</a>' in page


def test_a_numbered_formula_is_shown_under_the_name_of_its_result_and_can_be_copied():
    renderer = FormulaRenderer({"affine.dw.2": {"SymPy": "x < 1", "NumPy": "dw = x"}})
    page = convert("$$\na < b \\tag{affine.dw.2}\n$$", renderer)
    assert 'id="affine.dw.2"' in page
    assert '<a class="yudo-math-tag" href="#affine.dw.2">(dw.2)</a>' in page
    assert "<summary>LaTeX<span> · SymPy · NumPy affine.dw.2</span></summary>" in page
    copied = re.findall(r"<dt>(\w+)</dt><dd><pre data-copy>(.*?)</pre>", page)
    assert copied == [("LaTeX", "a &lt; b"), ("SymPy", "x &lt; 1"), ("NumPy", "dw = x")]


def test_marked_parts_of_a_formula_carry_their_attributes_and_leave_no_trace_elsewhere():
    renderer = FormulaRenderer()
    tex = rf"a - {mark('b', 1)} + \frac{{{mark(mark('c', 0) + ' d', 1)}}}{{N}}"
    formulas = [ElementTree.fromstring(piece) for piece in renderer.marked(tex, ["data-x='0'", "data-x='1'"])]
    marked = [
        (part.get("data-x"), "".join(part.itertext()))
        for formula in formulas
        for part in formula.iter("mrow")
        if part.get("data-x")
    ]
    assert marked == [("1", "b"), ("1", "cd"), ("0", "c")]
    assert ["".join(formula.itertext()) for formula in formulas] == ["a", "−b", "+cdN"]
    assert all(ord(character) < 0xE000 for character in renderer.characters)


@pytest.mark.parametrize(
    ("tex", "cut"),
    [
        (
            r"L = -\frac{1 + 2}{N} \, a + \left(b - c\right)",
            ["L", r"= -\frac{1 + 2}{N} \, a", r"+ \left(b - c\right)"],
        ),
        (r"= \sum_{n=0}^{N-1} x_n - 1", [r"= \sum_{n=0}^{N-1} x_n", "- 1"]),
        (r"0 \le [a + b) < \{c + d\}", ["0", r"\le [a + b)", r"< \{c + d\}"]),
        (r"a = b, \qquad -c \cdot -d", ["a", r"= b, \qquad", r"-c \cdot -d"]),
        (r"\begin{aligned} a + b \end{aligned} - c", [r"\begin{aligned} a + b \end{aligned}", "- c"]),
        (r"x \leftarrow x", [r"x \leftarrow x"]),
    ],
)
def test_a_line_may_break_before_relations_and_signs_outside_brackets(tex, cut):
    found = pieces(tex)
    assert [piece.removeprefix("{}").strip() for piece in found] == cut
    assert "".join(found).replace("{}", "") == tex


def test_a_line_may_break_inside_brackets_where_that_is_wanted():
    tex = r"a + \frac{1 + 2}{3} \left(-b + c^{d - 1} - \left(e + f\right)\right)"
    assert pieces(tex)[1:] == [tex[2:].replace("+", "{}+", 1)]
    assert pieces(tex, inside=1)[1:] == [
        r"{}+ \frac{1 + 2}{3} \left(-b \right.",
        r"\left.{}+ c^{d - 1} \right.",
        r"\left.{}- \left(e + f\right)\right)",
    ]
    assert pieces(tex, inside=2)[-2:] == [
        r"\left.{}- \left(e \right.\right.",
        r"\left.\left.{}+ f\right)\right)",
    ]
    assert all(convert(f"$${piece}$$") for depth in (1, 2) for piece in pieces(tex, inside=depth))


def test_a_long_formula_comes_in_pieces_whose_signs_are_those_between_terms():
    page = convert("$$\na + b + c + d + e + f + g + h + i + j = k\n$$")
    assert page.count("<math") == 11
    assert page.count("<mrow></mrow><mo>+</mo>") == 9
    assert convert("$$\na + b = k\n$$").count("<math") == 1


def test_code_and_escaped_dollars_stay_as_they_are():
    page = convert("`$x$` costs \\$5 and \\$6")
    assert "<math" not in page
    assert "<code>$x$</code>" in page


def test_every_unreadable_formula_of_a_page_is_named_with_its_file():
    renderer = FormulaRenderer()
    renderer.begin("docs/en/page.md")
    with pytest.raises(MathError) as caught:
        convert("Good $x$, bad $\\nonsense{x}$.\n\n$$\n\\frac{1}{\n$$", renderer)
    assert "docs/en/page.md: formula cannot be read: \\nonsense{x}" in str(caught.value)
    assert "formula cannot be read: \\frac{1}{" in str(caught.value)


def test_a_long_inline_formula_is_marked_for_its_own_scroll_box():
    assert 'class="yudo-math"' in convert("$x = y$")
    assert 'class="yudo-math yudo-math--wide"' in convert("$a + b + c + d + e + f + g + h + i + j + k = l$")


def test_a_formula_is_kept_together_with_the_particle_and_the_brackets_that_touch_it():
    page = re.sub("<math.*?</math>", "M", convert("곧 ($x$), $y$는 $z$ 값").replace("\n", ""))
    together, formula = '<span class="yudo-together">', '<span class="yudo-math">M</span>'
    assert page == f"<p>곧 {together}({formula}),</span> {together}{formula}는</span> {formula} 값</p>"


@pytest.mark.parametrize("break_", ["\n", "  \n", "\n\n"])
def test_a_word_that_ends_its_line_before_a_formula_stays_as_it_is(break_):
    page = re.sub("<math.*?</math>", "M", convert(f"모든 행이{break_}$b$이다"))
    assert "모든 행이" in page
    assert '<span class="yudo-together"><span class="yudo-math">M</span>이다</span>' in page


class _Apart(Treeprocessor):
    """Takes the formulas out of a page and leaves the rest as it is."""

    def run(self, root):
        for element in root.iter():
            if element.get("class") == "arithmatex":
                element.text = ""


class _WithoutFormulas(markdown.Extension):
    def extendMarkdown(self, md):
        ArithmatexExtension(generic=True).extendMarkdown(md)
        md.treeprocessors.register(_Apart(md), "apart", 7)


def text_of(source, extension):
    page = markdown.markdown(source, extensions=["attr_list", "md_in_html", "tables", extension])
    return html.unescape(re.sub("<[^>]*>", "", re.sub("<math.*?</math>", "", page, flags=re.DOTALL)))


def prose():
    for file in sorted((ROOT / "docs").glob("??/*.md")):
        yield pytest.param(file.read_text(encoding="utf-8"), id=f"{file.parent.name}/{file.stem}")
    for file in sorted((ROOT / "derivations").glob("[a-z]*.py")):
        cells = jupytext.read(file).cells
        for language in ("ko", "en"):
            own = [cell.source for cell in cells if cell.metadata.get("lang") == language]
            yield pytest.param("\n\n".join(own), id=f"{language}/derivations/{file.stem}")


@pytest.mark.parametrize("source", list(prose()))
def test_the_text_of_every_page_is_the_text_of_its_source(source):
    words = text_of(source, MathmlExtension(FormulaRenderer())).split()
    assert words == text_of(source, _WithoutFormulas()).split()


def test_a_formula_with_a_scroll_box_is_kept_with_nothing():
    assert "together" not in convert("($a + b + c + d + e + f + g + h + i + j + k = l$)")


def test_the_table_of_contents_shows_a_formula_as_plain_text():
    md = markdown.Markdown(extensions=["attr_list", "toc", MathmlExtension(FormulaRenderer())])
    md.convert("## The gradient $dW$ at last {#dw}")
    assert md.toc_tokens[0]["name"] == "The gradient dW at last"
    assert md.toc_tokens[0]["id"] == "dw"


def test_the_font_holds_every_character_as_the_browser_will_show_it(tmp_path):
    renderer = FormulaRenderer()
    convert("$\\sum_{h} \\alpha_h x \\le \\mathbb{R}$ and $\\sqrt{x}$", renderer)
    write_math_font(renderer.characters, tmp_path / "font.woff2")
    with TTFont(tmp_path / "font.woff2") as font:
        held = set(map(chr, font.getBestCmap()))
        assert "MATH" in font
    assert {"𝑥", "ℎ", "𝛼", "∑", "≤", "ℝ"} <= held
    invisible = {"\u2061", "\u2062", "\u2063"}
    assert needed_characters(renderer.characters) - invisible - held == set()


def test_the_font_is_the_same_file_when_it_is_built_again(tmp_path):
    for name in ("a", "b"):
        write_math_font({"x", "∑"}, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_vanishes_and_what_appears_take_the_colours_of_the_page():
    page = convert(r"$$\cancel{a} = \textcolor{green}{b}$$")
    assert "<menclose" in page
    assert 'class="yudo-new"' in page
    assert "style=" not in page
