"""The prover on its page, in Debian's chromium."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from docs.playground import runtime
from docs.playground.examples import EXAMPLES
from docs.playground.words import TEXTS
from tests.docs.conftest import DESKTOP, PHONE
from tests.docs.pages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not runtime.is_fetched(ROOT), reason="the prover's runtime is not there: python -m docs.playground"
)
LONG = 120_000
EXAMPLE = {example.key: example for example in EXAMPLES}


class Room:
    """The page as its user handles it."""

    def __init__(self, page, language, act="prove"):
        self.page, self.language = page, language
        page.goto(f"{LANGUAGES[language]}playground/")
        self.tab(act)

    def part(self, name):
        return self.page.locator(f"[data-part={name}]")

    def tab(self, act):
        self.page.locator(f"#tab-{act}").click()

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def ask(self):
        self.part("run").click()
        self.part("stop").and_(self.page.locator(":disabled")).wait_for(timeout=LONG)
        return self.part("output").inner_text()

    def verdict(self):
        return self.part("result").get_attribute("data-verdict")


@pytest.mark.parametrize(("language", "viewport"), [("en", DESKTOP), ("ko", PHONE)])
def test_it_refutes_proves_and_derives_in_both_languages(tab, language, viewport):
    page = tab(viewport)
    room = Room(page, language)
    before = []
    page.on("request", lambda request: before.append(request.url))
    room.ask()
    assert room.verdict() == "refuted"
    assert len([url for url in before if url.endswith(".bin")]) == 6
    assert page.locator("[data-part=result]").evaluate("part => part === document.activeElement")
    assert "np.array" in room.part("output").inner_text()
    formula = page.locator("[data-part=output] math").nth(1)
    assert formula.bounding_box()["height"] > 10
    assert "Sum" in formula.get_attribute("alttext")  # as text, for who sees no MathML
    assert "∑" in formula.text_content()
    asked = len(before)
    page.locator("[name=example]").select_option("prove-affine")
    room.ask()
    assert room.verdict() == "proven"
    room.tab("derive")
    answer = room.ask()
    assert room.verdict() == "proven"
    assert "def dense_relu_backward(dout, cache):" in answer
    assert any("가" <= letter <= "힣" for letter in answer) == (language == "ko")
    assert len(before) == asked  # all that is needed has been loaded
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.troubles == []


@pytest.mark.parametrize(("language", "viewport"), [("ko", DESKTOP), ("en", PHONE)])
def test_it_checks_a_whole_file_and_leads_to_the_lectures(tab, language, viewport):
    page = tab(viewport)
    room = Room(page, language, "check")
    assert page.locator("[name=shapes]").is_hidden()
    answer = room.ask()
    assert room.verdict() == "refuted"
    assert answer.count("✗") == 2
    assert any("가" <= letter <= "힣" for letter in answer) == (language == "ko")
    link = page.locator("[data-part=output] a[href$='#affine.db']").first
    link.click()
    page.locator("[id='affine.db']").wait_for(state="attached")  # once the lecture is there
    assert page.troubles == []


def test_a_lecture_opens_the_page_with_its_code_by_name_and_no_address_brings_code(tab):
    page = tab()
    page.goto(f"{LANGUAGES['en']}layers/relu/")
    page.locator("a[href*='playground/?layer=relu']").click()
    source = page.locator("[name=source]")
    expect(source).to_have_value(re.compile("def relu_forward"))
    assert page.locator("#tab-check").get_attribute("aria-selected") == "true"
    page.goto(f"{LANGUAGES['en']}playground/?layer=__proto__&source=evil#evil")
    page.locator("#tab-check").wait_for()
    assert "evil" not in source.input_value()
    assert page.troubles == []


def test_nothing_is_loaded_before_the_button_is_pressed(tab, site):
    page = tab()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    room = Room(page, "en")
    page.wait_for_load_state("load")
    assert not [url for url in loaded if url.endswith(".bin")]
    packed = sum(path.stat().st_size for path in (site / "assets" / "playground").glob("*.bin"))
    assert f"{packed / 1e6:.1f} MB" in room.part("run").inner_text()
    assert packed < 8_500_000
    assert not list((site / "ko" / "assets").rglob("*.bin"))


def test_stop_ends_an_endless_loop_at_once_and_the_next_proof_works(tab):
    page = tab()
    room = Room(page, "en")
    room.fill(source="while True:\n    pass\n")
    room.part("run").click()
    room.part("status").get_by_text(TEXTS["prove working"].en.partition("{")[0]).wait_for(timeout=LONG)
    started = time.monotonic()
    room.part("stop").click()
    room.part("status").get_by_text(TEXTS["stopped"].en).wait_for()
    assert time.monotonic() - started < 10
    assert room.part("run").evaluate("button => button === document.activeElement")
    affine = EXAMPLE["prove-affine"]
    room.fill(source=affine.source, shapes=affine.shapes)
    room.ask()
    assert room.verdict() == "proven"


ESCAPES = """
import js
def tried(way):
    try:
        way()
        return "done"
    except BaseException as reason:
        return type(reason).__name__
found = [
    tried(lambda: js.Object.constructor("return 1")()),
    tried(lambda: __import__("pyodide").code.run_js("1")),
    tried(lambda: js.fetch("https://elsewhere.invalid/")),
    tried(lambda: __import__("pyodide_js")._module.fetch),
]
raise ValueError(" ".join(found))
"""


def test_code_reaches_neither_eval_nor_another_host(tab):
    page = tab()
    room = Room(page, "en")
    room.fill(source=ESCAPES)
    answer = room.ask()
    assert room.verdict() == "invalid"
    assert "done" not in answer
    assert not [trouble for trouble in page.troubles if trouble.startswith("foreign")]


def test_a_file_that_was_changed_on_the_way_is_not_used(tab):
    page = tab()
    page.route("**/*.bin", lambda route: route.fulfill(body=b"something else"))
    room = Room(page, "en")
    room.part("run").click()
    room.part("status").get_by_text("SHA-256").wait_for(timeout=LONG)
    assert room.part("result").is_hidden()
    assert room.part("run").is_enabled()


def test_what_is_wrong_with_the_code_leads_to_its_line(tab):
    page = tab()
    room = Room(page, "ko")
    room.fill(source="import numpy as np\n\ndef forward(x:\n    return x\n")
    room.ask()
    assert room.verdict() == "invalid"
    room.part("output").locator("button").click()
    selected = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert page.locator("[name=source]").evaluate(selected) == "def forward(x:"


def test_the_tabs_keep_what_was_written_and_obey_the_arrow_keys(tab):
    page = tab()
    room = Room(page, "en")
    room.fill(source="mine")
    page.locator("#tab-prove").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#tab-derive").evaluate("tab => tab === document.activeElement")
    assert page.locator("[name=backward]").is_hidden()
    page.keyboard.press("ArrowLeft")
    assert page.locator("[name=source]").input_value() == "mine"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_before_and_after_an_answer(tab, language):
    from axe_playwright_python.sync_playwright import Axe

    page = tab(PHONE, bypass_csp=True)  # axe is put into the page as a script of its own
    room = Room(page, language)
    for _ in range(2):
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        room.ask()
    page.emulate_media(color_scheme="dark")
    results = Axe().run(page, options={"runOnly": ["color-contrast"]})
    assert results.violations_count == 0, results.generate_report()


def test_without_javascript_the_page_tells_how_to_do_it_at_home(tab):
    page = tab(java_script_enabled=False)
    page.goto("playground/")
    assert TEXTS["no script"].en in page.content()
    assert page.locator("#playground-room").is_hidden()
    assert page.get_by_text("yudo check layers.py --pair").is_visible()
