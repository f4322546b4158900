"""Figures in the browser: legible on a phone, and the graph of results within reach of the keyboard."""

import pytest

from tests.docs.pages import LANGUAGES, page_paths

SMALLEST = 9
"""Pixels below which words in a figure are too small for a phone held at arm's length."""

_SIZES = """() => [...document.querySelectorAll('.yudo-figure svg')].flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
  return [...svg.querySelectorAll('text')].map(text => [
    text.textContent, scale * parseFloat(getComputedStyle(text).fontSize)
  ])
})"""
_OUTSIDE = """() => [...document.querySelectorAll('.yudo-figure svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect()
    return box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1
  }).map(text => text.textContent)
})"""
_ARCS = """() => [...document.activeElement.closest('.node').querySelectorAll('.arc')].map(
  arc => [arc.classList.contains('out'), getComputedStyle(arc).visibility, getComputedStyle(arc).stroke])"""


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_figures_are_legible_and_inside_on_a_phone(phone, site, address, language):
    seen = 0
    for path in page_paths(site, language):
        if not path.startswith(("layers/", "results", "digits")):
            continue
        phone.goto(address + LANGUAGES[language] + path)
        sizes = phone.evaluate(_SIZES)
        seen += len(sizes)
        assert not [entry for entry in sizes if entry[1] < SMALLEST], path
        assert phone.evaluate(_OUTSIDE) == [], path
    assert seen > 100


def test_the_keyboard_reaches_a_result_and_lights_up_its_arcs(phone, address):
    phone.goto(address + "results/")
    link = phone.locator(".yudo-results a").first
    link.focus()
    assert link.get_attribute("aria-label").startswith("affine.out: ")
    phone.keyboard.press("Tab")
    arcs = phone.evaluate(_ARCS)
    assert {out for out, _, _ in arcs} == {False, True}
    assert {visibility for _, visibility, _ in arcs} == {"visible"}
    assert len({(out, colour) for out, _, colour in arcs}) == 2
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/layers/affine/#affine.dw")
