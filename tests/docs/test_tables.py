"""On a phone each cell of a table says what column it is in."""

import markdown

from docs.site_builder.mathml import FormulaRenderer, MathmlExtension
from docs.site_builder.tables import TablesExtension


def test_every_cell_bears_the_head_of_its_column():
    table = "| *Name* | Size $N$ | |\n|---|---|---|\n| a | $2$ | b |"
    page = markdown.markdown(
        table, extensions=["tables", MathmlExtension(FormulaRenderer()), TablesExtension()]
    )
    assert '<td data-label="Name">a</td>' in page
    assert '<td data-label="Size">' in page
    assert '<td data-label="">b</td>' in page
