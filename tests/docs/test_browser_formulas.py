"""Formulas in the browser: none is cut off on a screen, and what must scroll on a phone says so."""

import pytest

from tests.docs.conftest import DESKTOP, PHONE
from tests.docs.pages import LANGUAGES, page_paths

# Every box that is wider inside than outside: where it stands, and whether it says that it goes on.
_SCROLLING = """() => [...document.querySelectorAll('.yudo-math-block, .yudo-math--wide')].filter(
  box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1
).map(box => ({
  code: box.closest('.yudo-code') !== null,
  where: `${box.closest('[id]')?.id}: ${[...box.textContent].slice(0, 60).join("")}`,
  says: box.hasAttribute('data-more') && box.tabIndex === 0
    && getComputedStyle(box, '::after').content === '"›"',
  widest: Math.max(...[...box.querySelectorAll('math')].map(piece => piece.getBoundingClientRect().width)),
  indent: parseFloat(getComputedStyle(box.firstElementChild).paddingLeft),
  inside: box.scrollWidth,
}))"""


# Every step of a derivation whose number lies on its name, and every word of a graph that leaves the picture.
_OVERLAPPING = """() => [...document.querySelectorAll('.yudo-steps > li')].filter(step => {
  const number = step.querySelector('.yudo-math-tag')?.getBoundingClientRect();
  const name = document.createRange();
  name.selectNodeContents(step.querySelector(':scope > p:first-child, :scope > details > summary') ?? step);
  return number && name.startContainer !== step && [...name.getClientRects()].some(line =>
    line.right > number.left && line.left < number.right
    && line.bottom > number.top && line.top < number.bottom);
}).map(step => step.textContent.slice(0, 40))"""
_OUTSIDE = """() => [...document.querySelectorAll('.yudo-flow svg')].flatMap(graph => {
  const frame = graph.getBoundingClientRect();
  return [...graph.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1;
  }).map(text => text.textContent);
})"""


def open_folded(page, path):
    page.goto(path)
    page.evaluate("document.querySelectorAll('article details').forEach(details => details.open = true)")
    page.evaluate("document.querySelectorAll('.yudo-form').forEach(form => form.hidden = false)")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_formula_is_cut_off_on_a_desktop(tab, site, language):
    page = tab(DESKTOP)
    for path in page_paths(site, language):
        open_folded(page, LANGUAGES[language] + path)
        assert page.locator(".yudo-math-block, .yudo-math, p").count() > 0
        assert page.evaluate(_SCROLLING) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_lectures_only_formulas_beside_code_go_on_beyond_a_phone_and_all_that_do_say_so(
    tab, site, language
):
    page = tab(PHONE)
    for path in page_paths(site, language):
        open_folded(page, LANGUAGES[language] + path)
        for box in page.evaluate(_SCROLLING):
            assert box["code"] or "layers/" not in path, f"{path}: {box['where']}"
            assert box["says"], f"{path}: {box['where']}"
            assert box["inside"] <= box["widest"] + box["indent"] + 2, f"{path}: {box['where']}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_no_number_lies_on_the_name_of_its_step_and_no_word_leaves_its_graph(tab, site, language):
    page = tab(PHONE)
    for path in page_paths(site, language):
        page.goto(LANGUAGES[language] + path)
        assert page.evaluate(_OVERLAPPING) == [], path
        assert page.evaluate(_OUTSIDE) == [], path


def test_the_arrow_goes_where_nothing_more_follows(tab):
    page = tab({"width": 200, "height": 700})
    open_folded(page, "layers/affine/")
    box = page.query_selector(".yudo-math-block[data-more]")
    box.evaluate("box => box.scrollLeft = box.scrollWidth")
    page.wait_for_function("box => !box.hasAttribute('data-more')", arg=box)
