"""The site as a reader meets it, in Debian's chromium."""

import pytest

from tests.docs.axe import CONTRAST, judged, shorten, violations
from tests.docs.conftest import DESKTOP, PHONE
from tests.docs.layout import CODE_TAKES_THE_FOCUS
from tests.docs.pages import LANGUAGES


def test_formulas_are_readable_without_javascript(tab):
    page = tab(PHONE, java_script_enabled=False)
    page.goto("ko/layers/affine/")
    formula = page.locator(".yudo-math-block math").first
    assert formula.is_visible()
    assert formula.bounding_box()["height"] > 15


def test_formulas_are_set_in_the_font_that_the_site_serves(tab):
    page = tab()
    page.goto("layers/affine/")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Yudo Math\"', '∑'))")
    assert "Yudo Math" in page.locator("math").first.evaluate(
        "element => getComputedStyle(element).fontFamily"
    )


@pytest.mark.parametrize(("here", "there"), [("en", "ko"), ("ko", "en")])
def test_the_language_switch_leads_to_the_same_section_of_the_same_page(tab, address, here, there):
    page = tab()
    page.goto(LANGUAGES[here] + "layers/affine/#affine.dw")
    page.wait_for_timeout(100)
    page.locator("button[aria-label]:has(+ .md-select__inner)").hover()
    page.locator(f".md-select__link[hreflang={there}]").click()
    page.wait_for_url(address + LANGUAGES[there] + "layers/affine/#affine.dw")
    assert page.locator("html").get_attribute("lang") == there
    assert page.locator("#affine\\.dw").is_visible()


def test_the_language_switch_at_the_top_of_a_page_adds_no_anchor(tab, address):
    page = tab()
    page.goto("verified/")
    page.locator("button[aria-label]:has(+ .md-select__inner)").hover()
    page.locator(".md-select__link[hreflang=ko]").click()
    page.wait_for_url(address + "ko/verified/")
    assert page.locator("h1").inner_text().startswith("무엇을 어떻게 검증하나")


def test_the_colour_scheme_follows_the_system_and_the_switch(tab):
    page = tab(color_scheme="dark")
    page.goto("")
    body = page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == "slate"
    for expected in ("default", "slate"):
        page.locator("label.md-header__button[for^=__palette]:visible").click()
        assert body.get_attribute("data-md-color-scheme") == expected


def test_a_formula_wider_than_the_phone_scrolls_in_its_box_and_takes_the_focus(tab):
    page = tab({"width": 200, "height": 700})
    page.goto("layers/affine/")
    page.wait_for_load_state("load")
    wide = page.locator(".yudo-math-block[tabindex='0']").first
    wide.focus()
    assert wide.evaluate("box => box.scrollWidth > box.clientWidth && document.activeElement === box")
    wide.evaluate("box => box.scrollLeft = 5")
    assert wide.evaluate("box => box.scrollLeft") == 5


SAMPLE = ("", "layers/l2_regularization/", "check/")


@pytest.mark.parametrize(("language", "viewport"), [("en", DESKTOP), ("ko", PHONE)])
def test_axe_finds_no_violation_in_light_and_no_lack_of_contrast_in_dark(tab, language, viewport):
    page = tab(viewport)
    for path in SAMPLE:
        page.emulate_media(color_scheme="light")
        page.goto(LANGUAGES[language] + path)
        page.wait_for_load_state("load")
        page.wait_for_function(CODE_TAKES_THE_FOCUS)
        shorten(page)
        assert violations(page) == "", path
        page.emulate_media(color_scheme="dark")
        page.locator("body[data-md-color-scheme=slate]").wait_for()
        assert violations(page, runOnly=[CONTRAST]) == "", f"{path}, dark"


@pytest.mark.parametrize(
    ("fault", "scheme", "rule"),
    [
        ("document.querySelector('article p').style.color = '#ccc'", "light", "color-contrast"),
        ("document.querySelector('article p').style.background = '#777'", "dark", "color-contrast"),
        (
            "document.querySelector('article').append(document.createElement('button'))",
            "light",
            "button-name",
        ),
    ],
)
def test_a_fault_is_found_on_a_page_whose_texts_all_look_as_those_that_passed(tab, fault, scheme, rule):
    page, passed = tab(), {}
    for found in (False, True):
        page.goto("cite/")
        if found:
            page.evaluate(fault)
        reports = judged(page, passed)
        assert (rule in reports.get(scheme, "")) == found
    assert all(passed.values())


def test_axe_finds_no_violation_in_what_is_folded(tab):
    page = tab(PHONE, color_scheme="dark")
    page.goto("ko/layers/relu/")
    page.evaluate("document.querySelectorAll('article details').forEach(details => details.open = true)")
    assert violations(page) == ""


def test_a_screen_reader_is_given_every_formula_of_a_page(tab):
    page = tab()
    page.goto("layers/relu/")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    spoken = [node for node in nodes if node.get("role", {}).get("value") == "MathMLMath"]
    shown = page.evaluate(
        "[...document.querySelectorAll('math')].filter(math => math.checkVisibility()).length"
    )
    assert len(spoken) == shown > 20
    assert page.locator("merror").count() == 0


def test_the_keyboard_reaches_every_link_button_and_fold(tab):
    page = tab()
    page.goto("layers/affine/")
    unreachable = page.evaluate(
        """[...document.querySelectorAll('article :is(a[href], button:not([role=tab]), summary, input)')]
           .filter(part => part.checkVisibility() && part.tabIndex < 0).map(part => part.outerHTML)"""
    )
    assert unreachable == []


def test_the_language_switch_leads_to_the_same_page_without_javascript(tab, address):
    page = tab(java_script_enabled=False)
    page.goto("layers/relu/")
    page.locator("button[aria-label]:has(+ .md-select__inner)").hover()
    page.locator(".md-select__link[hreflang=ko]").click()
    page.wait_for_url(address + "ko/layers/relu/")
