"""Every page on a phone, on paper and on a desktop: nothing is cut off, what must scroll says so, axe agrees.

A page is loaded once, on the phone, and all that is to be known of it is measured before the next one.
"""

import pytest

from tests.docs.axe import judged
from tests.docs.conftest import A4, DESKTOP, PHONE, open_page
from tests.docs.layout import (
    CODE_TAKES_THE_FOCUS,
    CUT,
    FOLD,
    OUTSIDE_FIGURES,
    OUTSIDE_GRAPHS,
    OVERLAPPING,
    SCROLLING,
    SIZES,
    TABLES,
    TINY,
    UNFOLD,
    WIDE,
)
from tests.docs.pages import LANGUAGES, page_paths

SMALLEST = 9
"""Pixels below which words in a figure are too small for a phone held at arm's length."""


def settled(page):
    """Wait until fonts are there and those who watch sizes have been told."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


SCREENS = {"phone": PHONE, "desktop": DESKTOP}
UNFOLDED_ON = {"en": ["phone", "desktop"], "ko": ["desktop", "phone"]}
"""The screens on which a page of a language is unfolded; on the last of them, axe looks at it."""


def measure(page, path, screens):
    page.goto("about:blank")  # so that the page before need not be laid out again
    page.set_viewport_size(PHONE)
    page.goto(path)
    settled(page)
    found = {
        "width": page.evaluate("document.documentElement.scrollWidth"),
        "numbers on names": page.evaluate(OVERLAPPING),
        "words outside graphs": page.evaluate(OUTSIDE_GRAPHS),
        "words in figures": page.evaluate(SIZES),
        "words outside figures": page.evaluate(OUTSIDE_FIGURES),
    }
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    found |= {
        "cut off on paper": page.evaluate(CUT),
        "wider than paper": page.evaluate(WIDE, A4["width"]),
        "tiny on paper": page.evaluate(TINY),
    }
    page.emulate_media(media="screen")
    for name in screens:
        page.set_viewport_size(SCREENS[name])
        page.evaluate(UNFOLD)
        settled(page)
        found[name] = {
            "width": page.evaluate("document.documentElement.scrollWidth"),
            "scrolling": page.evaluate(SCROLLING),
            "tables": page.evaluate(TABLES),
        }
    page.evaluate(FOLD)
    found["formulas or words"] = page.locator(".yudo-math-block, .yudo-math, p").count()
    found["troubles"], page.troubles = page.troubles, []
    return found


def ask_axe(page, passed):
    """What axe finds on the page that was measured last; see `judged`."""
    page.wait_for_function(CODE_TAKES_THE_FOCUS)
    return judged(page, passed)


PARTS = 4


def _part(language, part):
    """Every fourth page of a language; the formulas are the same in both, where other pages are seen."""
    name = f"{language}, part {part}"
    marks = [pytest.mark.xdist_group(f"every page, {name}"), *([pytest.mark.sweep] if part else [])]
    return pytest.param((language, (part + 2 * (language == "ko")) % PARTS), marks=marks, id=name)


@pytest.fixture(scope="module", params=[_part(one, part) for part in range(PARTS) for one in LANGUAGES])
def pages(request, browser, address, site):
    """What was measured of the pages of a part, by their paths."""
    language, start = request.param
    page, passed, found = open_page(browser, address, PHONE), {}, {}
    # The longest part of all, which is left out where nobody asks for it.
    asked = any("axe" in item.name for item in request.session.items if item.module is request.module)
    for path in page_paths(site, language)[start::PARTS]:
        found[path] = measure(page, LANGUAGES[language] + path, UNFOLDED_ON[language])
        if asked:
            found[path]["axe"] = ask_axe(page, passed)
    yield found
    page.context.close()


def of_all(pages, *keys):
    """The pages with what was measured there, where that is anything."""
    found = {}
    for path, measured in pages.items():
        for key in keys:
            measured = measured[key]
        if measured:
            found[path] = measured
    return found


def test_every_page_renders_without_errors(pages):
    assert of_all(pages, "troubles") == {}
    assert all(measured["formulas or words"] for measured in pages.values())


def test_every_page_fits_a_phone(pages):
    assert {path: found["width"] for path, found in pages.items() if found["width"] > PHONE["width"]} == {}


def test_every_page_fits_a_phone_unfolded(pages):
    widths = {path: found["phone"]["width"] for path, found in pages.items()}
    assert {path: width for path, width in widths.items() if width > PHONE["width"]} == {}


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_no_table_hides_a_column(pages, screen):
    assert of_all(pages, screen, "tables") == {}


def test_no_formula_is_cut_off_on_a_desktop(pages):
    assert of_all(pages, "desktop", "scrolling") == {}


def test_in_lectures_only_formulas_beside_code_go_on_beyond_a_phone_and_all_that_do_say_so(pages):
    scrolling = of_all(pages, "phone", "scrolling")
    assert scrolling
    for path, boxes in scrolling.items():
        for box in boxes:
            assert box["code"] or "layers/" not in path, f"{path}: {box['where']}"
            assert box["says"], f"{path}: {box['where']}"
            assert box["inside"] <= box["widest"] + box["indent"] + 2, f"{path}: {box['where']}"


def test_on_a_phone_no_number_lies_on_the_name_of_its_step_and_no_word_leaves_its_graph(pages):
    assert of_all(pages, "numbers on names") == {}
    assert of_all(pages, "words outside graphs") == {}


def test_words_in_figures_are_legible_and_inside_on_a_phone(pages):
    words = of_all(pages, "words in figures")
    assert sum(map(len, words.values())) > 20
    small = {path: [word for word in found if word[1] < SMALLEST] for path, found in words.items()}
    assert {path: found for path, found in small.items() if found} == {}
    assert of_all(pages, "words outside figures") == {}


def test_nothing_is_cut_off_or_too_small_on_paper(pages):
    assert of_all(pages, "cut off on paper") == {}
    assert of_all(pages, "wider than paper") == {}
    tiny = of_all(pages, "tiny on paper")
    assert {
        path: found for path, found in tiny.items() if "cheat-sheet" not in path
    } == {}  # small on purpose


@pytest.mark.sweep
def test_axe_finds_no_violation_in_light_and_no_lack_of_contrast_in_dark(pages):
    assert of_all(pages, "axe") == {}
