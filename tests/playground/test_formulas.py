"""The page's own MathML: every formula of the catalogue reads as the site's renderer writes it."""

import html
import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from docs.site_builder.mathml import FormulaRenderer
from yudo import derivations
from yudo.derivations.calculus.latex import latex

FILE = Path(__file__).resolve().parents[2] / "docs" / "playground" / "mathml.js"
_RUN = """
const make = (tag, content, attributes = {}) => {
  const given = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join("");
  const inner = typeof content === "string" ? [content.replace("&", "&amp;").replace("<", "&lt;")] : content;
  return `<${tag}${given}>${inner.join("")}</${tag}>`;
};
const told = (one) => { try { return mathml(one, make); } catch (error) { return error.message; } };
console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0)).map(told)));
"""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def converted(*formulas):
    done = subprocess.run(
        ["node", "-e", FILE.read_text("utf-8") + _RUN],
        input=json.dumps(formulas), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def signs(mathml):
    """What can be seen, in its order, without spaces and styles."""
    mathml = re.sub(
        r"<annotation.*?</annotation>", "", html.unescape(mathml).replace("<mo><</mo>", "<mo>&lt;</mo>")
    )
    plain = unicodedata.normalize("NFKC", "".join(ElementTree.fromstring(mathml).itertext()))
    return re.sub(r"[\s\u2061-\u2064]", "", plain).replace("*", "∗").replace("ϵ", "ε")


def test_every_line_of_a_derivation_reads_as_the_site_writes_it():
    renderer = FormulaRenderer()
    written = dict.fromkeys(
        latex(one)
        for layer in derivations.layers().values()
        for result in layer.results.values()
        for one in (result.derivation.start, *(step.expression for step in result.derivation.steps))
    )
    for tex, found in zip(written, converted(*written), strict=True):
        assert found.startswith("<math"), f"{tex}: {found}"
        assert signs(found) == signs(renderer.mathml(tex, block=True)), tex


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (
            r"\frac{a_{n,d}}{2}",
            "<mfrac><msub><mi>a</mi><mrow><mi>n</mi><mo>,</mo><mi>d</mi></mrow></msub><mn>2</mn></mfrac>",
        ),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"\sum_{n=0}^{N - 1} x^{2}", '<munderover><mo movablelimits="false">∑</mo>'),
        (r"\mathrm{x\_hat}", "<mi>x_hat</mi>"),
        ("a < b", "<mo>&lt;</mo>"),
    ],
)
def test_parts_of_formulas(tex, expected):
    assert expected in converted(tex)[0]


@pytest.mark.parametrize(
    "tex", [r"\begin{cases} 1 \end{cases}", r"\unheard", "{a", "a}", r"\left(a", "a & b", ""]
)
def test_what_is_not_known_is_refused_and_not_half_written(tex):
    assert converted(tex)[0].startswith("no MathML")
