"""On a phone each cell of a table says what column it is in."""

import markdown

from docs.site_builder.mathml import FormulaRenderer, MathmlExtension
from docs.site_builder.tables import TablesExtension


def test_every_cell_bears_the_head_of_its_column_with_its_code_and_formulas():
    table = "| *Name* | Size $N$ | `a < b` of $x_i$ | |\n|---|---|---|---|\n| a | $2$ | b | c |"
    page = markdown.markdown(
        table, extensions=["tables", MathmlExtension(FormulaRenderer()), TablesExtension()]
    )
    assert '<td data-label="Name">a</td>' in page
    assert '<td data-label="Size N">' in page
    assert '<td data-label="a &lt; b of xi">b</td>' in page
    assert '<td data-label="">c</td>' in page


def test_no_column_is_without_a_head_on_the_site(site):
    unnamed = [page for page in site.rglob("index.html") if 'data-label=""' in page.read_text("utf-8")]
    assert unnamed == []
