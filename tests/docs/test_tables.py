"""Tables fit every screen: on a phone each cell says what column it is in."""

import markdown
import pytest

from docs.site_builder.mathml import FormulaRenderer, MathmlExtension
from docs.site_builder.tables import TablesExtension
from tests.docs.conftest import DESKTOP, PHONE
from tests.docs.pages import LANGUAGES, page_paths

_WIDER = """() => [...document.querySelectorAll('.md-typeset__scrollwrap')].filter(
  box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1
).map(box => [...box.textContent.trim()].slice(0, 80).join(""))"""


def test_every_cell_bears_the_head_of_its_column():
    table = "| *Name* | Size $N$ | |\n|---|---|---|\n| a | $2$ | b |"
    page = markdown.markdown(
        table, extensions=["tables", MathmlExtension(FormulaRenderer()), TablesExtension()]
    )
    assert '<td data-label="Name">a</td>' in page
    assert '<td data-label="Size">' in page
    assert '<td data-label="">b</td>' in page


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_hides_a_column(tab, site, language, viewport):
    page = tab(viewport)
    for path in page_paths(site, language):
        page.goto(LANGUAGES[language] + path)
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate(_WIDER) == [], path
