"""The built site, as a reader meets it who wants to cite, and as machines read it."""

import json
import re

import jsonschema
import pytest

from tests.docs.pages import LANGUAGES, page_paths
from yudo.verification.citing.released import current_statements, read_released

IDS = current_statements()


def html(site, language, page):
    return (site / LANGUAGES[language] / page / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_has_a_cite_box_with_its_statement(site, language):
    for identifier, statement in IDS.items():
        page = html(site, language, f"layers/{identifier.partition('.')[0]}/")
        start = page.index(f'<section class="yudo-result" id="{identifier}"')
        box = page[page.index('<details class="yudo-cite">', start) :].partition("</details>")[0]
        assert f"yudo-{identifier}" in box
        assert statement in box
        assert box.count("<pre data-copy>") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_permalink_leads_to_the_anchor_of_its_result(site, language):
    for identifier in IDS:
        page = html(site, language, f"r/{identifier}/")
        target = re.search(r'content="0; url=\.\./\.\./([^"#]+)#([^"]+)"', page)
        assert target[2] == identifier
        assert f'id="{identifier}"' in html(site, language, target[1])


def test_the_export_of_the_site_follows_the_schema_beside_it_in_both_languages(site):
    content = (site / "records.json").read_text(encoding="utf-8")
    schema = json.loads((site / "records.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(content))
    assert (site / "ko" / "records.json").read_text(encoding="utf-8") == content
    statements = {
        r["id"]: r["statement"] for layer in json.loads(content)["layers"] for r in layer["results"]
    }
    assert statements == IDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_carries_metadata_that_parses(site, language):
    for page in page_paths(site, language):
        text = html(site, language, page)
        head = text.partition("</head>")[0]
        assert f'<meta name="citation_language" content="{language}">' in head, page
        assert '<meta name="citation_author"' in head, page
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', head)[1])
        assert data["inLanguage"] == language
        if page.startswith("layers/"):
            assert {p["identifier"][0]["value"] for p in data["hasPart"]} == {
                identifier for identifier in IDS if identifier.startswith(f"{page.split('/')[1]}.")
            }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_citing_lists_every_statement_that_was_ever_released(site, language):
    page = html(site, language, "cite/")
    for identifier, statements in read_released().statements().items():
        assert f"<code>{identifier}</code>" in page
        for statement in statements:
            assert f"<code>{statement}</code>" in page


def test_boxes_stay_out_of_the_search(site):
    for prefix in LANGUAGES.values():
        text = (site / prefix / "search" / "search_index.json").read_text(encoding="utf-8")
        assert "yudo-affine.dw" not in text


def test_a_permalink_takes_a_browser_without_javascript_to_the_result(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}ko/r/affine.dw/")
    page.wait_for_url("**/ko/layers/affine/#affine.dw")
    box = page.locator("#affine\\.dw details.yudo-cite")
    assert not box.locator("pre").first.is_visible()
    box.locator("summary").click()
    assert box.locator("pre").first.is_visible()
    assert "명제" in box.locator("pre").first.inner_text()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_boxes_fit_a_phone_and_have_no_accessibility_violations(browser, address, scheme):
    from axe_playwright_python import sync_playwright as axe

    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}layers/affine/")
    page.evaluate("document.querySelectorAll('details.yudo-cite').forEach(box => box.open = true)")
    for block in page.locator("details.yudo-cite pre").all():
        assert block.evaluate("block => block.scrollWidth <= block.clientWidth")
    found = axe.Axe().run(page, context=".yudo-cite").response["violations"]
    assert found == []
    context.close()
