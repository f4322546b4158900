"""The built site: strict, complete in both languages, and alone on its host."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from docs.site_builder.languages import twin_url
from docs.site_builder.site import closing
from tests.docs.conftest import ROOT
from tests.docs.pages import LANGUAGES, page_paths, read_page
from yudo import derivations


def stems():
    return sorted(path.stem for path in (ROOT / "derivations").glob("*.py") if not path.stem.startswith("_"))


def both(site):
    """Every page in English and Korean."""
    for page in page_paths(site, "en"):
        yield page, read_page(site, "en", page), read_page(site, "ko", page)


def test_the_strict_build_succeeds_without_a_warning(build):
    process, _ = build
    assert process.returncode == 0, process.stderr
    output = process.stdout + process.stderr
    assert not re.search(r"WARNING|ERROR|Traceback", output), output


def test_every_page_has_its_twin(site):
    assert page_paths(site, "en") == page_paths(site, "ko")
    assert {"", "run/", "verified/", "proof/", "digits/"} <= set(page_paths(site, "en"))


def test_every_derivation_has_a_page_and_a_notebook_in_both_languages(site):
    for stem in stems():
        for language, prefix in LANGUAGES.items():
            assert f"layers/{stem}/" in page_paths(site, language)
            notebook = json.loads((site / prefix / "notebooks" / f"{stem}.ipynb").read_text(encoding="utf-8"))
            assert any(cell.get("outputs") for cell in notebook["cells"])


def test_the_navigation_has_four_groups_and_the_layers_in_the_order_of_a_course(site):
    for language, prefix in LANGUAGES.items():
        page = (site / prefix / "index.html").read_text(encoding="utf-8")
        sidebar = page[page.index('class="md-nav md-nav--primary"') : page.index('class="md-content"')]
        assert len(re.findall(r"md-nav__item--section", sidebar)) == 4
        links = re.findall(r'<a href="([^"#]+)" class="md-nav__link', sidebar)
        assert sorted("" if link in {".", "./"} else link for link in set(links)) == page_paths(
            site, language
        )
        lectures = [link for link in dict.fromkeys(links) if link.startswith("layers/")]
        assert lectures == [f"layers/{stem}/" for stem in derivations.layers()]


def test_a_lecture_opens_with_the_lectures_that_it_uses(site):
    for prefix in LANGUAGES.values():
        for layer in derivations.layers().values():
            page = (site / prefix / "layers" / layer.stem / "index.html").read_text(encoding="utf-8")
            opening = page[page.index("<h1") : page.index("<h2")]
            assert all(f'href="../{used}/"' in opening for used in layer.uses)


def test_a_lecture_opens_with_every_gradient_that_it_derives_in_its_last_form(site):
    for stem, layer in derivations.layers().items():
        page = (site / "layers" / stem / "index.html").read_text(encoding="utf-8")
        table = re.search(r'class="yudo-answers".*?</div>', page, re.DOTALL)[0]
        answered = re.findall(rf'href="#({stem}\.\w+)"', table)
        last = {result.subject_latex: result.id for result in layer.results.values()}
        gradients = [name for subject, name in last.items() if subject.startswith(r"\frac{\partial")]
        assert list(dict.fromkeys(answered)) == gradients, stem


@pytest.mark.parametrize(("language", "words"), [("en", "Report an error"), ("ko", "오류 알리기")])
def test_a_lecture_tells_where_to_report_an_error_if_the_repository_is_known(language, words):
    assert words not in closing("affine", language, "")
    told = closing("affine", language, "https://a.example/yudo")
    assert words in told
    assert "(https://a.example/yudo/issues/new?title=affine%3A+)" in told


def test_pages_say_which_language_they_are_in(site):
    for _, english, korean in both(site):
        assert (english.language, korean.language) == ("en", "ko")


def test_both_languages_have_the_same_anchors_and_all_are_ascii(site):
    for page, english, korean in both(site):
        assert english.ids == korean.ids, page
        assert all(anchor.isascii() for anchor in english.ids), page


def test_no_anchor_stands_twice_on_a_page(site):
    for page, english, _ in both(site):
        assert [anchor for anchor, times in Counter(english.ids).items() if times > 1] == [], page


def test_both_languages_have_the_same_formulas(site):
    for page, english, korean in both(site):
        assert english.block_formulas == korean.block_formulas, page
        assert set(english.inline_formulas) == set(korean.inline_formulas), page


def test_both_languages_link_to_the_same_places(site):
    for page, english, korean in both(site):
        inside = [
            {link for link in parsed.links if not urlsplit(link).scheme} for parsed in (english, korean)
        ]
        assert inside[0] == inside[1], page


def test_every_link_and_anchor_leads_somewhere(site):
    for language, prefix in LANGUAGES.items():
        for page in page_paths(site, language):
            for link in read_page(site, language, page).links:
                if urlsplit(link).scheme:
                    continue
                target, anchor = urldefrag(urljoin(f"http://host/{prefix}{page}", link))
                path = site / urlsplit(target).path.lstrip("/")
                assert path.exists(), f"{prefix}{page}: {link}"
                if anchor:
                    relative = path.relative_to(site / prefix).as_posix()
                    ids = read_page(site, language, "" if relative == "." else f"{relative}/").ids
                    assert anchor in ids, f"{prefix}{page}: {link}"


def test_no_markup_is_left_unread(site):
    for page, english, korean in both(site):
        for parsed in (english, korean):
            assert not re.search(r"\$|\*\*|\\\(|\]\(|markdown=|<!--|\{#|\{:", parsed.prose), page


def test_pages_load_nothing_from_another_host(site):
    for page, english, korean in both(site):
        for asset in english.assets + korean.assets:
            assert urlsplit(asset).scheme in {"", "data"}, f"{page} loads {asset}"
            assert not urlsplit(asset).netloc, f"{page} loads {asset}"


def test_style_sheets_and_pictures_load_nothing_from_another_host(site):
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text), path


@pytest.mark.parametrize(("language", "title"), [("en", "Page not found"), ("ko", "찾는 페이지가 없다")])
def test_what_is_not_found_is_told_in_both_languages_the_own_first_with_links_that_lead_somewhere(
    site, language, title
):
    page = (site / LANGUAGES[language] / "404.html").read_text(encoding="utf-8")
    assert f"<title>{title} - Yudo</title>" in page
    own, other = re.findall(
        r'<section lang="(\w+)" class="yudo-missing">(.*?)</section>', page, flags=re.DOTALL
    )
    assert f"<h1>{title}</h1>" in own[1]
    assert own[0] == language != other[0]
    for part in (own[1], other[1]):
        links = re.findall(r'href="([^"]*)"', part)
        assert len(links) > 3
        for link in links:
            path = urlsplit(urljoin("http://host/a/b/", link))
            assert path.netloc == "host", link
            assert (site / path.path.lstrip("/") / "index.html").exists(), link
    assert {urljoin("/", link).startswith("/ko/") for link in re.findall(r'href="([^"]*)"', own[1])} == {
        language == "ko"
    }


def test_the_math_font_is_served_from_the_site_and_small(site):
    for prefix in LANGUAGES.values():
        font = site / prefix / "assets" / "fonts" / "yudo-math.woff2"
        assert 2_000 < font.stat().st_size < 80_000


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [("en", "the closed form", "그래디언트"), ("ko", "그래디언트", "the closed form")],
)
def test_each_language_has_a_search_index_of_its_own(site, language, word, other):
    path = site / LANGUAGES[language] / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    # The glossary has the words of both languages on every page of its own.
    documents = [one for one in index["docs"] if not one["location"].startswith("glossary")]
    text = " ".join(document["text"] + document["title"] for document in documents)
    assert word in text
    assert other not in text
    assert "\\frac" not in text


@pytest.mark.parametrize(
    ("url", "here", "there", "link"),
    [
        ("layers/affine/", "en", "ko", "../../ko/layers/affine/"),
        ("layers/affine/", "ko", "en", "../../../layers/affine/"),
        ("layers/affine/", "ko", "ko", "./"),
        ("", "en", "ko", "ko/"),
        ("", "ko", "en", "../"),
    ],
)
def test_the_twin_of_a_page_is_at_the_same_path(url, here, there, link):
    assert twin_url(url, here=here, there=there) == link


def test_nothing_of_a_third_party_is_kept_in_docs():
    kinds = {path.suffix for path in Path(ROOT / "docs").rglob("*") if path.is_file()}
    assert not kinds & {".woff", ".woff2", ".ttf", ".otf", ".png", ".jpg"}
