"""Code beside its formulas, and formulas to copy, in the browser."""

import pytest

from tests.docs.conftest import PHONE

LAST = "#impl\\.softmax_loss\\.{}"
_LIT = """([selector, within]) => [...document.querySelectorAll(within + ' ' + selector)].map(
  part => getComputedStyle(part).backgroundColor)"""
PLAIN = "rgba(0, 0, 0, 0)"


def backgrounds(page, selector, within="#impl\\.softmax_loss"):
    return page.evaluate(_LIT, [selector, within])


def line_of(page, text, function="softmax_loss"):
    """The row of a line of code."""
    return page.locator(f"#impl\\.{function} li[id]", has_text=text).first


@pytest.mark.parametrize("script", [True, False])
def test_pointing_at_a_line_lights_up_its_term_in_the_closed_form(tab, script):
    page = tab(java_script_enabled=script)
    page.goto("layers/softmax_cross_entropy/")
    row = line_of(page, "dx[rows, y] -=")
    term = f'[data-term="{row.get_attribute("data-brings")}"]'
    formula = row.locator(term).first
    assert "onehot" in formula.text_content()
    before = formula.evaluate("part => getComputedStyle(part).backgroundColor")
    row.locator("code").hover()
    assert before == PLAIN
    assert formula.evaluate("part => getComputedStyle(part).backgroundColor") != PLAIN


def test_pointing_at_a_name_lights_it_up_in_code_and_formulas(tab):
    page = tab()
    page.goto("ko/layers/affine/")
    row = line_of(page, "dw = ", "affine_parameter_gradients")
    token = row.locator("code [data-name]", has_text="dout").first
    same = f'[data-name="{token.get_attribute("data-name")}"]'
    within = "#impl\\.affine_parameter_gradients"
    assert set(backgrounds(page, same, within)) == {PLAIN}
    token.hover()
    lit = backgrounds(page, same, within)
    assert len(lit) >= 4
    assert PLAIN not in lit
    other = f"[data-name]:not({same})"
    assert set(backgrounds(page, other, within)) == {PLAIN}


def test_a_tap_keeps_what_belongs_together_lit_until_the_next(tab):
    page = tab(PHONE, has_touch=True)
    page.goto("layers/affine/")
    row = line_of(page, "out += b", "affine_forward")
    row.locator("code [data-name]", has_text="out").first.tap()
    assert page.locator("#impl\\.affine_forward .yudo-lit").count() > 3
    page.locator("h1").tap()
    assert page.locator(".yudo-lit").count() == 0


def test_the_keyboard_reaches_every_line_that_has_a_formula(tab):
    page = tab()
    page.goto("layers/softmax_cross_entropy/")
    row = line_of(page, "dx[rows, y] -=")
    row.locator(".yudo-lines__number").focus()
    term = row.locator(f'[data-term="{row.get_attribute("data-brings")}"]').first
    assert term.evaluate("part => getComputedStyle(part).backgroundColor") != PLAIN


def test_the_formula_stands_beside_the_line_on_a_desktop_and_below_it_on_a_phone(tab):
    wide, narrow = tab(), tab(PHONE)
    boxes = []
    for page in (wide, narrow):
        page.goto("layers/affine/")
        row = line_of(page, "db = dout.sum", "affine_parameter_gradients")
        boxes.append((row.locator("code").bounding_box(), row.locator("math").first.bounding_box()))
    (code, formula), (code_above, formula_below) = boxes
    assert formula["x"] >= code["x"] + code["width"] - 1
    assert formula_below["y"] >= code_above["y"] + code_above["height"] - 1


@pytest.fixture
def reader(tab):
    """A tab that may use the clipboard."""
    page = tab(permissions=["clipboard-read", "clipboard-write"])
    page.goto("ko/layers/affine/")
    return page


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("kind", "copied"),
    [
        ("LaTeX", r"\sum_{n=0}^{N-1} x_{n,i}"),
        ("SymPy", 'x = IndexedBase("x", real=True)'),
        ("NumPy", 'dw = np.einsum("ni,nj->ij", x, dout)'),
    ],
)
def test_a_formula_is_copied_as_latex_sympy_and_numpy(reader, kind, copied):
    formula = reader.locator("[id='affine.dw.index']")
    formula.locator("summary").click()
    shown = formula.locator(f"dt:text-is('{kind}') + dd")
    button = shown.locator("button")
    button.click()
    reader.locator(".yudo-copy--done").wait_for()
    assert copied in clipboard(reader)
    assert clipboard(reader) == shown.locator("pre").text_content().rstrip()


def test_a_function_is_copied_as_it_stands_in_its_file(reader):
    from tests.docs.conftest import ROOT

    reader.locator("#impl\\.affine_backward > .yudo-copy").click()
    reader.locator(".yudo-copy--done").wait_for()
    assert clipboard(reader) in (ROOT / "impl" / "affine.py").read_text(encoding="utf-8")
    assert clipboard(reader).startswith("def affine_backward(")
    assert clipboard(reader).endswith("return dx, dw, db")


def test_everything_that_says_so_has_a_copy_button_with_a_name(reader):
    named = reader.evaluate(
        "[...document.querySelectorAll('[data-copy]')].map(part => part.previousElementSibling?.ariaLabel)"
    )
    assert len(named) > 20
    assert set(named) == {"클립보드로 복사"}


def test_the_cite_box_is_copied(reader):
    box = reader.locator("[id='affine.dw'] details", has_text="BibTeX").last
    box.locator("summary").click()
    entry = box.locator("pre", has_text="@").first
    entry.locator("xpath=preceding-sibling::button[1]").click()
    reader.locator(".yudo-copy--done").wait_for()
    assert clipboard(reader) == entry.text_content().rstrip()
    assert "affine.dw" in clipboard(reader)


def test_every_numbered_formula_can_be_pointed_at(tab):
    page = tab()
    page.goto("layers/affine/#affine.dx.2")
    target = page.locator("[id='affine.dx.2']")
    assert target.locator(".yudo-math-tag").text_content() == "(dx.2)"
    assert 0 <= target.bounding_box()["y"] < page.viewport_size["height"]
