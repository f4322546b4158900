"""The graph of results in the browser is within reach of the keyboard."""

import pytest

_ARCS = """() => [...document.activeElement.closest('.node').querySelectorAll('.arc')].map(
  arc => [arc.classList.contains('out'), getComputedStyle(arc).visibility, getComputedStyle(arc).stroke])"""


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    yield context.new_page()
    context.close()


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
