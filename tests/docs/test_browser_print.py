"""Printing to A4: formulas, tables and code fit the page, with JavaScript and without."""

import re

import pytest

from tests.docs.conftest import A4, PHONE
from tests.docs.layout import CUT, TINY, WIDE
from tests.docs.pages import page_paths


def test_without_javascript_pages_are_readable_and_nothing_is_cut_off_or_too_small_on_paper(tab, site):
    page = tab(PHONE, java_script_enabled=False)
    for path in page_paths(site, "ko"):
        page.set_viewport_size(PHONE)
        page.emulate_media(media="screen")
        page.goto("ko/" + path)
        assert page.locator("h1").is_visible()
        page.emulate_media(media="print")
        page.set_viewport_size(A4)
        assert page.evaluate(CUT) == [], path
        assert page.evaluate(WIDE, A4["width"]) == [], path
        if "cheat-sheet" not in path:  # its print is small on purpose
            assert page.evaluate(TINY) == [], path


@pytest.mark.parametrize(
    ("page_path", "most"),
    [("ko/layers/affine/", 10), ("layers/softmax_cross_entropy/", 14), ("layers/batch_norm/", 14)],
)
def test_a_lecture_is_a_few_pages_of_a4(tab, page_path, most):
    page = tab()
    page.goto(page_path)
    page.wait_for_load_state("networkidle")
    document = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm"))
    sizes = set(re.findall(rb"/MediaBox\s*\[\s*0 0 (\d+)[\d.]* (\d+)", document))
    assert sizes <= {(b"594", b"841"), (b"595", b"842"), (b"595", b"841"), (b"594", b"842")}
    assert sizes
    assert 4 < len(re.findall(rb"/Type\s*/Page\b", document)) <= most


def test_paper_shows_reasons_and_solutions_but_nothing_to_copy(tab):
    page = tab(A4)
    page.goto("layers/affine/")
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('article details').forEach(details => details.open = true)")
    assert page.locator(".yudo-steps .yudo-why p").first.is_visible()
    assert page.locator(".yudo-exercise .yudo-why p").first.is_visible()
    for hidden in (".yudo-formula", ".yudo-cite", ".yudo-source", ".yudo-copy", ".yudo-lines details > code"):
        assert page.locator(hidden).count() > 0, hidden
        assert not any(part.is_visible() for part in page.locator(hidden).all()), hidden
