"""A lecture in the browser: forms of a result as tabs, answers that are checked, type that can be read."""

import pytest

from tests.docs.conftest import DESKTOP, PHONE
from tests.docs.pages import LANGUAGES


@pytest.fixture
def affine(tab):
    page = tab()
    page.goto("layers/affine/")
    return page


def forms_shown(page, result):
    return page.locator(f"[id='{result}'] .yudo-form").evaluate_all(
        "forms => forms.map(form => form.checkVisibility())"
    )


def test_the_forms_of_a_result_are_tabs_for_mouse_and_keyboard(affine):
    assert forms_shown(affine, "affine.dw") == [True, False, False]
    tabs = affine.locator("[id='affine.dw'] [role=tab]")
    assert tabs.all_text_contents() == ["Index notation", "Matrix notation", "NumPy"]
    tabs.nth(1).click()
    assert forms_shown(affine, "affine.dw") == [False, True, False]
    affine.keyboard.press("ArrowRight")
    assert forms_shown(affine, "affine.dw") == [False, False, True]
    assert affine.locator("[id='affine.dw'] .yudo-form").nth(2).inner_text().strip() == "dw = x.T @ dout"
    affine.keyboard.press("ArrowRight")
    assert forms_shown(affine, "affine.dw") == [True, False, False]


def test_a_link_to_a_formula_opens_the_tab_that_holds_it(tab):
    page = tab()
    page.goto("layers/affine/#affine.dx.matrix")
    assert forms_shown(page, "affine.dx") == [False, True, False]


def test_without_a_script_all_forms_stand_below_one_another(tab):
    page = tab(java_script_enabled=False)
    page.goto("layers/affine/")
    forms = page.locator("[id='affine.dw'] .yudo-form")
    assert forms.count() == 3
    assert all(form.is_visible() for form in forms.all())


@pytest.mark.parametrize(
    ("exercise", "typed", "verdict"),
    [
        ("4", "-5", "Right."),
        ("4", "−10/2", "Right."),
        ("4", "-5.00", "Right."),
        ("4", "5", "No. Try again with the hint."),
        ("4", "five", "Write a whole number, a fraction (3/8) or a decimal (0.375)."),
        ("4", "-5/0", "Write a whole number, a fraction (3/8) or a decimal (0.375)."),
        ("6", "D,M", "Right."),
        ("6", "(M, D)", "No. Try again with the hint."),
        ("7", "2", "Right."),
        ("7", "1", "No. Try again with the hint."),
        ("8", "0", "Right."),
    ],
)
def test_an_answer_is_judged_exactly(affine, exercise, typed, verdict):
    section = affine.locator(f"[id='exercise.{exercise}']")
    section.locator("input").fill(typed)
    section.locator("button", has_text="Check").click()
    assert section.locator("output").text_content() == verdict


@pytest.mark.parametrize(
    ("language", "stem"), [("ko", "softmax_cross_entropy"), ("en", "fully_connected_net")]
)
def test_the_answer_that_the_page_holds_is_right_in_its_own_eyes(tab, language, stem):
    page = tab(PHONE)
    page.goto(f"{LANGUAGES[language]}layers/{stem}/")
    page.locator(".yudo-recall > summary").click()
    sections = page.locator("[data-answer]")
    assert sections.count() == 8  # three that recall other lectures, three of this one, two about its code
    for section in sections.all():
        section.locator("input").fill(section.get_attribute("data-answer"))
        section.locator("input").press("Enter")
        assert section.locator("output").get_attribute("class") == "yudo-ask--right"


def test_hangul_is_not_slanted_and_breaks_between_words_in_links_too(tab):
    page = tab(PHONE)
    page.goto("ko/layers/two_layer_net/")
    style = "(part, name) => getComputedStyle(part)[name]"
    assert page.locator("article em").first.evaluate(style, "fontStyle") == "normal"
    links = page.locator("article :is(p, td) a").all()
    assert {link.evaluate(style, "wordBreak") for link in links} == {"keep-all"}


def test_the_line_below_an_identifier_leaves_its_underscores_free(tab):
    page = tab()
    page.goto("layers/softmax_cross_entropy/")
    link = page.locator("[id='softmax_cross_entropy.dx'] a:has(> code)").first
    style = "(part, name) => parseFloat(getComputedStyle(part)[name])"
    assert link.evaluate(style, "textUnderlineOffset") >= 0.25 * link.evaluate(style, "fontSize")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_code_is_cut_off_in_the_boxes_of_the_first_page(tab, language, screen):
    page = tab(screen)
    page.goto(LANGUAGES[language])
    room = page.locator(".yudo-three code").evaluate_all(
        "all => all.map(code => code.clientWidth - code.scrollWidth)"
    )
    assert room
    assert min(room) >= 0


def test_the_navigation_has_room_for_descenders(tab):
    page = tab()
    page.goto("")
    label = page.locator(".md-nav__link .md-ellipsis").first
    style = "(part, name) => parseFloat(getComputedStyle(part)[name])"
    assert label.evaluate(style, "lineHeight") >= 1.4 * label.evaluate(style, "fontSize")
